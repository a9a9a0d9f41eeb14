"""Registers `tasks` with Django, and its page among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class TasksConfig(AppConfig):
    name = "keyworker.tasks"
    label = "tasks"

    def ready(self) -> None:
        from keyworker.people.pages import TabGroup, add_tab
        from keyworker.tasks import mourning, parting  # noqa: F401 - they declare what becomes of tasks

        add_tab("tasks", _("Tasks"), "tasks:list", Permission.TASK_VIEW, TabGroup.GLANCE)
