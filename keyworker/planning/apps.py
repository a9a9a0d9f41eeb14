"""Registers `planning` with Django, and its page among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class PlanningConfig(AppConfig):
    name = "keyworker.planning"
    label = "planning"

    def ready(self) -> None:
        from keyworker.people.pages import TabGroup, add_tab

        add_tab("plan", _("Plan"), "planning:plans", Permission.PLAN_VIEW, TabGroup.PATH, step="plan")
