"""Registers `portal` with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "keyworker.portal"
    label = "portal"
