"""A diary: visits and what is due, day by day, of one worker or of everybody they oversee."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from keyworker.access.models import DoorKey, DoorKind
from keyworker.access.sight import facts
from keyworker.base.actor import Actor
from keyworker.cases.queries import caseload
from keyworker.delivery.grouped import Planned, planned
from keyworker.tasks.models import Task
from keyworker.tasks.queries import my_tasks_between, team_tasks_between
from keyworker.visits.models import Visit
from keyworker.visits.queries import visits_between

MOST = 400


@dataclass(slots=True)
class DiaryDay:
    """One day: its visits and group sessions, each in order of the clock, and what is due at some time of it."""

    on: date
    visits: list[Visit] = field(default_factory=list)
    sessions: list[Planned] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.visits) + len(self.sessions) + len(self.tasks)


@dataclass(frozen=True, slots=True)
class Diary:
    """Days in a row, the empty ones too. `cut`: there is more than was read."""

    days: tuple[DiaryDay, ...]
    cut: bool

    @property
    def count(self) -> int:
        return sum(day.count for day in self.days)


def my_diary(actor: Actor, first: date, last: date) -> Diary:
    """The worker's own, from the first day to the last. Four queries, however long."""
    visits = visits_between(actor, first, last)[: MOST + 1]
    cases = list(caseload(actor).values_list("pk", flat=True))
    tasks = my_tasks_between(actor, cases, first, last)[: MOST + 1]
    return _by_day(list(visits), list(tasks), planned(actor, first, last), first, last)


def team_diary(actor: Actor, first: date, last: date) -> Diary:
    """Of all the programs the worker oversees. Three queries."""
    visits = visits_between(actor, first, last, whole_team=True)[: MOST + 1]
    tasks = team_tasks_between(actor, first, last)[: MOST + 1]
    return _by_day(list(visits), list(tasks), planned(actor, first, last, whole_team=True), first, last)


def _by_day(visits: list[Visit], tasks: list[Task], sessions: list[Planned], first: date, last: date) -> Diary:
    days = {day: DiaryDay(day) for day in _days(first, last)}
    for visit in visits[:MOST]:
        days[timezone.localtime(visit.starts_at).date()].visits.append(visit)
    for session in sessions[:MOST]:
        days[timezone.localtime(session.starts_at).date()].sessions.append(session)
    for task in tasks[:MOST]:
        days[task.due_on].tasks.append(task)
    return Diary(tuple(days.values()), max(len(visits), len(tasks), len(sessions)) > MOST)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


def feed_since(actor: Actor) -> datetime | None:
    """Since when the worker's calendar has had a secret address for phones; None when it has none. One query."""
    keys = facts(DoorKey, because="a worker sees whether their own calendar can be read from a phone")
    live = keys.filter(kind=DoorKind.CALENDAR, subject_id=actor.staff_id, revoked_at=None)
    return live.values_list("created_at", flat=True).first()
