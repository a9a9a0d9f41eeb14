"""Registers `visits` with Django."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "keyworker.visits"
    label = "visits"

    def ready(self) -> None:
        from keyworker.visits import parting  # noqa: F401 - it declares what becomes of visits
        from keyworker.visits.rooms import sending  # noqa: F401 - it declares what a link is sent with
