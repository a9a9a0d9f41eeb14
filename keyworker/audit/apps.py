"""Registers `audit` with Django and gathers every app's sentences."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "keyworker.audit"
    label = "audit"

    def ready(self) -> None:
        from keyworker.audit import presenters

        presenters.discover()
