"""Consent and disclosure, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "consent.given": _("Consent was given: {recipient}, until {expires_on}."),
        "consent.withdrawn": _("Consent was taken back: {recipient}."),
        "consent.disclosed": _("{who} told {recipient} what the consent allows."),
    }
)
