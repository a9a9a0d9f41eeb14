"""Addresses of the forms' own pages: looking after them."""

from django.urls import path

from keyworker.questionnaires.views import bringing, managing

app_name = "questionnaires"
urlpatterns = [
    path("forms/", managing.forms, name="list"),
    path("forms/bring-in/", bringing.bring_in, name="bring_in"),
    path("forms/<uuid:questionnaire_id>/", managing.form, name="form"),
    path("forms/<uuid:questionnaire_id>/preview/", managing.preview, name="preview"),
    path("forms/<uuid:questionnaire_id>/preview/live/", managing.preview_live, name="preview_live"),
    path("forms/<uuid:questionnaire_id>/publish/", managing.publish, name="publish"),
    path("forms/<uuid:questionnaire_id>/retire/", managing.retire, name="retire"),
    path("forms/<uuid:questionnaire_id>/compare/", managing.compare, name="compare"),
    path("forms/<uuid:questionnaire_id>/download/", managing.download, name="download"),
]
