"""What of a person's file could be kept back from them, in words: visits, referrals, notes, documents, colleagues."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseDocument, CaseNote, NoteStatus
from keyworker.people.models import About, CareTeamMember, Person
from keyworker.referrals.models import OutgoingReferral
from keyworker.visits.models import Visit, VisitStatus

MOST_OF_A_KIND = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """A record, in which program's file, and how a worker calls it."""

    record: models.Model
    program: Program
    called: str


def pieces_of(actor: Actor, person: Person) -> dict[str, Piece]:
    """By a key for forms: kind and record. Six queries, and no more than the worker reads anyhow."""
    found: dict[str, Piece] = {}
    for about, record, program, called in (*_of_the_file(actor, person), *_colleagues(actor, person)):
        found[f"{about.value}:{record.pk}"] = Piece(record, program, f"{about.label}: {called}")
    return found


def _of_the_file(actor: Actor, person: Person) -> Iterator[tuple[About, Any, Program, str]]:
    visits = rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(person=person, status=VisitStatus.PLANNED)
    for visit in visits.select_related("program").order_by("-starts_at")[:MOST_OF_A_KIND]:
        yield About.VISIT, visit, visit.program, _day(visit.starts_at)
    sent = rows(OutgoingReferral, actor=actor, needs=Permission.REFERRAL_OUT_VIEW).filter(person=person)
    for referral in sent.select_related("program").order_by("-sent_at")[:MOST_OF_A_KIND]:
        yield About.REFERRAL, referral, referral.program, f"{referral.service_name}, {_day(referral.sent_at)}"
    notes = rows(CaseNote, actor=actor, needs=Permission.NOTE_VIEW).filter(
        person=person, status=NoteStatus.SIGNED, amends=None
    )
    for note in notes.select_related("program", "person").order_by("-signed_at")[:MOST_OF_A_KIND]:
        yield About.NOTE, note, note.program, f"{_day(note.signed_at)}, {Truncator(note.text).chars(60)}"
    papers = rows(CaseDocument, actor=actor, needs=Permission.NOTE_VIEW).filter(
        person=person, withdrawn_at=None, superseded_by=None
    )
    for paper in papers.select_related("program").order_by("-created_at")[:MOST_OF_A_KIND]:
        yield About.DOCUMENT, paper, paper.program, paper.title


def _colleagues(actor: Actor, person: Person) -> Iterator[tuple[About, Any, Program, str]]:
    """Whoever is on the care team and not the person's own case manager, to whom the person writes by name."""
    cases = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(person=person)
    owners = set(cases.values_list("owner_id", flat=True))
    team = rows(CareTeamMember, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person)
    seen: set[UUID] = set()
    for place in team.select_related("staff", "program").order_by("staff__name", "id"):
        if place.staff_id not in owners | seen:
            seen.add(place.staff_id)
            yield About.COLLEAGUE, place.staff, place.program, place.staff.name


def _day(at: Any) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
