"""Searching notes and documents by their words: only what the worker may read, newest first, with the words marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base import context, keyset
from keyworker.base.actor import Actor
from keyworker.base.keyring import Unreadable
from keyworker.delivery.indexing import hidden, named
from keyworker.delivery.models import CaseDocument, CaseNote, DocumentText, NoteStatus, WordIndex
from keyworker.delivery.snippets import Piece, snippet
from keyworker.delivery.stemming import (
    ALGORITHMS,
    UNSPACED,
    all_small_words,
    folded,
    language_of,
    spots,
    stems,
    stems_of,
)
from keyworker.people.models import Person

PAGE_SIZE = 20
MOST_WORDS = 8
MOST_WALKED = 20_000  # notes and documents looked at for one page; the next goes on from there
Cursor = tuple[datetime, UUID]
FIRST = UUID(int=0)
FEWEST_LETTERS = 3  # before a word may be unfinished
MOST_READ = 300  # notes of one file that are read for the beginning of a word, and as many documents' names
NEWEST: dict[str, Any] = {"withdrawn_at": None, "superseded_by": None}


@dataclass(frozen=True, slots=True)
class Hit:
    """A note or a document that holds all the words. `pieces`: some of what it says around the first of them."""

    note: CaseNote | None
    document: CaseDocument | None
    at: datetime
    pieces: tuple[Piece, ...]

    @property
    def key(self) -> UUID:
        held = self.note or self.document
        assert held is not None  # noqa: S101 -- one of the two, as the index has it
        return held.pk

    @property
    def person(self) -> Person:
        held = self.note or self.document
        assert held is not None  # noqa: S101 -- one of the two, as the index has it
        return held.person


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `next` is where it goes on; `back_to` is said when there is more to look through than was."""

    hits: Sequence[Hit]
    next: Cursor | None
    back_to: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """The words somebody looks for, each as the stems it may have in any language. All of them must be there.

    `begun`: the last of them without accents, long enough and perhaps not typed to its end.
    """

    words: tuple[frozenset[str], ...]
    begun: str = ""

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*self.words)

    def is_in(self, text: str, language: str) -> bool:
        held = stems_of(text, language_of(text, language))
        return bool(self.words) and all(word & held for word in self.words)

    def as_begun_in(self, text: str, language: str) -> frozenset[str]:
        """The stems of the text's words that the last word begins, where all the others are there; else none."""
        spoken = language_of(text, language)
        begun = {spot.word for spot in spots(text) if folded(spot.word).startswith(self.begun)} if self.begun else set()
        if not begun or not all(word & stems_of(text, spoken) for word in self.words[:-1]):
            return frozenset()
        return frozenset().union(*(stems(word, spoken) for word in begun))


def asked_for(typed: str) -> Asked:
    """What is looked for: the first eight words that say something."""
    said = dict.fromkeys(spot.word for spot in spots(typed) if spot.word not in all_small_words())
    words = list(said)[:MOST_WORDS]
    begun = folded(words[-1]) if words and not UNSPACED.search(words[-1]) else ""
    languages = ("", *ALGORITHMS)
    return Asked(
        tuple(frozenset().union(*(stems(word, language) for language in languages)) for word in words),
        begun if len(begun) >= FEWEST_LETTERS else "",
    )


def search(actor: Actor, typed: str, *, person: Person | None = None, before: Cursor | None = None) -> Found:
    """Notes and documents that hold all the words, of one person or of everybody in the worker's care, newest first.

    In one file the last word may be unfinished: what it only begins comes after. Seven queries at most. That somebody
    searched is recorded, and how many were found; what they typed is not.
    """
    asked = asked_for(typed)
    if not asked.words:
        return Found((), None)
    keys, following, back_to = _walked(actor, asked, person, before)
    hits = _hits(actor, asked, keys, person, drafts=before is None)
    if person is not None and before is None and following is None:
        hits += _begun(actor, asked, person, {hit.key for hit in hits})
    trail.record("delivery.words_searched", person_id=person.pk if person else None, facts={"found": len(hits)})
    return Found(hits, following, back_to)


def _walked(
    actor: Actor, asked: Asked, person: Person | None, before: Cursor | None
) -> tuple[list[UUID], Cursor | None, datetime | None]:
    """The keys of a page, where the next begins, and how far back was looked, where that is not to the beginning."""
    scope = rows(WordIndex, actor=actor, needs=Permission.NOTE_VIEW)
    scope = scope.filter(person=person) if person is not None else scope
    scope = scope.filter(keyset.before("written_at", *before)) if before is not None else scope
    scope = scope.order_by("-written_at", "-id")
    edge = None if person is not None else scope.values_list("written_at", flat=True)[MOST_WALKED:].first()
    found = _holding(scope if edge is None else scope.filter(written_at__gte=edge), asked)
    page = list(found.values_list("id", "written_at")[: PAGE_SIZE + 1])
    keys = [key for key, _ in page[:PAGE_SIZE]]
    if len(page) > PAGE_SIZE:
        key, at = page[PAGE_SIZE - 1]
        return keys, (at, key), None
    return keys, None if edge is None else (edge, FIRST), edge


