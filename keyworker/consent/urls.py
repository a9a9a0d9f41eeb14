"""Addresses of consent."""

from django.urls import path

from keyworker.consent import views

app_name = "consent"
urlpatterns = [
    path("people/<uuid:person_id>/consent/", views.list_consents, name="list"),
    path("people/<uuid:person_id>/consent/new/", views.record, name="record"),
    path("consent/<uuid:consent_id>/withdraw/", views.withdraw, name="withdraw"),
]
