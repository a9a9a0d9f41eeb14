"""Addresses of consent."""

from django.urls import path

from keyworker.consent import asking_views, rights_views, views

app_name = "consent"
urlpatterns = [
    path("people/<uuid:person_id>/consent/", views.list_consents, name="list"),
    path("people/<uuid:person_id>/consent/new/", views.record, name="record"),
    path("people/<uuid:person_id>/consent/ask/", asking_views.ask, name="ask"),
    path("consent-asked/<uuid:asked_id>/call-back/", asking_views.no_more, name="call_back"),
    path("people/<uuid:person_id>/rights/", rights_views.rights, name="rights"),
    path("people/<uuid:person_id>/rights/sign/", rights_views.sign, name="sign_rights"),
    path("people/<uuid:person_id>/rights/signed/", rights_views.signed, name="rights_signed"),
    path("people/<uuid:person_id>/who-decides/", views.who_decides, name="who_decides"),
    path("people/<uuid:person_id>/who-decides/new/", views.new_authority, name="new_authority"),
    path("people/<uuid:person_id>/wishes/new/", views.new_directive, name="new_directive"),
    path("who-decides/<uuid:maker_id>/end/", views.end_of_authority, name="end_authority"),
    path("wishes/<uuid:directive_id>/end/", views.end_of_directive, name="end_directive"),
    path("consent/<uuid:consent_id>/withdraw/", views.withdraw, name="withdraw"),
]
