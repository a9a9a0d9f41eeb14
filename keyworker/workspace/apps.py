"""Registers `workspace` with Django, and puts its pages among a file's tabs: overview and timeline first."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    name = "keyworker.workspace"
    label = "workspace"

    def ready(self) -> None:
        from keyworker.access.permissions import Permission
        from keyworker.people.pages import TabGroup, add_tab

        add_tab("overview", _("Overview"), "workspace:file", Permission.PERSON_VIEW, TabGroup.GLANCE, at=0)
        add_tab("timeline", _("Timeline"), "workspace:timeline", Permission.PERSON_VIEW, TabGroup.GLANCE, at=1)
        add_tab("details", _("Details"), "workspace:details", Permission.PERSON_VIEW, TabGroup.PERSON, at=2)
        add_tab("means", _("Means"), "workspace:means", Permission.CONTACT_VIEW, TabGroup.PERSON)
        add_tab("papers", _("Papers"), "workspace:file_papers", Permission.PERSON_VIEW, TabGroup.TALK)
