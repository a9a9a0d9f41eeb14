"""Registers `delivery` with Django, and its pages among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class DeliveryConfig(AppConfig):
    name = "keyworker.delivery"
    label = "delivery"

    def ready(self) -> None:
        from keyworker.delivery.totals import given_lately
        from keyworker.people.kin.around import add_to_ecomap
        from keyworker.people.pages import TabGroup, add_tab

        add_to_ecomap(given_lately)
        add_tab("contacts", _("Contacts"), "delivery:contacts", Permission.CONTACT_VIEW, TabGroup.TALK)
        add_tab("messages", _("Messages"), "delivery:messages", Permission.MESSAGE_VIEW, TabGroup.TALK)
        add_tab("documents", _("Documents"), "delivery:documents", Permission.NOTE_VIEW, TabGroup.TALK)
