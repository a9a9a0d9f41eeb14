"""What workers look at of what was done: contacts and notes newest first, drafts of their own, documents."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require, rows
from keyworker.audit import trail
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.delivery import rules
from keyworker.delivery.models import (
    CaseContact,
    CaseDocument,
    CaseNote,
    CoSignature,
    DocumentText,
    MandatedReport,
    NoteStatus,
)
from keyworker.documents.keeping import give_out
from keyworker.people.models import Person

PAGE_SIZE = 25
MOST_REPORTS = 100
MOST_REPLACEABLE = 50
Cursor = tuple[datetime, UUID]


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
class Done:
    """A page of the contacts tab; `last` is where the next page goes on, None at the end."""

    entries: list[Entry]
    drafts: list[CaseNote]
    last: Entry | None


def contacts_and_notes(actor: Actor, person: Person, *, before: Cursor | None = None, size: int = PAGE_SIZE) -> Done:
    """A page of what was done, newest first, by cursor, and the worker's own drafts. Three queries."""
    contacts = _page(_contacts(actor, person), "happened_at", before, size)
    alone = _signed(actor, person).filter(contact=None, amends=None)
    notes = _page(alone, "signed_at", before, size)
    entries = [Entry(c.happened_at, c.pk, c) for c in contacts] + [
        Entry(n.signed_at, n.pk, None, [Written(n, ())]) for n in notes
    ]
    entries.sort(key=lambda entry: (entry.at, entry.key), reverse=True)
    shown = entries[:size]
    drafts = _hang_notes(actor, person, shown)
    return Done(shown, drafts, shown[-1] if len(entries) > size else None)


def _contacts(actor: Actor, person: Person) -> "QuerySet[CaseContact]":
    return (
        rows(CaseContact, actor=actor, needs=Permission.CONTACT_VIEW)
        .filter(person=person)
        .select_related("by", "program", "struck_by")
    )


def _notes(actor: Actor, person: Person) -> "QuerySet[CaseNote]":
    """Signed notes, and the worker's own drafts: the policy shows nobody else's."""
    found = rows(CaseNote, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person)
    return found.select_related("author")


def _signed(actor: Actor, person: Person) -> "QuerySet[CaseNote]":
    return _notes(actor, person).filter(status=NoteStatus.SIGNED)


def _page(found: "QuerySet[Any]", when: str, before: Cursor | None, size: int) -> list[Any]:
    if before is not None:
        at, key = before
        found = found.filter(keyset.before(when, at, key))
    return list(found.order_by(f"-{when}", "-id")[: size + 1])


def _hang_notes(actor: Actor, person: Person, entries: list[Entry]) -> list[CaseNote]:
    """Hang the contacts' notes, and all notes' amendments, where they belong; gives the drafts. One query."""
    contacts = [entry.key for entry in entries if entry.contact]
    alone = [entry.key for entry in entries if not entry.contact]
    belonging = Q(contact__in=contacts) | Q(amends__in=alone) | Q(amends__contact__in=contacts)
    roots: dict[UUID | None, list[CaseNote]] = defaultdict(list)
    added: dict[UUID, list[CaseNote]] = defaultdict(list)
    drafts: list[CaseNote] = []
    found = _notes(actor, person).filter(belonging | Q(status=NoteStatus.DRAFT))
    for note in found.order_by("saved_at", "id"):
        if not note.is_signed:
            drafts.append(note)
        elif note.amends_id:
            added[note.amends_id].append(note)
        else:
            roots[note.contact_id].append(note)
    for entry in entries:
        own = roots[entry.key] if entry.contact else [written.note for written in entry.notes]
        entry.notes = [Written(note, added[note.pk]) for note in own]
    return drafts[::-1]


def my_drafts(actor: Actor, *, size: int = 20) -> list[CaseNote]:
    """The worker's own unfinished notes, newest first."""
    found = rows(CaseNote, actor=actor, needs=Permission.NOTE_WRITE).filter(author_id=actor.id, status=NoteStatus.DRAFT)
    return list(found.select_related("person").order_by("-saved_at")[:size])


def draft(actor: Actor, note_id: UUID) -> CaseNote:
    """A draft to go on with. Raises `Absent`."""
    join = ("person", "case__program", "contact")
    return require(CaseNote, note_id, actor=actor, needs=Permission.NOTE_WRITE, join=join)


