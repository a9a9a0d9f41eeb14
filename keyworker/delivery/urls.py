"""Addresses of what was done."""

from django.urls import path

from keyworker.delivery import views, writing

app_name = "delivery"
urlpatterns = [
    path("people/<uuid:person_id>/contacts/", views.contacts, name="contacts"),
    path("people/<uuid:person_id>/contacts/new/", views.contact, name="contact"),
    path("people/<uuid:person_id>/services/new/", views.service, name="service"),
    path("people/<uuid:person_id>/notes/new/", writing.note, name="note"),
    path("people/<uuid:person_id>/notes/autosave/", writing.autosave, name="autosave"),
    path("notes/<uuid:note_id>/", views.read, name="read"),
    path("notes/<uuid:note_id>/write/", writing.write, name="write"),
    path("notes/<uuid:note_id>/discard/", writing.discard, name="discard"),
    path("notes/<uuid:note_id>/amend/", views.amend, name="amend"),
]
