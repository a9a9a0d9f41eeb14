"""Setting, moving and finishing tasks; the case's next step follows from them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q
from django.utils import translation

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base import clock, context
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, yes
from keyworker.base.models import Record, change
from keyworker.cases.models import Case
from keyworker.people.entrusting import may_be_entrusted
from keyworker.people.models import Person
from keyworker.people.timeline import tell
from keyworker.tasks.models import MOST_WORDS, Doer, Task, TaskKind
from keyworker.tasks.policy import words_need
from keyworker.tasks.reminding import follow
from keyworker.tasks.rules import Rhythm, may_change, may_repeat, next_turn
from keyworker.tasks.wishing import wish_is_over
from keyworker.tasks.wording import Asked, kept, said

# What the next turn of a task has of the one before it.
COPIED = (
    "person_id", "program_id", "case_id", "kind", "what", "worded", "who", "who_name", "important", "source_type",
    "source_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, whether a supervisor sees it when it is late, and whether it comes again."""

    who: str = Doer.WORKER.value
    who_name: str = ""
    important: bool = False
    rhythm: Rhythm | None = None

    def values(self) -> dict[str, Any]:
        """As the model keeps them."""
        said = {"who": self.who, "who_name": self.who_name.strip(), "important": self.important}
        return said | (_columns(self.rhythm) if self.rhythm else {})


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
    doing: Doing | None = None,
) -> Task:
    """Say what is to be done by when; without `assignee` by whoever owns the case. Raises `Refused`."""
    doing = doing or Doing()
    if assignee is not None:
        insist(may_be_entrusted(assignee, case.person, case.program_id, needs=Permission.TASK_EDIT))
    insist(may_repeat(doing.rhythm) if doing.rhythm else yes())
    task = _added(case, _Step(what, due_on, kind, assignee, source), **doing.values())
    refresh_next_step(case)
    _tell("tasks.set", task, what=what, due_on=due_on.isoformat())
    return task


@action(needs=Permission.TASK_EDIT, on="task")
def complete_task(*, actor: Actor, task: Task, outcome: str = "") -> Task:
    """It is done; one that repeats comes again. Raises `Refused` when it already was."""
    insist(may_change(finished=not task.is_open))
    change(task, done_at=clock.now(), done_by_id=_hand(actor), outcome=outcome)
    _tell("tasks.completed", task, what=task.what)
    wish_is_over(task)
    _come_again(actor, task)
    _refresh(task)
    return task


@action(needs=Permission.TASK_EDIT, on="task")
def move_task(
    *, actor: Actor, task: Task, due_on: date, important: bool | None = None, seen: int | None = None
) -> Task:
    """Give it another day, or say whether it is important. The rhythm of one that repeats stays as it is.

    Raises `StaleRecord`, and `Refused` for one that is finished.
    """
    insist(may_change(finished=not task.is_open))
    verb = "tasks.moved" if due_on != task.due_on else "tasks.weighed"
    change(task, seen=seen, due_on=due_on, important=task.important if important is None else important)
    follow(actor, task)
    _refresh(task)
    _tell(verb, task, what=task.what, due_on=due_on.isoformat())
    return task


@action(needs=Permission.TASK_EDIT, on="task")
def cancel_task(*, actor: Actor, task: Task, because: str, for_good: bool = False) -> Task:
    """It need not be done any more; say why. One that repeats comes again, unless it ends `for_good`.

    Raises `Refused` for one that is finished.
    """
    insist(may_change(finished=not task.is_open))
    change(task, cancelled_at=clock.now(), outcome=because)
    wish_is_over(task)
    verb = "tasks.stopped" if for_good and task.rhythm else "tasks.cancelled"
    _tell(verb, task, what=task.what)
    if not for_good:
        _come_again(actor, task)
    _refresh(task)
    return task


