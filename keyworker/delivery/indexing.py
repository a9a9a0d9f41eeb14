"""Keeps by which words a signed note or a document is found: in the action that signs it or puts it in the file."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.keyring import ring
from keyworker.delivery.models import CaseDocument, CaseNote, DocumentText, ReadAs, WordIndex
from keyworker.delivery.stemming import language_of, stems_of
from keyworker.documents.reading import can_be_read

WORD_BYTES = 4
MOST_WORDS = 20_000  # different ones, of one text


@lru_cache(maxsize=200_000)
def hidden(agency_id: UUID, stem: str) -> int:
    """What stands for a stem in the index: part of a keyed hash, another in every agency, useless without the ring."""
    found = ring().find(stem, purpose=f"words.{agency_id}")
    return int.from_bytes(found[:WORD_BYTES], signed=True)


def hidden_words(agency_id: UUID, text: str, language: str) -> list[int]:
    """The words of a text for the index. `language`: the agency's, where the text does not show another."""
    stems = sorted(stems_of(text, language_of(text, language)))[:MOST_WORDS]
    return sorted({hidden(agency_id, stem) for stem in stems})


def index_note(actor: Actor, note: CaseNote) -> None:
    """A note was signed: from now on it is found by its words."""
    index_of(note, _language(actor), created_at=clock.now()).save(force_insert=True)


def index_of(note: CaseNote, language: str, *, created_at: datetime) -> WordIndex:
    """By what a signed note is found, not kept yet. `language`: the agency's."""
    return WordIndex(
        id=note.pk,
        created_at=created_at,
        note_id=note.pk,
        person_id=note.person_id,
        program_id=note.program_id,
        written_at=note.signed_at or note.saved_at,
        words=hidden_words(note.agency_id, note.text, language),
    )


def index_document(actor: Actor, held: CaseDocument) -> None:
    """A document came in: it is found by its title at once, and by what it says when that was read."""
    whose = {"document_id": held.pk, "person_id": held.person_id, "program_id": held.program_id}
    _forget(held.lineage)
    words = hidden_words(held.agency_id, named(held), _language(actor))
    WordIndex(id=held.pk, written_at=held.created_at, words=words, **whose).save(force_insert=True)
    state = ReadAs.WAITING if can_be_read(held.document.media_type) else ReadAs.NO_TEXT
    DocumentText(state=state.value, **whose).save(force_insert=True)


def index_text(actor: Actor, held: CaseDocument, text: str) -> None:
    """What a document says was read. A version that is not the newest, or was taken out, is not looked for."""
    found = facts(WordIndex, because="the words of a document are kept with its title's").filter(document=held)
    found.update(words=hidden_words(held.agency_id, f"{named(held)}\n{text}", _language(actor)))


def forget_document(lineage: UUID) -> None:
    """It was taken out of the file: neither found any more, nor is kept what any version of it says."""
    _forget(lineage)
    texts = facts(DocumentText, because="what a document said goes with it").filter(document__lineage=lineage)
    texts.filter(~Q(state=ReadAs.NO_TEXT)).update(state=ReadAs.NO_TEXT.value, text=None)


def named(held: CaseDocument) -> str:
    return f"{held.title}\n{held.about}"


def _forget(lineage: UUID) -> None:
    found = facts(WordIndex, because="an older version is not looked for").filter(document__lineage=lineage)
    found.delete()


def _language(actor: Actor) -> str:
    return workplace(actor).agency.language
