"""Registers the design floor with Django."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "keyworker.design"