def contact_to_note(actor: Actor, person: Person, contact_id: UUID) -> CaseContact:
    """A contact of this person, to write its note. Raises `Absent`."""
    found = require(CaseContact, contact_id, actor=actor, needs=Permission.NOTE_WRITE)
    if found.person_id != person.pk:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return found


def written(actor: Actor, note_id: UUID) -> Written:
    """A signed note, the original when an amendment was asked for, with all that was added. Raises `Absent`."""
    join = ("person", "author", "contact", "amends__author")
    note = require(CaseNote, note_id, actor=actor, needs=Permission.NOTE_VIEW, join=join)
    root = note.amends or note
    root.person = note.person
    return Written(root, list(_signed(actor, note.person).filter(amends=root).order_by("signed_at", "id")))


@dataclass(frozen=True, slots=True)
class Papers:
    """A page of the documents tab, newest first; `last` is where the next page goes on, None at the end."""

    shown: list[CaseDocument]
    last: CaseDocument | None


def co_signature_of(actor: Actor, note: CaseNote) -> CoSignature | None:
    """How the note stands with the supervisor; None where nobody asked for a second name."""
    found = rows(CoSignature, actor=actor, needs=Permission.NOTE_VIEW).filter(note=note)
    held: CoSignature | None = found.select_related("settled_by").first()
    return held


def documents(actor: Actor, person: Person, *, before: Cursor | None = None, size: int = PAGE_SIZE) -> Papers:
    """The newest version of each of the person's documents, with who added it, by cursor. One query."""
    found = rows(CaseDocument, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person, superseded_by=None)
    page = _page(found.select_related("document__added_by", "withdrawn_by"), "created_at", before, size)
    return Papers(page[:size], page[size - 1] if len(page) > size else None)


def replaceable(
    actor: Actor, person: Person, *, asked: UUID | None = None, size: int = MOST_REPLACEABLE
) -> list[CaseDocument]:
    """Documents a newer version may follow, newest first; also the one `asked` for, should it have been followed."""
    live = Q(superseded_by=None) if asked is None else Q(superseded_by=None) | Q(pk=asked)
    found = rows(CaseDocument, actor=actor, needs=Permission.NOTE_WRITE).filter(live, person=person, withdrawn_at=None)
    return list(found.order_by("-created_at", "-id")[:size])


def document(actor: Actor, document_id: UUID) -> CaseDocument:
    """One document of a file, with the file itself still closed. Raises `Absent`."""
    join = ("document__added_by", "person", "withdrawn_by")
    return require(CaseDocument, document_id, actor=actor, needs=Permission.NOTE_VIEW, join=join)


def versions(actor: Actor, held: CaseDocument) -> list[CaseDocument]:
    """All versions of the document, the newest first, each with who added it. One query."""
    found = rows(CaseDocument, actor=actor, needs=Permission.NOTE_VIEW).filter(lineage=held.lineage)
    return list(found.select_related("document__added_by").order_by("-number"))


def read_as(actor: Actor, held: CaseDocument) -> str:
    """Whether the search finds the words of a document, as a sentence; nothing where it was never looked at."""
    found = rows(DocumentText, actor=actor, needs=Permission.NOTE_VIEW).filter(document=held).first()
    return found.get_state_display() if found else ""


def opened(held: CaseDocument) -> bytes:
    """The whole file, once every byte of it has proved true; recorded before it is sent.

    Raises `Unreadable`, and `Refused` for what was taken out.
    """
    insist(rules.may_open(withdrawn=held.is_withdrawn))
    content = b"".join(give_out(held.document))
    trail.record("delivery.document_opened", subject=held, person_id=held.person_id, program_id=held.program_id)
    return content


def reports_of(actor: Actor, person: Person) -> list[MandatedReport]:
    """The person's reports of danger, the latest noticed first."""
    found = rows(MandatedReport, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person)
    return list(found.select_related("noticed_by").order_by("-noticed_at", "-id")[:MOST_REPORTS])


def report(actor: Actor, report_id: UUID) -> MandatedReport:
    """One report with those who are named in it. Raises `Absent`; that it was read is recorded."""
    join = ("person", "case", "program", "noticed_by", "told_by", "decided_by")
    found = require(MandatedReport, report_id, actor=actor, needs=Permission.NOTE_VIEW, join=join)
    trail.record("delivery.report_opened", subject=found, person_id=found.person_id, program_id=found.program_id)
    return found
