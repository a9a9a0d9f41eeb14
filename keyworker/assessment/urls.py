"""Addresses of assessments."""

from django.urls import path

from keyworker.assessment import views

app_name = "assessment"
urlpatterns = [
    path("people/<uuid:person_id>/assessments/", views.list_assessments, name="list"),
    path("people/<uuid:person_id>/assessments/new/", views.start, name="start"),
    path("assessments/<uuid:assessment_id>/", views.read, name="read"),
    path("assessments/<uuid:assessment_id>/fill/", views.fill, name="fill"),
    path("assessments/<uuid:assessment_id>/draft/", views.keep_draft, name="draft"),
    path("assessments/<uuid:assessment_id>/preview/", views.preview, name="preview"),
]
