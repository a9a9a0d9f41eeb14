"""Addresses of reviews, closings and follow-ups."""

from django.urls import path

from keyworker.reviews.views import ending, looking_back, measuring, practice, voices

app_name = "reviews"
urlpatterns = [
    path("people/<uuid:person_id>/reviews/", looking_back.reviews, name="list"),
    path("cases/<uuid:case_id>/review/", looking_back.review, name="review"),
    path("cases/<uuid:case_id>/exit-plan/", ending.plan_exit, name="exit_plan"),
    path("cases/<uuid:case_id>/measure/", measuring.measure, name="measure"),
    path("cases/<uuid:case_id>/close/", ending.close, name="close"),
    path("cases/<uuid:case_id>/open-again/", ending.reopen, name="reopen"),
    path("closures/<uuid:closure_id>/summary/", ending.summary, name="summary"),
    path("follow-ups/<uuid:follow_up_id>/", ending.follow_up, name="follow_up"),
    path("programs/<uuid:program_id>/looking-back/", practice.practice, name="practice"),
    path("programs/<uuid:program_id>/indicators/new/", measuring.new_indicator, name="indicator_new"),
    path("indicators/<uuid:indicator_id>/", measuring.indicator, name="indicator"),
    path("indicators/<uuid:indicator_id>/end/", measuring.end_indicator, name="indicator_end"),
    path("cases/<uuid:case_id>/complaint/", voices.take_complaint, name="take_complaint"),
    path("voices/", voices.heard, name="heard"),
    path("voices/feedback/new/", voices.new_feedback, name="feedback_new"),
    path("voices/ideas/new/", voices.new_idea, name="idea_new"),
    path("voices/ideas/<uuid:idea_id>/", voices.idea, name="idea"),
    path("voices/complaints/", voices.complaints, name="complaints"),
    path("voices/complaints/<uuid:complaint_id>/", voices.complaint, name="complaint"),
    path("voices/complaints/<uuid:complaint_id>/acknowledge/", voices.acknowledge, name="acknowledge"),
]
