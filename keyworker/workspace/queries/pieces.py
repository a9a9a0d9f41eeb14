"""What of a person's file could be kept back from them, in words: visits, referrals, notes, documents, colleagues."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseDocument, CaseNote, NoteStatus
from keyworker.people.models import About, CareTeamMember, Person
from keyworker.referrals.models import OutgoingReferral
from keyworker.visits.models import Visit, VisitStatus

MOST = 100
NOTHING = Value("", output_field=CharField())
# What a worker must be permitted to see of it.
NEEDS = {
    About.VISIT: Permission.VISIT_VIEW,
    About.REFERRAL: Permission.REFERRAL_OUT_VIEW,
    About.NOTE: Permission.NOTE_VIEW,
    About.DOCUMENT: Permission.NOTE_VIEW,
    About.COLLEAGUE: Permission.STAFF_VIEW,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A record by its kind and key, in which program's file, and how a worker calls it."""

    about: About
    key: UUID
    program_id: UUID
    called: str


def pieces_of(actor: Actor, person: Person) -> dict[str, Piece]:
    """By a key for forms, and no more than the worker reads anyhow. Three queries."""
    found = (*_by_a_day(actor, person), *_written(actor, person))
    return {f"{each.about.value}:{each.key}": each for each in found}


def record_of(actor: Actor, piece: Piece) -> tuple[models.Model, Program]:
    """The record itself, and its program. Raises `Absent`."""
    model: type[models.Model] = apps.get_model(piece.about.value)
    record = require(model, piece.key, actor=actor, needs=NEEDS[piece.about])
    return record, require(Program, piece.program_id, actor=actor, needs=Permission.AGENCY_VIEW)


def _by_a_day(actor: Actor, person: Person) -> Iterator[Piece]:
    """Visits that are planned, where they were sent, and colleagues on the team. One query.

    Not the person's own case manager, to whom they write by name.
    """
    visits = rows(Visit, actor=actor, needs=NEEDS[About.VISIT]).filter(person=person, status=VisitStatus.PLANNED)
    sent = rows(OutgoingReferral, actor=actor, needs=NEEDS[About.REFERRAL]).filter(person=person)
    theirs = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(person=person)
    team = rows(CareTeamMember, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person)
    others = team.exclude(staff_id__in=theirs.values("owner_id"))
    lines = _lines(About.VISIT, visits, "pk", "starts_at", NOTHING).union(
        _lines(About.REFERRAL, sent, "pk", "sent_at", Cast("service_name", CharField())),
        _lines(About.COLLEAGUE, others, "staff_id", "since", Cast("staff__name", CharField())),
    )
    for about, key, program_id, at, name in lines.order_by("-day")[:MOST]:
        kind = About(about)
        said = name if kind is About.COLLEAGUE else ", ".join(filter(None, (name, _day(at))))
        yield Piece(kind, key, program_id, f"{kind.label}: {said}")


def _lines(about: About, found: "QuerySet[Any]", key: str, day: str, name: Any) -> "QuerySet[Any, Any]":
    told = found.order_by().annotate(
        kind_of_it=Value(about.value, output_field=CharField()), key=F(key), day=F(day), name_of_it=name
    )
    lines: QuerySet[Any, Any] = told.values_list("kind_of_it", "key", "program_id", "day", "name_of_it")
    return lines


def _written(actor: Actor, person: Person) -> Iterator[Piece]:
    notes = rows(CaseNote, actor=actor, needs=NEEDS[About.NOTE]).filter(
        person=person, status=NoteStatus.SIGNED, amends=None
    )
    for note in notes.select_related("person").order_by("-signed_at")[:MOST]:
        words = f"{_day(note.signed_at)}, {Truncator(note.text).chars(60)}"
        yield Piece(About.NOTE, note.pk, note.program_id, f"{About.NOTE.label}: {words}")
    papers = rows(CaseDocument, actor=actor, needs=NEEDS[About.DOCUMENT]).filter(
        person=person, withdrawn_at=None, superseded_by=None
    )
    for paper in papers.order_by("-created_at")[:MOST]:
        yield Piece(About.DOCUMENT, paper.pk, paper.program_id, f"{About.DOCUMENT.label}: {paper.title}")


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
