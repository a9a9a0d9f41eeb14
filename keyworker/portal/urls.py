"""Addresses of the doors for people outside the agency: the public form, a partner's link, the client's own file."""

from django.urls import path

from keyworker.portal import (
    account,
    client,
    entering,
    looking,
    meeting,
    messages,
    partner,
    plan,
    public,
    questions,
    referrals,
)

app_name = "portal"
urlpatterns = [
    path("refer/<slug:slug>/", public.refer, name="refer"),
    path("refer/<slug:slug>/received/<slug:reference>/", public.received, name="received"),
    path("r/<str:token>/", partner.enter, name="partner_link"),
    path("shared/referral/", partner.shared, name="shared_referral"),
    path("meet/to/<str:token>/", meeting.link, name="visit_link"),
    path("meet/to/<str:token>/date/", meeting.date, name="visit_date"),
    path("meet/", meeting.meet, name="meet"),
    path("meet/say/", meeting.say, name="meet_say"),
    path("meet/stream/", meeting.stream, name="meet_stream"),
    path("feedback/<slug:slug>/", public.feedback, name="open_feedback"),
    path("o/", entering.way_in, name="way_in"),
    path("o/pin/", entering.pin, name="pin"),
    path("o/<str:token>/", entering.link, name="link"),
    path("people/<uuid:person_id>/as-they-see-it/", looking.as_they_see_it, name="as_they_see_it"),
    path("me/leave/", entering.leave, name="leave"),
    path("me/sign-in/", account.sign_in, name="sign_in"),
    path("me/feedback/", client.feedback, name="feedback"),
    path("me/complaint/", client.complaint, name="complaint"),
    path("me/", client.home, name="home"),
    path("me/messages/", messages.threads, name="messages"),
    path("me/messages/<uuid:thread_id>/", messages.thread, name="thread"),
    path("me/messages/<uuid:thread_id>/clear/", messages.clear, name="clear_messages"),
    path("me/messages/files/<uuid:sent_id>/", messages.file, name="message_file"),
    path("me/referrals/", referrals.my_referrals, name="referrals"),
    path("me/referrals/<uuid:referral_id>/", referrals.how_it_went, name="how_it_went"),
    path("me/plan/", plan.my_plan, name="plan"),
    path("me/file/", client.my_file, name="file"),
    path("me/questions/<uuid:assessment_id>/", questions.questions, name="questions"),
    path("me/questions/<uuid:assessment_id>/draft/", questions.keep_draft, name="questions_draft"),
    path("me/questions/<uuid:assessment_id>/preview/", questions.preview, name="questions_preview"),
    path("me/consent/<uuid:consent_id>/take-back/", client.take_back, name="take_back"),
]
