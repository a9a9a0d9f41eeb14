"""Addresses of qualifications."""

from django.urls import path

from keyworker.training import views

app_name = "training"
urlpatterns = [
    path("qualifications/", views.mine, name="mine"),
    path("qualifications/courses/", views.log_course, name="log_course"),
    path("qualifications/courses/<uuid:course_id>/strike-out/", views.strike_course, name="strike_course"),
    path("qualifications/<uuid:credential_id>/", views.credential, name="credential"),
    path("qualifications/<uuid:credential_id>/end/", views.end_credential, name="end_credential"),
    path("qualifications/team/", views.team, name="team"),
    path("qualifications/team/<uuid:credential_id>/seen/", views.verify, name="verify"),
    path("qualifications/programs/<uuid:program_id>/", views.required, name="required"),
]
