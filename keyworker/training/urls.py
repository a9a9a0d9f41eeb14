"""Addresses of qualifications, and of what is to be learned."""

from django.urls import path

from keyworker.training import views
from keyworker.training.learning import views as learning
from keyworker.training.practising import views as practising
from keyworker.training.tours import views as tours

app_name = "training"
urlpatterns = [
    path("qualifications/", views.mine, name="mine"),
    path("qualifications/courses/", views.log_course, name="log_course"),
    path("qualifications/courses/<uuid:course_id>/strike-out/", views.strike_course, name="strike_course"),
    path("qualifications/<uuid:credential_id>/", views.credential, name="credential"),
    path("qualifications/<uuid:credential_id>/end/", views.end_credential, name="end_credential"),
    path("qualifications/team/", views.team, name="team"),
    path("qualifications/team/<uuid:credential_id>/seen/", views.verify, name="verify"),
    path("qualifications/programs/<uuid:program_id>/", views.required, name="required"),
    path("practice-agency/", practising.practice, name="practice"),
    path("practice-agency/back/", practising.step_out, name="step_out"),
    path("tour/", tours.tour, name="tour"),
    path("learning/", learning.learning, name="learning"),
    path("learning/lessons/<slug:slug>/", learning.one_lesson, name="lesson"),
    path("learning/lessons/<slug:slug>/who/", learning.lesson_required, name="lesson_required"),
    path("learning/procedures/write/", learning.write, name="write_procedure"),
    path("learning/procedures/<uuid:procedure_id>/", learning.procedure, name="procedure"),
    path("learning/procedures/<uuid:procedure_id>/change/", learning.change, name="change_procedure"),
    path("learning/procedures/<uuid:procedure_id>/stands/", learning.look_again, name="look_again"),
    path("learning/procedures/<uuid:procedure_id>/end/", learning.end, name="end_procedure"),
    path("learning/procedures/<uuid:procedure_id>/who/", learning.procedure_required, name="procedure_required"),
]
