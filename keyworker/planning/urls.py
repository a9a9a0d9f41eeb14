"""Addresses of plans."""

from django.urls import path

from keyworker.planning.views import goals, printing, reading, signing, templates, writing

app_name = "planning"
urlpatterns = [
    path("people/<uuid:person_id>/plan/", reading.plans, name="plans"),
    path("cases/<uuid:case_id>/plan/start/", templates.start, name="start"),
    path("plans/<uuid:plan_id>/", reading.plan, name="plan"),
    path("plans/<uuid:plan_id>/edit/", writing.edit, name="edit"),
    path("plans/<uuid:plan_id>/goals/new/", goals.new_goal, name="goal_new"),
    path("plans/<uuid:plan_id>/discard/", writing.discard, name="discard"),
    path("plans/<uuid:plan_id>/sign/", signing.sign, name="sign"),
    path("plans/<uuid:plan_id>/offer/", signing.offer, name="offer"),
    path("plans/<uuid:plan_id>/signed/", signing.signed, name="signed"),
    path("plans/<uuid:plan_id>/sign/worker/", signing.sign_as_worker, name="sign_as_worker"),
    path("plans/<uuid:plan_id>/approve/", signing.approve, name="approve"),
    path("plans/<uuid:plan_id>/send-back/", signing.send_back, name="send_back"),
    path("plans/<uuid:plan_id>/new-version/", writing.new_version, name="new_version"),
    path("plans/<uuid:plan_id>/copy/", printing.copy, name="copy"),
    path("plans/<uuid:plan_id>/copy.pdf", printing.paper_copy, name="paper"),
    path("plans/<uuid:plan_id>/compare/<uuid:other_id>/", reading.compare_versions, name="compare"),
    path("programs/<uuid:program_id>/plan-templates/", templates.templates, name="templates"),
    path("programs/<uuid:program_id>/plan-templates/new/", templates.new_template, name="template_new"),
    path("plan-templates/<uuid:template_id>/", templates.template, name="template"),
    path("plan-templates/<uuid:template_id>/end/", templates.end_template, name="template_end"),
    path("needs/<uuid:need_id>/goal/", goals.goal_from_need, name="goal_from_need"),
    path("goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("goals/<uuid:goal_id>/move/", goals.move, name="goal_move"),
    path("goals/<uuid:goal_id>/reading/", goals.where_it_stands, name="goal_reading"),
    path("goals/<uuid:goal_id>/remove/", goals.remove_goal, name="goal_remove"),
    path("goals/<uuid:goal_id>/steps/new/", goals.new_step, name="step_new"),
    path("steps/<uuid:step_id>/", goals.step, name="step"),
    path("steps/<uuid:step_id>/remove/", goals.remove_step, name="step_remove"),
    path("steps/<uuid:step_id>/done/", goals.finish_step, name="step_done"),
]
