"""A worker's day: what is late, due, soon; whom they work with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keyworker.base.actor import Actor
from keyworker.base.any_of import Keys
from keyworker.cases.models import Case
from keyworker.cases.queries import first_of_caseload, stood_in_for
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.queries import first_open_tasks
from keyworker.tasks.rules import SOON_DAYS, Urgency, urgency

MOST_PEOPLE = 100
MOST_TASKS = 60


@dataclass(frozen=True, slots=True)
class Day:
    """What the page "my day" shows; `more_tasks` when the list was cut."""

    today: date
    cases: Sequence[Case]
    tasks: dict[Urgency, list[Task]]
    more_tasks: bool
    covered: Sequence[Case] = ()

    @property
    def alarms(self) -> list[Task]:
        """From whose number somebody asked for help: above everything else."""
        return [task for task in self._pressing if task.kind == TaskKind.ALARM]

    @property
    def first(self) -> list[Task]:
        """What comes first then: the late, the oldest at the top, then today's."""
        return [task for task in self._pressing if task.kind != TaskKind.ALARM]

    @property
    def _pressing(self) -> list[Task]:
        return [*self.tasks[Urgency.OVERDUE], *self.tasks[Urgency.TODAY]]


def day(actor: Actor, *, today: date) -> Day:
    """Three queries, whatever the size of the caseload; one more while a colleague is away."""
    cases, covered = first_of_caseload(actor, MOST_PEOPLE), stood_in_for(actor, today)
    until = today + timedelta(days=SOON_DAYS)
    mine, theirs = Keys(case.pk for case in cases), Keys(case.pk for case in covered) if covered else None
    found = first_open_tasks(actor, mine, theirs, until, MOST_TASKS + 1)
    return Day(today, cases, by_urgency(found[:MOST_TASKS], today=today), len(found) > MOST_TASKS, covered)


def by_urgency(tasks: Sequence[Task], *, today: date) -> dict[Urgency, list[Task]]:
    """Each urgency with its tasks, in the order they came."""
    found: dict[Urgency, list[Task]] = {each: [] for each in Urgency}
    for task in tasks:
        found[urgency(task.due_on, today=today)].append(task)
    return found
