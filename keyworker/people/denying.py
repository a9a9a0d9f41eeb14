"""Whose files are shut to whom: a denial holds in every record that was found to be the same person."""

from typing import Any
from uuid import UUID

from django.db.models import Func, OuterRef, QuerySet, UUIDField

from keyworker.access.sight import facts
from keyworker.people.models import Denial, Person

DENIED = "a denial wins over every grant, list and choice"


class RecordsOf(Func):
    """Each record that is the same person, by whatever links lead there; their own first of all."""

    function = "keyworker_records_of"
    set_returning = True
    output_field = UUIDField()


def denied_to(staff: UUID | OuterRef) -> "QuerySet[Any, Any]":
    """Keys of the people whose files are shut to a worker."""
    return denials().filter(staff_id=staff).values("theirs")


def kept_from(person: UUID | OuterRef) -> "QuerySet[Any, Any]":
    """Keys of the workers to whom a person's file is shut."""
    records = facts(Person, because=DENIED).filter(pk=OuterRef(person) if isinstance(person, OuterRef) else person)
    theirs = records.order_by().annotate(theirs=RecordsOf("pk")).values("theirs")
    return facts(Denial, because=DENIED).filter(person_id__in=theirs, lifted_at=None).values("staff_id")


def denials() -> "QuerySet[Any, Any]":
    """Those in force, each as often as there are records of the person: `theirs` is the key of one."""
    return facts(Denial, because=DENIED).filter(lifted_at=None).order_by().annotate(theirs=RecordsOf("person_id"))
