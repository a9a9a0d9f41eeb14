"""Addresses of the doors for people outside the agency: the public form, a partner's link, the client's own file."""

from django.urls import path

from keyworker.portal import client, partner, public

app_name = "portal"
urlpatterns = [
    path("refer/<slug:slug>/", public.refer, name="refer"),
    path("refer/<slug:slug>/received/<slug:reference>/", public.received, name="received"),
    path("r/<str:token>/", partner.enter, name="partner_link"),
    path("shared/referral/", partner.shared, name="shared_referral"),
    path("me/", client.home, name="home"),
    path("me/consent/<uuid:consent_id>/take-back/", client.take_back, name="take_back"),
]