def _holding(scope: "QuerySet[WordIndex]", asked: Asked) -> "QuerySet[WordIndex]":
    """The rarer a word may be, the longer it is; what is compared first spares comparing the rest."""
    agency_id = context.agency_id()
    for word in sorted(asked.words, key=lambda each: -max(map(len, each))):
        scope = scope.filter(words__overlap=[hidden(agency_id, stem) for stem in sorted(word)])
    return scope


def _hits(actor: Actor, asked: Asked, keys: list[UUID], person: Person | None, *, drafts: bool) -> list[Hit]:
    """What stands under the keys, read under its own policy; a hash that stood for another word too is no hit.

    The worker's own drafts come first: they change with every word, stand in no index, and are read as they are.
    """
    language = workplace(actor).agency.language
    found = {note.pk: _of_note(note, asked, language) for note in _notes(actor, keys, person, drafts=drafts)}
    unfinished = [hit for key, hit in found.items() if hit is not None and key not in set(keys)]
    found |= {held.pk: _of_document(held, asked, language) for held in _documents(actor, keys)}
    hits = (found.get(key) for key in keys)
    return [*sorted(unfinished, key=lambda hit: hit.at, reverse=True), *(hit for hit in hits if hit is not None)]


def _begun(actor: Actor, asked: Asked, person: Person, there: set[UUID]) -> list[Hit]:
    """What the last word begins in one file: no index holds beginnings, so its newest texts are read as they are.

    Of documents, what they are called: what they say is opened for whole words alone.
    """
    if not asked.begun:
        return []
    language = workplace(actor).agency.language
    notes = rows(CaseNote, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person, status=NoteStatus.SIGNED)
    notes = notes.order_by("-signed_at", "-id").select_related("person", "author", "program")[:MOST_READ]
    held = rows(CaseDocument, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person, **NEWEST)
    held = held.order_by("-created_at", "-id").select_related("person", "document__added_by", "program")[:MOST_READ]
    found = [
        *(Hit(note, None, note.signed_at or note.saved_at, _as_begun(note.text, asked, language)) for note in notes),
        *(Hit(None, each, each.created_at, _as_begun(named(each), asked, language)) for each in held),
    ]
    new = [hit for hit in found if hit.pieces and hit.key not in there]
    return sorted(new, key=lambda hit: hit.at, reverse=True)[:PAGE_SIZE]


def _as_begun(text: str, asked: Asked, language: str) -> tuple[Piece, ...]:
    wanted = asked.as_begun_in(text, language)
    return snippet(text, wanted.union(*asked.words[:-1]), language) if wanted else ()


def _notes(actor: Actor, keys: list[UUID], person: Person | None, *, drafts: bool) -> "QuerySet[CaseNote]":
    wanted = Q(pk__any_of=keys, status=NoteStatus.SIGNED)
    if drafts:
        mine = Q(author_id=actor.id, status=NoteStatus.DRAFT)
        wanted |= mine if person is None else mine & Q(person=person)
    notes = rows(CaseNote, actor=actor, needs=Permission.NOTE_VIEW).filter(wanted)
    return notes.select_related("person", "author", "program")


def _documents(actor: Actor, keys: list[UUID]) -> "QuerySet[CaseDocument]":
    found = rows(CaseDocument, actor=actor, needs=Permission.NOTE_VIEW).filter(pk__any_of=keys)
    found = found.filter(**NEWEST)
    return found.select_related("person", "document__added_by", "program", "text__person")


def _of_note(note: CaseNote, asked: Asked, language: str) -> Hit | None:
    if not asked.is_in(note.text, language):
        return None
    return Hit(note, None, note.signed_at or note.saved_at, snippet(note.text, asked.stems, language))


def _of_document(held: CaseDocument, asked: Asked, language: str) -> Hit | None:
    said = _said(held)
    if not asked.is_in(f"{named(held)}\n{said}", language):
        return None
    return Hit(None, held, held.created_at, snippet(said or held.about, asked.stems, language))


def _said(held: CaseDocument) -> str:
    """What the document says; nothing where it was not read, or its key is gone."""
    try:
        return held.text.text or ""
    except (DocumentText.DoesNotExist, Unreadable):
        return ""
