"""What workers look at of what was done: contacts and notes newest first, drafts of their own, safe ways to reach."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.agencies.models import Agency
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.delivery.models import CaseContact, CaseNote, NoteStatus, ServiceProvided
from keyworker.people.models import Channel, ContactPoint, Person
from keyworker.people.queries import contact_points
from keyworker.people.rules import WayToReach, may_contact

PAGE_SIZE = 25
Cursor = tuple[datetime, UUID]
LEAVES_A_TRACE = frozenset({Channel.SMS.value, Channel.EMAIL.value, Channel.POST.value})


@dataclass(slots=True)
class Entry:
    """One line of the contacts tab: a contact with its notes, or a note that stands alone; notes with amendments."""

    at: datetime
    key: UUID
    contact: CaseContact | None
    notes: list["Written"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A signed note and what was added to it, oldest first."""

    note: CaseNote
    amendments: Sequence[CaseNote]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach the person, and whether it may be used now."""

    point: ContactPoint
    decision: Decision


def contacts_and_notes(
    actor: Actor, person: Person, *, before: Cursor | None = None, size: int = PAGE_SIZE
) -> list[Entry]:
    """A page of what was done, newest first, by cursor; one more than `size` when there is more. Three queries."""
    contacts = _page(_contacts(actor, person), "happened_at", before, size)
    alone = _notes(actor, person).filter(contact=None, amends=None)
    notes = _page(alone, "signed_at", before, size)
    entries = [Entry(c.happened_at, c.pk, c) for c in contacts] + [
        Entry(n.signed_at, n.pk, None, [Written(n, ())]) for n in notes
    ]
    entries.sort(key=lambda entry: (entry.at, entry.key), reverse=True)
    return _with_notes(actor, person, entries[: size + 1])


def _contacts(actor: Actor, person: Person) -> "QuerySet[CaseContact]":
    return rows(CaseContact, actor=actor, needs=Permission.CONTACT_VIEW).filter(person=person).select_related("by")


def _notes(actor: Actor, person: Person) -> "QuerySet[CaseNote]":
    found = rows(CaseNote, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person, status=NoteStatus.SIGNED)
    return found.select_related("author")


def _page(found: "QuerySet[CaseContact] | QuerySet[CaseNote]", when: str, before: Cursor | None, size: int) -> list:  # type: ignore[type-arg]
    if before is not None:
        at, key = before
        found = found.filter(Q(**{f"{when}__lt": at}) | Q(**{when: at}, id__lt=key))
    return list(found.order_by(f"-{when}", "-id")[: size + 1])


def _with_notes(actor: Actor, person: Person, entries: list[Entry]) -> list[Entry]:
    """Hang the notes of the contacts, and the amendments of all notes, where they belong. One query."""
    contacts = [entry.key for entry in entries if entry.contact]
    alone = [entry.key for entry in entries if not entry.contact]
    belonging = Q(contact__in=contacts) | Q(amends__in=alone) | Q(amends__contact__in=contacts)
    roots: dict[UUID, list[CaseNote]] = defaultdict(list)
    added: dict[UUID, list[CaseNote]] = defaultdict(list)
    for note in _notes(actor, person).filter(belonging).order_by("signed_at", "id"):
        if note.amends_id:
            added[note.amends_id].append(note)
        elif note.contact_id:
            roots[note.contact_id].append(note)
    for entry in entries:
        own = roots[entry.key] if entry.contact else [written.note for written in entry.notes]
        entry.notes = [Written(note, added[note.pk]) for note in own]
    return entries


def drafts(actor: Actor, person: Person) -> list[CaseNote]:
    """The worker's own unfinished notes about the person."""
    found = rows(CaseNote, actor=actor, needs=Permission.NOTE_WRITE).filter(
        person=person, author_id=actor.id, status=NoteStatus.DRAFT
    )
    return list(found.order_by("-saved_at"))


def my_drafts(actor: Actor, *, size: int = 20) -> list[CaseNote]:
    """The worker's own unfinished notes, newest first."""
    found = rows(CaseNote, actor=actor, needs=Permission.NOTE_WRITE).filter(author_id=actor.id, status=NoteStatus.DRAFT)
    return list(found.select_related("person").order_by("-saved_at")[:size])


def draft(actor: Actor, note_id: UUID) -> CaseNote:
    """A draft to go on with. Raises `Absent`."""
    return require(CaseNote, note_id, actor=actor, needs=Permission.NOTE_WRITE, join=("person", "case__program"))


def written(actor: Actor, note_id: UUID) -> Written:
    """A signed note, the original when an amendment was asked for, with all that was added. Raises `Absent`."""
    join = ("person", "author", "contact", "amends__author")
    note = require(CaseNote, note_id, actor=actor, needs=Permission.NOTE_VIEW, join=join)
    root = note.amends or note
    root.person = note.person
    return Written(root, list(_notes(actor, note.person).filter(amends=root).order_by("signed_at", "id")))


def services_given(actor: Actor, person: Person, *, size: int = 50) -> list[ServiceProvided]:
    """What the person was given, newest first."""
    found = rows(ServiceProvided, actor=actor, needs=Permission.CONTACT_VIEW).filter(person=person)
    return list(found.select_related("by").order_by("-provided_on", "-id")[:size])


def ways_to_reach(actor: Actor, person: Person) -> list[Way]:
    """Each live way to reach them with what `may_contact` says of using it now, in the agency's own time."""
    at = clock.now().astimezone(zone(actor)).time()
    return [Way(point, _decision(point, person, at)) for point in contact_points(actor, person)]


def _decision(point: ContactPoint, person: Person, at: time) -> Decision:
    way = WayToReach(point.channel, point.safe, point.shared, point.voicemail_ok, point.safe_from, point.safe_until)
    leaves_trace = point.channel in LEAVES_A_TRACE
    return may_contact(way, at=at, risk=person.risk_if_contacted, leaves_trace=leaves_trace)


def zone(actor: Actor) -> ZoneInfo:
    """The agency's own time zone: what a worker types is meant in it."""
    return ZoneInfo(rows(Agency, actor=actor, needs=Permission.AGENCY_VIEW).get().time_zone)
