"""Registers `documents` with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "keyworker.documents"
    label = "documents"
