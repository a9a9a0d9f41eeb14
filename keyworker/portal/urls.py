"""Addresses of the doors for people outside the agency: the public form, a partner's link, the client's own file."""

from django.urls import path

from keyworker.portal import client, partner, public, questions

app_name = "portal"
urlpatterns = [
    path("refer/<slug:slug>/", public.refer, name="refer"),
    path("refer/<slug:slug>/received/<slug:reference>/", public.received, name="received"),
    path("r/<str:token>/", partner.enter, name="partner_link"),
    path("shared/referral/", partner.shared, name="shared_referral"),
    path("feedback/<slug:slug>/", public.feedback, name="open_feedback"),
    path("me/feedback/", client.feedback, name="feedback"),
    path("me/complaint/", client.complaint, name="complaint"),
    path("me/", client.home, name="home"),
    path("me/questions/<uuid:assessment_id>/", questions.questions, name="questions"),
    path("me/questions/<uuid:assessment_id>/draft/", questions.keep_draft, name="questions_draft"),
    path("me/questions/<uuid:assessment_id>/preview/", questions.preview, name="questions_preview"),
    path("me/consent/<uuid:consent_id>/take-back/", client.take_back, name="take_back"),
]
