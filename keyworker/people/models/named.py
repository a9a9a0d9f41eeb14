"""Under what people are found: the look-up rows of their names."""

from typing import ClassVar

from django.db import models

from keyworker.base.belt import DELETABLE
from keyworker.base.models import Record
from keyworker.people.models.people import Person


class NameToken(Record):
    """A normalised word of one of a person's names, for finding them by any part, in any order."""

    belt = DELETABLE
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_tokens")
    token = models.CharField(max_length=60, db_collation="C")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "token", "person"], name="token_look_up")]

    class Privacy:
        identifying = ("person", "token")
