"""Addresses of somebody's family and circle, and of how careful to be with them."""

from django.urls import path

from keyworker.people import views
from keyworker.people.kin import views as kin

app_name = "people"
urlpatterns = [
    path("people/<uuid:person_id>/family/", kin.family, name="family"),
    path("people/<uuid:person_id>/family/new/", kin.add_tie, name="add_tie"),
    path("people/<uuid:person_id>/family/<uuid:tie_id>/", kin.tie, name="tie"),
    path("people/<uuid:person_id>/family/<uuid:tie_id>/end/", kin.tie_ends, name="tie_ends"),
    path("people/<uuid:person_id>/safety/", views.safety, name="safety"),
    path("people/<uuid:person_id>/safety/<uuid:program_id>/", views.safety_words, name="safety_words"),
    path("people/<uuid:person_id>/safety/ways/new/", views.add_way, name="add_way"),
    path("people/<uuid:person_id>/safety/ways/<uuid:point_id>/", views.way, name="way"),
    path("people/<uuid:person_id>/safety/ways/<uuid:point_id>/contact/", views.contact, name="contact"),
    path("people/<uuid:person_id>/safety/ways/<uuid:point_id>/unsafe/", views.way_unsafe, name="way_unsafe"),
    path("people/<uuid:person_id>/safety/ways/<uuid:point_id>/end/", views.way_ends, name="way_ends"),
]
