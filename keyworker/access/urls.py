"""Addresses of allauth that are ours to answer; they keep its names, for its own pages lead to them."""

from django.urls import path

from keyworker.access import views

urlpatterns = [
    path("accounts/email/", views.own_address, name="account_email"),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", views.remove_key, name="mfa_remove_webauthn"),
    path("accounts/2fa/webauthn/reauthenticate/", views.show_key_again, name="mfa_reauthenticate_webauthn"),
    path("accounts/2fa/totp/deactivate/", views.take_codes_away, name="mfa_deactivate_totp"),
]
