"""The words a service is found by: PostgreSQL uses no text index under row security, but it does use a range."""

from typing import ClassVar

from django.db import models

from keyworker.base.belt import DELETABLE
from keyworker.base.models import Record
from keyworker.directory.models.providers import Service


class TokenKind(models.TextChoices):
    """Where a word was found; those that say what it is outrank those that happen to be in its text."""

    NAME = "name", "name, organization or category"
    TEXT = "text", "description and the rest"
    PLACE = "place", "town, postcode or area served"


class ServiceToken(Record):
    """One word, folded (no accents, no capitals), of one service."""

    belt = DELETABLE
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=5, choices=TokenKind.choices)
    token = models.CharField(max_length=40, db_collation="C")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "service", "kind", "token"], name="word_once_a_service")
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "token", "kind", "service"], name="service_by_word")]

    class Privacy:
        not_personal = ("service", "kind", "token")
