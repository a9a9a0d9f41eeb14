"""Registers `workspace` with Django."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "keyworker.workspace"
    label = "workspace"
