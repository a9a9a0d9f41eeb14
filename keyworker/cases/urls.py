"""Addresses of the care team."""

from django.urls import path

from keyworker.cases import views

app_name = "cases"
urlpatterns = [
    path("people/<uuid:person_id>/care-team/", views.care_team, name="care_team"),
    path("people/<uuid:person_id>/care-team/add/", views.add, name="add_to_care_team"),
    path("people/<uuid:person_id>/care-team/keep-out/", views.keep_out, name="keep_out"),
    path("care-team/<uuid:member_id>/end/", views.end_place, name="end_care_team_place"),
    path("denials/<uuid:denial_id>/lift/", views.lift, name="lift_denial"),
]
