"""Registers `access` with Django and gathers every app's policies and actions."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "keyworker.access"
    label = "access"

    def ready(self) -> None:
        from keyworker.access import sight

        sight.discover()
