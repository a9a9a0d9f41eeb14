"""Addresses of referrals out."""

from django.urls import path

from keyworker.referrals.views import advocacy, sending, stopping

app_name = "referrals"
urlpatterns = [
    path("people/<uuid:person_id>/referrals/", sending.list_referrals, name="list"),
    path("people/<uuid:person_id>/referrals/new/", sending.choose, name="send"),
    path("people/<uuid:person_id>/referrals/new/<uuid:service_id>/", sending.send, name="send_to"),
    path("referrals/<uuid:referral_id>/", sending.referral, name="referral"),
    path("referrals/<uuid:referral_id>/answer/", sending.answer, name="answer"),
    path("referrals/<uuid:referral_id>/seen/", sending.seen, name="seen"),
    path("referrals/<uuid:referral_id>/cancel/", sending.cancel, name="cancel"),
    path("people/<uuid:person_id>/means/advocacy/new/", advocacy.new_advocacy, name="new_advocacy"),
    path("advocacy/<uuid:advocacy_id>/", advocacy.advocacy, name="advocacy"),
    path("people/<uuid:person_id>/stopped/new/", stopping.new_stop, name="new_stop"),
    path("stopped/<uuid:stop_id>/", stopping.stop, name="stop"),
]
