"""Several contacts and notes at once, as a list brings them: long over, and nobody owes a note of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import context
from keyworker.base.many import insert
from keyworker.cases.models import Case
from keyworker.delivery.indexing import index_of
from keyworker.delivery.models import CaseContact, CaseNote, ContactKind, ContactOutcome, NoteStatus, WordIndex
from keyworker.people.timeline import line

LONGEST = 300


@dataclass(frozen=True, slots=True)
class ContactComer:
    """A contact somebody had, in a case that came with the same list or stood before."""

    case: Case
    by_id: UUID
    kind: ContactKind
    happened_at: datetime
    summary: str = ""


def bring_contacts_in(comers: Sequence[ContactComer], at: datetime) -> None:
    """Write them down, each with a line in the story on its own day."""
    contacts = [_contact(comer, at) for comer in comers]
    insert(contacts)
    lines = []
    for contact in contacts:
        of = (contact.person_id, contact.program_id)
        entry = line("delivery.contact_brought_in", contact, of, needs=Permission.CONTACT_VIEW)
        entry.created_at, entry.happened_at = at, contact.happened_at
        lines.append(entry)
    insert(lines)
    refresh_last_contacts([comer.case for comer in comers])


@dataclass(frozen=True, slots=True)
class NoteComer:
    """A note somebody wrote elsewhere: signed then and there, or a draft that is its author's to finish."""

    case: Case
    author_id: UUID
    written_at: datetime
    text: str
    signed: bool = True


def bring_notes_in(comers: Sequence[NoteComer], at: datetime) -> None:
    """Write them down, marked as brought in. What is signed has its line in the story and is found by its words."""
    notes = [_note(comer, at) for comer in comers]
    insert(notes)
    signed = [note for note in notes if note.is_signed]
    language = workplace(context.current().actor).agency.language
    # Not as one array a column: each row's words are an array of their own.
    WordIndex.objects.bulk_create(index_of(note, language, created_at=at) for note in signed)
    lines = []
    for note in signed:
        entry = line("delivery.note_brought_in", note, (note.person_id, note.program_id), needs=Permission.NOTE_VIEW)
        entry.created_at, entry.happened_at = at, note.signed_at or at
        lines.append(entry)
    insert(lines)


def _note(comer: NoteComer, at: datetime) -> CaseNote:
    status = NoteStatus.SIGNED if comer.signed else NoteStatus.DRAFT
    return CaseNote(
        created_at=at,
        case=comer.case,
        person_id=comer.case.person_id,
        program_id=comer.case.program_id,
        text=comer.text,
        status=status.value,
        author_id=comer.author_id,
        saved_at=comer.written_at,
        signed_at=comer.written_at if comer.signed else None,
        brought_in=True,
    )


def _contact(comer: ContactComer, at: datetime) -> CaseContact:
    return CaseContact(
        created_at=at,
        case=comer.case,
        person_id=comer.case.person_id,
        program_id=comer.case.program_id,
        kind=comer.kind.value,
        outcome=ContactOutcome.REACHED.value,
        happened_at=comer.happened_at,
        summary=comer.summary[:LONGEST],
        noted_at=at,
        by_id=comer.by_id,
    )


def refresh_last_contacts(cases: Sequence[Case]) -> None:
    """When each person was last reached in the case. No version is counted: nobody has changed it."""
    mine = facts(CaseContact, because="the last contact is the latest that reached them").filter(
        case=OuterRef("pk"), outcome=ContactOutcome.REACHED
    )
    last = mine.order_by().values("case").annotate(last=Max("happened_at")).values("last")
    held = facts(Case, because="its last contact follows from its contacts").filter(pk__in=[case.pk for case in cases])
    held.update(last_contact_at=Subquery(last))
