"""What every row of a published directory carries: which list it came from, and its id there.

One step of inheritance more than `Record`: sixteen tables must agree on it, or a list read again would double.
"""

from typing import ClassVar

from django.db import models

from keyworker.base.belt import DELETABLE
from keyworker.base.models import Record

LINE = 500
SOURCE_FIELDS = ("source", "source_id")


class Listed(Record):
    """A copy of somebody else's row. Reading their list again updates it, and never adds it twice."""

    belt = DELETABLE
    source = models.CharField(max_length=80, editable=False, help_text="The name the agency gave the list.")
    source_id = models.CharField(max_length=200, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "source", "source_id"], name="%(class)s_listed_once")
        ]


class Lasting(Listed):
    """A row that work may point at (a referral names a service): it is withdrawn, never deleted."""

    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta(Listed.Meta):
        abstract = True


def line_field() -> "models.CharField[str, str]":
    return models.CharField(max_length=LINE, blank=True)


def text_field() -> "models.TextField[str, str]":
    return models.TextField(blank=True)


def link_field() -> "models.URLField[str, str]":
    return models.URLField(max_length=LINE, blank=True)


def email_field() -> "models.EmailField[str, str]":
    return models.EmailField(max_length=LINE, blank=True)
