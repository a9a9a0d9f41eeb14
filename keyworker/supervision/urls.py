"""Addresses of supervision."""

from django.urls import path

from keyworker.supervision import views

app_name = "supervision"
urlpatterns = [
    path("supervision/", views.overview, name="overview"),
    path("supervision/assessments/", views.assessments, name="assessments"),
    path("supervision/duty/", views.duty, name="duty"),
    path("supervision/duty/<uuid:turn_id>/end/", views.end_turn, name="end_turn"),
    path("supervision/cases/<uuid:case_id>/hand-over/", views.reassign, name="reassign"),
]
