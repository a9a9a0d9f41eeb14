"""Registers `notices` with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "keyworker.notices"
    label = "notices"
