"""Registers the ground floor with Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "keyworker.base"
    label = "base"
