"""What is to be done: by a worker, and on a file."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, rows
from keyworker.access.worded import worded
from keyworker.base.actor import Actor
from keyworker.base.any_of import Keys
from keyworker.people.models import Person
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.policy import with_words

ALARMS_FIRST = Choose(When(kind=TaskKind.ALARM, then=Value(0)), default=Value(1))
VIEW, EDIT, OVERSEE = Permission.TASK_VIEW, Permission.TASK_EDIT, Permission.CASELOAD_OVERSEE


def my_open_tasks(
    actor: Actor, case_ids: Collection[UUID], *, until: date, standing_in: Collection[UUID] = ()
) -> "QuerySet[Task]":
    """The worker's open tasks due by `until`: given to them, or to the owner of a case that is theirs.

    `standing_in`: cases of colleagues who are away; what is their owners' to do is the worker's for the time.
    """
    return _open_tasks(actor, Keys(case_ids), Keys(standing_in) if standing_in else None, until)


@worded(Task)
def first_open_tasks(actor: Actor, mine: Keys, standing_in: Keys | None, until: date, size: int) -> "QuerySet[Task]":
    """The first of them (see `my_open_tasks`)."""
    return _open_tasks(actor, mine, standing_in, until)[:size]


def _open_tasks(actor: Actor, mine: Keys, standing_in: Keys | None, until: date) -> "QuerySet[Task]":
    theirs = Q(assignee_id=actor.id) | Q(assignee=None, case_id__any_of=mine)
    if standing_in is not None:
        of_the_owner = Q(assignee=None) | Q(assignee=F("case__owner"))
        theirs |= Q(case_id__any_of=standing_in) & of_the_owner
    found = with_words(rows(Task, actor=actor, needs=VIEW), actor, under=VIEW).filter(
        theirs, done_at=None, cancelled_at=None, due_on__lte=until
    )
    return found.select_related("person", "case").order_by(ALARMS_FIRST, "due_on", "id")


def my_tasks_between(actor: Actor, case_ids: Collection[UUID], first: date, last: date) -> "QuerySet[Task]":
    """The worker's open tasks that are due on these days (see `my_open_tasks`)."""
    return my_open_tasks(actor, case_ids, until=last).filter(due_on__gte=first)


def team_tasks_between(actor: Actor, first: date, last: date) -> "QuerySet[Task]":
    """Open tasks due on these days in the programs the worker oversees."""
    found = with_words(rows(Task, actor=actor, needs=OVERSEE), actor, under=OVERSEE).filter(
        done_at=None, cancelled_at=None, due_on__range=(first, last)
    )
    return found.select_related("person", "case__owner", "assignee").order_by("due_on", "id")


def tasks_of(actor: Actor, person: Person) -> list[Task]:
    """The person's tasks, open ones first."""
    found = with_words(rows(Task, actor=actor, needs=VIEW), actor, under=VIEW).filter(person=person)
    return list(found.select_related("assignee", "case__owner", "done_by").order_by("done_at", "due_on", "id")[:200])


def task_to_change(actor: Actor, task_id: UUID) -> Task:
    """One task to do something about, with the person it is for. Raises `Absent`."""
    found = with_words(rows(Task, actor=actor, needs=EDIT), actor, under=EDIT).select_related("person")
    try:
        return found.get(pk=task_id)
    except Task.DoesNotExist as error:
        raise Absent(_("There is nothing here, or it is not yours to see.")) from error
