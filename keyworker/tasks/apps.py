"""Registers `tasks` with Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "keyworker.tasks"
    label = "tasks"
