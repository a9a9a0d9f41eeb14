"""Registers `delivery` with Django, and its pages among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class DeliveryConfig(AppConfig):
    name = "keyworker.delivery"
    label = "delivery"

    def ready(self) -> None:
        from keyworker.people.pages import add_tab

        add_tab("contacts", _("Contacts"), "delivery:contacts", Permission.CONTACT_VIEW)
        add_tab("documents", _("Documents"), "delivery:documents", Permission.NOTE_VIEW)
