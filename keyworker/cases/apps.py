"""Registers `cases` with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "keyworker.cases"
    label = "cases"
