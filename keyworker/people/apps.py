"""Registers `people` with Django, and its pages among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class PeopleConfig(AppConfig):
    name = "keyworker.people"
    label = "people"

    def ready(self) -> None:
        from keyworker.people.own_door import mourning  # noqa: F401 - it declares what becomes of their own door
        from keyworker.people.pages import TabGroup, add_tab

        add_tab("family", _("Family"), "people:family", Permission.PERSON_VIEW, TabGroup.PERSON)
        add_tab("safety", _("Safety"), "people:safety", Permission.PERSON_VIEW, TabGroup.PERSON)
