"""Addresses of reviews, closings and follow-ups."""

from django.urls import path

from keyworker.reviews import views

app_name = "reviews"
urlpatterns = [
    path("people/<uuid:person_id>/reviews/", views.reviews, name="list"),
    path("cases/<uuid:case_id>/review/", views.review, name="review"),
    path("cases/<uuid:case_id>/close/", views.close, name="close"),
    path("cases/<uuid:case_id>/open-again/", views.reopen, name="reopen"),
    path("follow-ups/<uuid:follow_up_id>/", views.follow_up, name="follow_up"),
]
