"""Registers `agencies` with Django."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "keyworker.agencies"
    label = "agencies"
