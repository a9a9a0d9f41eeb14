"""Registers `insight` with Django."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "keyworker.insight"
    label = "insight"
