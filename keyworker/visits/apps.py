"""Registers `visits` with Django."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "keyworker.visits"
    label = "visits"
