"""Registers `planning` with Django."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "keyworker.planning"
    label = "planning"
