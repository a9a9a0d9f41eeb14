"""Addresses of the forms' own pages: looking after them, building them."""

from django.urls import path

from keyworker.questionnaires.views import bringing, building, managing, translating

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
    path("forms/new/", building.begin, name="build-begin"),
    path("forms/<uuid:questionnaire_id>/next/", building.next_version, name="next-version"),
    path("forms/<uuid:questionnaire_id>/build/", building.build, name="build"),
    path("forms/<uuid:questionnaire_id>/build/details/", building.details, name="build-details"),
    path("forms/<uuid:questionnaire_id>/build/add/<slug:kind>/", building.add, name="build-add"),
    path("forms/<uuid:questionnaire_id>/build/item/", building.change_item, name="build-item"),
    path("forms/<uuid:questionnaire_id>/build/arrange/", building.arrange, name="build-arrange"),
    path("forms/<uuid:questionnaire_id>/build/shown/", building.shown_if, name="build-shown"),
    path("forms/<uuid:questionnaire_id>/build/tells/", building.tells, name="build-tells"),
    path("forms/<uuid:questionnaire_id>/build/bands/", building.bands, name="build-bands"),
    path("forms/<uuid:questionnaire_id>/build/languages/", translating.languages, name="build-languages"),
    path("forms/<uuid:questionnaire_id>/build/languages/<slug:language>/", translating.words, name="build-words"),
]
