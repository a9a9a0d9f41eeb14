"""Addresses of intake."""

from django.urls import path

from keyworker.intake import views

app_name = "intake"
urlpatterns = [
    path("referrals-in/", views.queue, name="queue"),
    path("referrals-in/new/", views.receive, name="receive"),
    path("referrals-in/<uuid:referral_id>/", views.referral, name="referral"),
    path("referrals-in/<uuid:referral_id>/person/", views.learn, name="learn"),
    path("referrals-in/<uuid:referral_id>/talks/new/", views.talk, name="talk"),
    path("referrals-in/<uuid:referral_id>/referrer/", views.verify, name="verify"),
    path("referrals-in/<uuid:referral_id>/accept/", views.accept, name="accept"),
    path("referrals-in/<uuid:referral_id>/waiting-list/", views.waitlist, name="waitlist"),
    path("referrals-in/<uuid:referral_id>/decline/", views.decline, name="decline"),
    path("referrals-in/<uuid:referral_id>/close/", views.close, name="close"),
    path("referrals-in/<uuid:referral_id>/admit/", views.admit, name="admit"),
    path("referrals-in/news/<uuid:news_id>/told/", views.told, name="told"),
    path("referrals-in/waiting/", views.waiting_list, name="waiting_list"),
    path("referrals-in/waiting/<uuid:place_id>/", views.review, name="wait_review"),
    path("referrals-in/waiting/<uuid:place_id>/move/", views.move, name="move"),
    path("referrals-in/waiting/<uuid:place_id>/offer/", views.offer, name="offer"),
    path("referrals-in/follow-ups/<uuid:follow_up_id>/", views.follow_up, name="follow_up"),
]
