"""The client's own reminder of a step they took on: a letter on the day the worker is reminded of it, too."""

from datetime import date, datetime, time
from uuid import UUID

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.notices.actions import move_reminder, set_out_reminder
from keyworker.notices.causes import cause
from keyworker.notices.models import NoticeKind
from keyworker.tasks.models import Task, TaskKind

MORNING, EVENING = time(9), time(23, 59)


def remind_the_client(actor: Actor, task: Task, *, of_day: date | None) -> None:
    """Write the letter down with the worker's reminder `task`; part of the action that sets it.

    It speaks of `of_day`, when the step is to be done. Whether it may leave is asked when it would (see `notices`).
    """
    set_out_reminder(
        person_id=task.person_id,
        program=task.program,
        about=task.pk,
        happens_at=_at(actor, of_day or task.due_on, EVENING),
        kind=NoticeKind.STEP,
        send_at=_at(actor, task.due_on, MORNING),
    )


def follow(actor: Actor, task: Task) -> None:
    """The letter goes on the day the worker's reminder was moved to; part of the action that moves it."""
    if task.kind == TaskKind.PLAN_STEP:
        move_reminder(task.pk, send_at=_at(actor, task.due_on, MORNING), not_before=_at(actor, task.due_on, EVENING))


@cause(NoticeKind.STEP)
def is_open(about: UUID) -> bool:
    """Nobody is reminded of a step that is done or dropped, or of anything once the case is closed."""
    tasks = facts(Task, because="nobody is reminded of what is done or dropped")
    return tasks.filter(pk=about, done_at=None, cancelled_at=None).exists()


def _at(actor: Actor, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, workplace(actor).now.tzinfo)
