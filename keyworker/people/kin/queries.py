"""Who is in somebody's life, as their own file tells it, and as what others' files say of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, UUIDField, Value, When
from django.db.models.functions import Coalesce, NullIf

from keyworker.access.permissions import Permission
from keyworker.access.sight import covered, facts, rows
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.people.kin.rules import Kin, in_order
from keyworker.people.models import CareTeamMember, Person, Relationship
from keyworker.people.policy import knows

SEE = Permission.PERSON_VIEW
COLUMNS = (
    "id", "person_id", "other_id", "kind", "said", "tie", "shape", "home", "parental_responsibility", "adverse", "died",
    "since", "until",
)  # fmt: skip


def ties(actor: Actor, person: Person) -> "QuerySet[Relationship]":
    """Every tie the reader may know of, each with the `called` of the one at its other end.

    What is noted in somebody else's file is told here, too, unless it is sealed, or they must not be told of each
    other: a file never leads to whom its person must not find.
    """
    own = Q(person=person) & covered(Relationship, actor=actor, needs=SEE)
    theirs = Q(other=person, sealed_in=None, adverse=False)
    found = facts(Relationship, because="what two people are to each other stands in the files of both")
    mine = When(person=person, then=F("other_id"))
    known = found.alias(facing=Case(mine, default=F("person_id"), output_field=UUIDField()))
    return known.filter(own | theirs, Q(facing=None) | knows(actor, "facing")).annotate(
        called=Case(
            When(person=person, other=None, then=F("name")),
            When(person=person, then=_called("other")),
            default=_called("person"),
            output_field=CharField(),
        )
    )


def _called(person: str) -> Coalesce:
    return Coalesce(NullIf(f"{person}__preferred_name", Value("")), f"{person}__full_name")


def circle(actor: Actor, person: Person) -> list[Kin]:
    """Everybody, the eldest generation first. One query."""
    found = ties(actor, person).order_by("created_at", "id").values("called", *COLUMNS)
    return in_order(as_kin(row, person) for row in found)


def as_kin(row: Mapping[str, Any], person: Person) -> Kin:
    """A row of `ties` from the person's side; keys may be texts, as JSON has them."""
    values = {name: row[name] for name in COLUMNS if name not in {"id", "person_id", "other_id"}}
    key, noted_of, other = (row[name] and UUID(str(row[name])) for name in ("id", "person_id", "other_id"))
    if noted_of == person.pk:
        return Kin(id=key, name=row["called"], person_id=other, **values)
    return Kin(id=key, name="", **values).from_the_other_side(name=row["called"], person_id=noted_of)


def programs_serving(actor: Actor, person: Person) -> list[str]:
    """Names of the programs that serve the person, as far as the reader may know of them. One query."""
    places = rows(CareTeamMember, actor=actor, needs=SEE).filter(person=person)
    live = places.filter(Q(until=None) | Q(until__gt=clock.now()))
    return list(live.order_by("program__name").values_list("program__name", flat=True).distinct())
