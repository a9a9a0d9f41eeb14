"""Addresses of referrals out."""

from django.urls import path

from keyworker.referrals import views

app_name = "referrals"
urlpatterns = [
    path("people/<uuid:person_id>/referrals/", views.list_referrals, name="list"),
    path("people/<uuid:person_id>/referrals/new/", views.choose, name="send"),
    path("people/<uuid:person_id>/referrals/new/<uuid:service_id>/", views.send, name="send_to"),
    path("referrals/<uuid:referral_id>/", views.referral, name="referral"),
    path("referrals/<uuid:referral_id>/answer/", views.answer, name="answer"),
    path("referrals/<uuid:referral_id>/seen/", views.seen, name="seen"),
    path("referrals/<uuid:referral_id>/cancel/", views.cancel, name="cancel"),
]
