"""Registers `reviews` with Django, and its page among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class ReviewsConfig(AppConfig):
    name = "keyworker.reviews"
    label = "reviews"

    def ready(self) -> None:
        from keyworker.people.pages import TabGroup, add_tab
        from keyworker.reviews import mourning  # noqa: F401 - it declares what becomes of follow-ups

        add_tab("reviews", _("Reviews"), "reviews:list", Permission.REVIEW_VIEW, TabGroup.PATH)
