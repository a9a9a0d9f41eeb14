"""Where a worker's license counts. Who holds which is known on a floor above, which says so here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import TextField, Value

from keyworker.access.sight import facts
from keyworker.visits.models import Visit

HELD = ArrayField(TextField())


@dataclass(frozen=True, slots=True)
class Licensed:
    """`theirs`: where the worker's own licenses count, current and seen; `known`: where anybody's of ours does."""

    theirs: frozenset[str]
    known: tuple[str, ...]


Tells = Callable[[date], Any]
_tells: list[Tells] = []


def licenses_from(function: Tells) -> Tells:
    """Declare who knows of licenses: an expression for rows that have a `program`, as of a day.

    Each license that counts as "holder place"; NULL where the program asks for none.
    """
    _tells.append(function)
    return function


def told_of_licenses(today: date) -> Any:
    """The expression, for the query that brings a visit; `licensed` reads what comes of it."""
    return _tells[0](today) if _tells else Value(None, output_field=HELD)


def told_for(visit: Visit, today: date) -> list[str] | None:
    """The same for a visit that came otherwise. One query."""
    asked = facts(Visit, because="whether the program asks for a license is so for whoever begins").filter(pk=visit.pk)
    told: list[str] | None = asked.values_list(told_of_licenses(today), flat=True).get()
    return told


def licensed(told: list[str] | None, staff_id: UUID | None) -> Licensed | None:
    """What counts for a worker; None where nothing is asked."""
    if told is None:
        return None
    held = [line.split(" ", 1) for line in told]
    known = {place.casefold(): place for _holder, place in held}
    theirs = frozenset(known[place.casefold()] for holder, place in held if holder == str(staff_id))
    return Licensed(theirs, tuple(sorted(known.values())))
