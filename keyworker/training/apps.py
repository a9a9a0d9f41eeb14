"""Registers `training` with Django."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "keyworker.training"
    label = "training"

    def ready(self) -> None:
        from keyworker.training import licenses  # noqa: F401 - it says where licenses count
