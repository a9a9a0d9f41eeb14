"""Registers `questionnaires` with Django."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "keyworker.questionnaires"
    label = "questionnaires"
