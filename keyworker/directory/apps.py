"""Registers `directory` with Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "keyworker.directory"
    label = "directory"
