"""Addresses of visits."""

from django.urls import path

from keyworker.visits import views

app_name = "visits"
urlpatterns = [
    path("people/<uuid:person_id>/visits/new/", views.schedule, name="schedule"),
    path("visits/<uuid:visit_id>/", views.visit, name="visit"),
    path("visits/<uuid:visit_id>/held/", views.held, name="held"),
    path("visits/<uuid:visit_id>/missed/", views.missed, name="missed"),
    path("visits/<uuid:visit_id>/cancel/", views.cancel, name="cancel"),
]
