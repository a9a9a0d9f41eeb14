"""Whom the worker is to call: visits by telephone, first contacts, calls back, asking how they are; one list a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.cases.queries import stood_in_for
from keyworker.people.models import Channel, ContactPoint, Person, SafetyRule
from keyworker.people.queries import Safety
from keyworker.people.reaching import Reach, ways_now
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.policy import with_words
from keyworker.visits.models import Visit, VisitKind, VisitStatus

PAGE = 30
VISIT, TASK = "visit", "task"
ASKED_AFTERWARDS = "reviews.followup"
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class ToCall:
    """One call to make: about whom, when or by when, what for, and the numbers as they may be used now."""

    at: datetime
    key: UUID
    person: Person
    visit: Visit | None = None
    task: Task | None = None
    ways: list[Reach] = field(default_factory=list)

    @property
    def asks_afterwards(self) -> bool:
        """It is to ask how they are after the end, which has a page of its own."""
        return self.task is not None and self.task.source_type == ASKED_AFTERWARDS


def to_call(actor: Actor, day: date, *, after: Cursor | None = None) -> list[ToCall]:
    """A page of calls that are due by that day, the longest waiting first, and one more if there are more.

    Six queries, two more while a colleague is away for whom the worker stands in.
    """
    due = _visits(actor, day, after).union(_tasks(actor, day, after), all=True)
    found = list(due.order_by("at", "id")[: PAGE + 1])
    visits = {row.pk: row for row in _mine(Visit, actor, VISIT, found)}
    tasks = {row.pk: row for row in with_words(_mine(Task, actor, TASK, found), actor, under=Permission.TASK_VIEW)}
    people = {row.person_id: row.person for row in (*visits.values(), *tasks.values()) if row.person.died_on is None}
    ways = _ways(actor, people)
    return [
        ToCall(at, key, people[person_id], visits.get(key), tasks.get(key), ways.get(person_id, []))
        for key, _kind, person_id, at in found
        if person_id in people
    ]


def _mine(model: Any, actor: Actor, kind: str, found: list[Any]) -> "QuerySet[Any]":
    needs = Permission.VISIT_VIEW if kind == VISIT else Permission.TASK_VIEW
    keys = [key for key, of_kind, *_ in found if of_kind == kind]
    return rows(model, actor=actor, needs=needs).filter(pk__in=keys).select_related("person")


def _visits(actor: Actor, day: date, after: Cursor | None) -> "QuerySet[Any]":
    """Calls that were agreed on, from the last ones that nobody has settled."""
    mine = Q(staff_id=actor.id) | Q(staff=None, case__owner_id=actor.id)
    found = rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(
        mine, kind=VisitKind.PHONE, status=VisitStatus.PLANNED, starts_at__lt=_midnight(day + timedelta(days=1))
    )
    return _as(found, VISIT, F("starts_at"), after)


def _tasks(actor: Actor, day: date, after: Cursor | None) -> "QuerySet[Any]":
    """Tasks that are done by calling, the worker's own and those of whom they stand in for."""
    covered = [case.pk for case in stood_in_for(actor, day)]
    mine = Q(assignee_id=actor.id) | Q(assignee=None, case__owner_id=actor.id)
    if covered:
        mine |= Q(case_id__in=covered) & (Q(assignee=None) | Q(assignee=F("case__owner")))
    by_phone = Q(kind__in=(TaskKind.ALARM, TaskKind.FIRST_CONTACT, TaskKind.CALL_BACK)) | Q(
        kind=TaskKind.FOLLOW_UP, source_type=ASKED_AFTERWARDS
    )
    found = rows(Task, actor=actor, needs=Permission.TASK_VIEW).filter(
        mine, by_phone, done_at=None, cancelled_at=None, due_on__lte=day
    )
    return _as(found, TASK, Cast("due_on", DateTimeField()), after)


def _as(found: "QuerySet[Any]", kind: str, at: Any, after: Cursor | None) -> "QuerySet[Any]":
    """The same columns of both, from where the last page ended."""
    named = found.order_by().annotate(of_kind=Value(kind, output_field=CharField()), whose=F("person_id"), at=at)
    if after is not None:
        named = named.filter(keyset.after("at", *after))
    columns: QuerySet[Any] = named.values_list("id", "of_kind", "whose", "at")
    return columns


def _ways(actor: Actor, people: Mapping[UUID, Person]) -> dict[UUID, list[Reach]]:
    """The telephones of each, with what may be done now; where an address is secret says nothing about a telephone."""
    risks: dict[UUID, list[str]] = {}
    told = rows(SafetyRule, actor=actor, needs=Permission.PERSON_VIEW).filter(person__in=list(people))
    for person_id, risk in told.order_by("created_at").values_list("person_id", "risk_if_contacted"):
        risks.setdefault(person_id, []).append(risk)
    points: dict[UUID, list[ContactPoint]] = {}
    held = rows(ContactPoint, actor=actor, needs=Permission.PERSON_VIEW).filter(
        person__in=list(people), channel=Channel.PHONE, ended_at=None
    )
    for point in held.order_by("-preferred", "-safe", "created_at"):
        point.person = people[point.person_id]
        points.setdefault(point.person_id, []).append(point)
    return {
        person_id: ways_now(theirs, Safety(" · ".join(dict.fromkeys(filter(None, risks.get(person_id, []))))))
        for person_id, theirs in points.items()
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