def plan_task(
    case: Case,
    *,
    what: Asked,
    due_on: date,
    kind: TaskKind,
    assignee: Staff | None = None,
    source: Record | None = None,
) -> Task:
    """Add a task as part of a later step's action, which tells of it; keeps the case's next step true.

    `what` is marked for translation where the program asks, so that each reader has it in their own language.
    """
    task = _added(case, _Step(what, due_on, kind, assignee, source))
    refresh_next_step(case)
    return task


def leave_task(
    case: Case,
    *,
    what: Asked,
    due_on: date,
    kind: TaskKind,
    assignee: Staff | None = None,
    source: Record | None = None,
) -> Task:
    """The same from the client's own door, where tasks are left and not read: the next step only comes nearer."""
    task = _added(case, _Step(what, due_on, kind, assignee, source))
    if case.next_step_on is None or due_on < case.next_step_on:
        change(case, next_step_on=due_on)
    return task


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be done, by when, by whom, and which record asked for it."""

    what: Asked
    due_on: date
    kind: TaskKind
    assignee: Staff | None = None
    source: Record | None = None


def _added(case: Case, step: _Step, **doing: Any) -> Task:
    worded, source_type = kept(step.what), step.source._meta.label_lower if step.source else ""
    words_need(source_type)  # a record of which nobody said who reads it asks for nothing
    task = Task(
        person_id=case.person_id,
        program_id=case.program_id,
        case=case,
        assignee=step.assignee,
        kind=step.kind.value,
        what=_in_the_agencys_words(worded) if worded else str(step.what),
        worded=worded,
        due_on=step.due_on,
        source_type=source_type,
        source_id=step.source.pk if step.source else None,
        **doing,
    )
    task.save(force_insert=True)
    return task


def _in_the_agencys_words(worded: dict[str, Any]) -> str:
    """What stands in the timeline, which has one language: the agency's, whoever saves it."""
    with translation.override(workplace(context.current().actor).agency.language):
        return said(worded)[:MOST_WORDS]


def _come_again(actor: Actor, task: Task) -> None:
    """The next turn of a task that repeats, while its case is open; whoever cannot open the file has it no more."""
    rhythm = task.rhythm
    coming = next_turn(rhythm, today=workplace(actor).today) if rhythm else None
    if coming is None or (task.case_id is not None and not _case_of(task).is_open):
        return
    copied = {name: getattr(task, name) for name in COPIED}
    again = Task(**copied, assignee=still_theirs(task), due_on=coming.day(coming.turn), **_columns(coming))
    again.save(force_insert=True)
    _tell("tasks.came_again", again, what=again.what, due_on=again.due_on.isoformat())


def _tell(verb: str, task: Task, **told: str) -> None:
    """A line of the story is read by whoever may read the task's words."""
    tell(verb, task, needs=words_need(task.source_type), facts=told)


def still_theirs(task: Task) -> Staff | None:
    """Whom it was given to; nobody, and so the case's owner, when they can do it no more."""
    held = task.assignee
    if held is None or task.case_id is None:
        return held
    about = facts(Person, because="who may not see the file is given nothing to do in it").get(pk=task.person_id)
    theirs = may_be_entrusted(held, about, task.program_id, needs=Permission.TASK_EDIT)
    return held if theirs else None


def _columns(rhythm: Rhythm) -> dict[str, Any]:
    return {
        "repeat_every": rhythm.every,
        "repeat_unit": rhythm.unit,
        "repeat_from": rhythm.first_on,
        "repeat_turn": rhythm.turn,
        "repeat_until": rhythm.until,
        "repeat_left": rhythm.left,
    }


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
        _come_again(by, task)
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
        task.case = _case_of(task)
        refresh_next_step(task.case)


def _case_of(task: Task) -> Case:
    locked = facts(Case, because="its next step moves with its tasks").select_for_update(no_key=True)
    found: Case = locked.get(pk=str(task.case_id))
    return found


def _hand(actor: Actor) -> object:
    return actor.id if actor.kind is ActorKind.STAFF else None
