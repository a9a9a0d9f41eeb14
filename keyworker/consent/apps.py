"""Registers `consent` with Django."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "keyworker.consent"
    label = "consent"
