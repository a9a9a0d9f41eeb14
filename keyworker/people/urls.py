"""Addresses of how careful to be with somebody."""

from django.urls import path

from keyworker.people import views

app_name = "people"
urlpatterns = [
    path("people/<uuid:person_id>/safety/", views.safety, name="safety"),
    path("people/<uuid:person_id>/safety/<uuid:program_id>/", views.safety_words, name="safety_words"),
    path("people/<uuid:person_id>/safety/ways/new/", views.add_way, name="add_way"),
    path("people/<uuid:person_id>/safety/ways/<uuid:point_id>/", views.way, name="way"),
    path("people/<uuid:person_id>/safety/ways/<uuid:point_id>/unsafe/", views.way_unsafe, name="way_unsafe"),
    path("people/<uuid:person_id>/safety/ways/<uuid:point_id>/end/", views.way_ends, name="way_ends"),
]
