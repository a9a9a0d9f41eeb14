"""Setting, moving and finishing tasks; the case's next step follows from them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Staff
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import Record, change
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.tasks.models import Task, TaskKind


@action(needs=Permission.TASK_EDIT, on="case")
def set_task(
    *,
    actor: Actor,
    case: Case,
    what: str,
    due_on: date,
    kind: TaskKind = TaskKind.TO_DO,
    assignee: Staff | None = None,
    source: Record | None = None,
) -> Task:
    """Say what is to be done by when; without `assignee` by whoever owns the case."""
    task = plan_task(case, what=what, due_on=due_on, kind=kind, assignee=assignee, source=source)
    tell("tasks.set", task, needs=Permission.TASK_VIEW, facts={"what": what, "due_on": due_on.isoformat()})
    return task


@action(needs=Permission.TASK_EDIT, on="task")
def complete_task(*, actor: Actor, task: Task, outcome: str = "") -> Task:
    """It is done. Raises `Refused` when it already was."""
    insist(yes() if task.done_at is None and task.cancelled_at is None else no(_("This task is already finished.")))
    change(task, done_at=clock.now(), done_by_id=_hand(actor), outcome=outcome)
    _refresh(task)
    tell("tasks.completed", task, needs=Permission.TASK_VIEW, facts={"what": task.what})
    return task


@action(needs=Permission.TASK_EDIT, on="task")
def move_task(*, actor: Actor, task: Task, due_on: date, seen: int | None = None) -> Task:
    """Give it another day."""
    change(task, seen=seen, due_on=due_on)
    _refresh(task)
    tell(
        "tasks.moved",
        task,
        needs=Permission.TASK_VIEW,
        facts={"what": task.what, "due_on": due_on.isoformat()},
    )
    return task


@action(needs=Permission.TASK_EDIT, on="task")
def cancel_task(*, actor: Actor, task: Task, because: str) -> Task:
    """It need not be done any more; say why."""
    change(task, cancelled_at=clock.now(), outcome=because)
    _refresh(task)
    tell("tasks.cancelled", task, needs=Permission.TASK_VIEW, facts={"what": task.what})
    return task


def plan_task(
    case: Case,
    *,
    what: str,
    due_on: date,
    kind: TaskKind,
    assignee: Staff | None = None,
    source: Record | None = None,
) -> Task:
    """Add a task as part of a later step's action, which tells of it; keeps the case's next step true."""
    task = _added(case, what=what, due_on=due_on, kind=kind, assignee=assignee, source=source)
    refresh_next_step(case)
    return task


def leave_task(
    case: Case,
    *,
    what: str,
    due_on: date,
    kind: TaskKind,
    assignee: Staff | None = None,
    source: Record | None = None,
) -> Task:
    """The same from the client's own door, where tasks are left and not read: the next step only comes nearer."""
    task = _added(case, what=what, due_on=due_on, kind=kind, assignee=assignee, source=source)
    if case.next_step_on is None or due_on < case.next_step_on:
        change(case, next_step_on=due_on)
    return task


def _added(
    case: Case, *, what: str, due_on: date, kind: TaskKind, assignee: Staff | None, source: Record | None
) -> Task:
    task = Task(
        person_id=case.person_id,
        program_id=case.program_id,
        case=case,
        assignee=assignee,
        kind=kind.value,
        what=what,
        due_on=due_on,
        source_type=source._meta.label_lower if source else "",
        source_id=source.pk if source else None,
    )
    task.save(force_insert=True)
    return task


def finish_tasks(
    case: Case, kind: TaskKind, *, by: Actor, asked_for_by: Collection[Record | None] | None = None
) -> int:
    """Tick off the case's open tasks of one kind, because a later step's action just did them.

    `asked_for_by`: only those that one of these records asked for; None among them: those that no record did.
    """
    open_tasks = facts(Task, because="the step that was asked for is done").filter(
        case=case, kind=kind.value, done_at=None, cancelled_at=None
    )
    if asked_for_by is not None:
        asked = Q(source_id__in=[record.pk for record in asked_for_by if record is not None])
        open_tasks = open_tasks.filter(asked | Q(source_id=None) if None in asked_for_by else asked)
    finished = 0
    for task in open_tasks.select_for_update(no_key=True):
        change(task, done_at=clock.now(), done_by_id=_hand(by))
        finished += 1
    refresh_next_step(case)
    return finished


def refresh_next_step(case: Case) -> None:
    """The case's next dated step is its earliest open task; None puts it on the supervisor's page."""
    open_tasks = facts(Task, because="the next step is the earliest open task").filter(
        case=case, done_at=None, cancelled_at=None
    )
    found = open_tasks.aggregate(first=Min("due_on"))["first"]
    if found != case.next_step_on:
        change(case, next_step_on=found)


def _refresh(task: Task) -> None:
    """The task comes back holding its case as it stands now, so that a page need not ask again what comes next."""
    if task.case_id is not None:
        locked = facts(Case, because="its next step moves with its tasks").select_for_update(no_key=True)
        task.case = locked.get(pk=task.case_id)
        refresh_next_step(task.case)


def _hand(actor: Actor) -> object:
    return actor.id if actor.kind is ActorKind.STAFF else None
