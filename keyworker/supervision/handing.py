"""What is looked at when work changes hands: what somebody carries, what they leave, who is away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.agencies.models import Program, Staff
from keyworker.base.actor import Actor
from keyworker.cases.models import Absence, Assignment, Case, CaseStatus
from keyworker.delivery.models import CaseNote, NoteStatus
from keyworker.intake.queries import live_carriers
from keyworker.people.denying import denied_to
from keyworker.tasks.models import Task

ASSIGN = Permission.CASE_ASSIGN
AT_ONCE = 100
MOST_STAFF = 500


@dataclass(frozen=True, slots=True)
class Carried:
    """An open case, how much is to be done on it, and how many notes its case manager has not finished."""

    case: Case
    tasks: int
    drafts: int


def carried_by(actor: Actor, staff: Staff) -> list[Carried]:
    """The open cases of a colleague that the actor may give to somebody else, the nearest step first. One query."""
    tasks = facts(Task, because="how much is handed on").filter(case=OuterRef("pk"), done_at=None, cancelled_at=None)
    drafts = facts(CaseNote, because="what is not finished must not be lost").filter(
        case=OuterRef("pk"), author=staff, status=NoteStatus.DRAFT
    )
    found = rows(Case, actor=actor, needs=ASSIGN).filter(owner=staff, status=CaseStatus.ACTIVE)
    counted = found.annotate(tasks_open=_count(tasks), notes_open=_count(drafts)).select_related("person", "program")
    ordered = counted.order_by("program__name", "next_step_on", "id")[:AT_ONCE]
    return [Carried(case, case.tasks_open, case.notes_open) for case in ordered]


def _count(found: "QuerySet[Any]", by: str = "case_id") -> Any:
    counted = found.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague who may carry cases: in which programs (None for all that are not sealed), and how many they have."""

    key: UUID
    name: str
    programs: frozenset[UUID] | None
    open_cases: int
    away: bool

    def may_carry(self, program: Program) -> bool:
        return program.pk in self.programs if self.programs is not None else not program.sealed


def takers(actor: Actor, *, today: date) -> list[Taker]:
    """Colleagues who carry cases, those with the fewest first, who is away last. One query; only numbers are told."""
    carried = facts(Case, because="a caseload is a number").filter(owner=OuterRef("pk"), status=CaseStatus.ACTIVE)
    away = facts(Absence, because="who is away takes nobody on").filter(
        staff=OuterRef("pk"), ended_at=None, from_on__lte=today, until_on__gte=today
    )
    held = live_carriers().filter(staff=OuterRef("pk"))
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(Exists(held), ended_at=None)
    counted = found.annotate(
        open_cases=_count(carried, "owner_id"),
        away=Exists(away),
        everywhere=Exists(held.filter(program=None)),
        in_programs=ArraySubquery(held.exclude(program=None).values("program_id")),
    )
    return [
        Taker(one.pk, one.name, None if one.everywhere else frozenset(one.in_programs), one.open_cases, one.away)
        for one in counted.order_by("away", "open_cases", "name", "id")[:MOST_STAFF]
    ]


def whose_cases(actor: Actor, staff_id: UUID) -> Staff:
    """The colleague whose cases are handed over, left or not. Raises `Absent`."""
    return require(Staff, staff_id, actor=actor, needs=Permission.STAFF_VIEW)


def who_carries(actor: Actor) -> list[Any]:
    """Colleagues with open cases the actor can give away, those who left first; `open_cases` is how many. One query."""
    carried = rows(Case, actor=actor, needs=ASSIGN).filter(owner=OuterRef("pk"), status=CaseStatus.ACTIVE)
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(Exists(carried))
    counted = found.annotate(open_cases=_count(carried, "owner_id"))
    return list(counted.order_by(F("ended_at").asc(nulls_last=True), "name", "id")[:MOST_STAFF])


@dataclass(frozen=True, slots=True)
class Handover:
    """One hand the case was in: who, from and until when, why, and what was left for them."""

    held: Assignment
    is_mine: bool


def history(actor: Actor, case_id: UUID) -> tuple[Case, list[Handover]]:
    """The case, and every hand it was in, the newest first. Raises `Absent`."""
    case = require(Case, case_id, actor=actor, needs=Permission.CASE_VIEW, join=("person", "program", "owner"))
    found = rows(Assignment, actor=actor, needs=Permission.CASE_VIEW).filter(case=case)
    held = found.select_related("staff").order_by("-since", "-id")[:AT_ONCE]
    return case, [Handover(one, one.staff_id == actor.id) for one in held]


def left_unfinished(actor: Actor, case: Case) -> list[CaseNote]:
    """Notes that somebody began and did not sign before they left the agency. Whoever carries the case reads them."""
    if not rows(Case, actor=actor, needs=Permission.NOTE_VIEW).filter(pk=case.pk).exists():
        return []
    found = facts(CaseNote, because="what somebody who left had not finished must not be lost").filter(
        case=case, status=NoteStatus.DRAFT, author__ended_at__isnull=False
    )
    return list(found.select_related("author").order_by("saved_at", "id")[:AT_ONCE])


def absences(actor: Actor, *, today: date) -> list[Absence]:
    """Who is away, now and in the days ahead, in the programs the actor oversees. One query."""
    found = rows(Absence, actor=actor, needs=Permission.CASELOAD_OVERSEE).filter(ended_at=None, until_on__gte=today)
    return list(found.select_related("staff", "cover", "program").order_by("from_on", "staff__name", "id")[:AT_ONCE])


def shut_to_cover(actor: Actor, absence: Absence) -> int:
    """How many of the people cannot be looked after so, for their file is shut to the colleague. One query."""
    mine = rows(Case, actor=actor, needs=Permission.CASELOAD_OVERSEE).filter(
        owner=absence.staff_id, program=absence.program_id, status=CaseStatus.ACTIVE
    )
    return mine.filter(person__in=denied_to(absence.cover_id)).count()
