"""Registers `training` with Django."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "keyworker.training"
    label = "training"
