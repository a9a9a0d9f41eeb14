"""What workers look at about a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from keyworker.access.permissions import Permission
from keyworker.access.roles import FILE_READING, Reach
from keyworker.access.sight import authorities, covered, facts, require, rows
from keyworker.agencies.models import Staff
from keyworker.audit import trail
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.people.models import Alert, ContactPoint, NameToken, Person, TimelineEntry
from keyworker.people.names import after, tokens

INDEX_LIMIT = 30
MEANINGFUL_PREFIX = 2


def open_file(actor: Actor, person_id: UUID | str) -> Person:
    """Fetch a person to show their file. Recorded in the same transaction, so before the page is sent."""
    person = require(Person, person_id, actor=actor, needs=Permission.PERSON_VIEW)
    trail.record("people.file_opened", subject=person, person_id=person.id)
    return person


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Just enough to tell people apart, for search before create. `may_open` when the file itself is theirs to see."""

    id: UUID
    name: str
    called: str
    born_on: Any
    born_precision: str
    created_at: datetime
    may_open: bool


def find_people(actor: Actor, words: str) -> list[IndexEntry]:
    """People of the agency whose names hold every word (or its beginning); never a sealed programme's."""
    asked = [word for word in sorted(tokens(words), key=len, reverse=True) if len(word) >= MEANINGFUL_PREFIX]
    if not asked:
        return []
    found = known_people(actor)
    for word in asked:
        matching = NameToken.objects.filter(token__gte=word, token__lt=after(word)).values("person_id")
        found = found.filter(pk__in=matching)
    people = list(found.order_by("full_name", "id")[:INDEX_LIMIT])
    open_to_me = set(
        rows(Person, actor=actor, needs=Permission.PERSON_VIEW)
        .filter(pk__in=[person.pk for person in people])
        .values_list("pk", flat=True)
    )
    return [
        IndexEntry(p.id, p.full_name, p.called, p.born_on, p.born_precision, p.created_at, p.id in open_to_me)
        for p in people
    ]


def known_people(actor: Actor) -> "QuerySet[Person]":
    """Whose name the worker may learn: people in the agency's index, and those whose file is theirs to see."""
    return rows(Person, actor=actor, needs=Permission.PERSON_INDEX) | rows(
        Person, actor=actor, needs=Permission.PERSON_VIEW
    )


@dataclass(frozen=True, slots=True)
class Identity:
    """What the identity bar shows on every page of a file."""

    person: Person
    alerts: list[Alert]
    ways: list[ContactPoint]


def identity(actor: Actor, person: Person) -> Identity:
    """Alerts and ways to reach them, safest first. Two queries."""
    alerts = rows(Alert, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, ended_at=None)
    return Identity(person, list(alerts.order_by("created_at")), contact_points(actor, person))


def contact_points(actor: Actor, person: Person) -> list[ContactPoint]:
    """Live ways to reach them; each carries `person`, whose key opens the sealed value."""
    found = rows(ContactPoint, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, ended_at=None)
    ways = list(found.order_by("-preferred", "-safe", "created_at"))
    for way in ways:
        way.person = person
    return ways


def timeline(
    actor: Actor, person: Person, *, before: tuple[datetime, UUID] | None = None, size: int = 25
) -> "list[TimelineEntry]":
    """A page of the person's story, newest first, by cursor; only lines whose source the actor may see.

    Each line carries `staff_name`, who did it if a member of staff did. One query.
    """
    author = facts(Staff, because="a line of the story names who did it").filter(pk=OuterRef("actor_id"))
    entries = (
        rows(TimelineEntry, actor=actor, needs=Permission.PERSON_VIEW)
        .filter(_readable(actor), person=person)
        .annotate(staff_name=Subquery(author.values("name")[:1]))
    )
    if before is not None:
        at, key = before
        entries = entries.filter(keyset.before("happened_at", at, key))
    return list(entries.order_by("-happened_at", "-id")[: size + 1])


def _readable(actor: Actor) -> Q:
    """Each line under the permission its source needs, in the line's own programme: a role held elsewhere is none."""
    held: dict[frozenset[tuple[Reach, frozenset[UUID] | None]], list[Permission]] = {}
    for permission in FILE_READING:
        alike = frozenset((one.reach, one.programs) for one in authorities(actor, permission))
        held.setdefault(alike, []).append(permission)
    found = Q(pk__in=[])
    for permissions in held.values():
        theirs = covered(TimelineEntry, actor=actor, needs=permissions[0])
        found |= Q(needs__in=[permission.value for permission in permissions]) & theirs
    return found
