"""Registers `supervision` with Django."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "keyworker.supervision"
    label = "supervision"
