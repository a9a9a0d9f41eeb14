"""Registers `offline` with Django."""

from django.apps import AppConfig


class OfflineConfig(AppConfig):
    name = "keyworker.offline"
    label = "offline"
