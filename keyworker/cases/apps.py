"""Registers `cases` with Django, and the care team among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class CasesConfig(AppConfig):
    name = "keyworker.cases"
    label = "cases"

    def ready(self) -> None:
        from keyworker.people.pages import TabGroup, add_tab

        add_tab("care-team", _("Care team"), "cases:care_team", Permission.PERSON_VIEW, TabGroup.RIGHTS)
