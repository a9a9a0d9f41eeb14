"""Registers `consent` with Django, and its page among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class ConsentConfig(AppConfig):
    name = "keyworker.consent"
    label = "consent"

    def ready(self) -> None:
        from keyworker.people.pages import TabGroup, add_tab

        add_tab("consent", _("Consent"), "consent:list", Permission.CONSENT_VIEW, TabGroup.RIGHTS)
