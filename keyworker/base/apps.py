"""Registers the ground floor with Django."""

from importlib import import_module

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "keyworker.base"
    label = "base"

    def ready(self) -> None:
        import_module("keyworker.base.any_of")
