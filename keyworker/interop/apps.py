"""Registers `interop` with Django."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "keyworker.interop"
    label = "interop"
