"""Registers `assessment` with Django."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "keyworker.assessment"
    label = "assessment"
