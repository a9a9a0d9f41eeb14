"""Goals and their steps while the draft is written with the client; where a goal stands; what is ticked off."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.assessment.models import Need
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.planning.actions.approval import withdraw_approval
from keyworker.planning.clear_goals import GoalFacts, is_sound_goal, is_sound_step, may_lead_to
from keyworker.planning.models import ActionStep, Goal, GoalReading, Horizon, SaidBy, ServicePlan
from keyworker.planning.rules import may_change, may_read_goal, with_strengths
from keyworker.tasks.actions import complete_task
from keyworker.tasks.models import Doer, Task

SHOWN_WORDS = 140


@dataclass(frozen=True, slots=True)
class GoalWords:
    """A goal as it was written down. `words` are the client's own; `serves_id` is the far goal it leads to."""

    domain: str
    words: str
    specific: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    target_on: date | None = None
    why_it_matters: str = ""
    horizon: str = Horizon.SHORT.value
    serves_id: UUID | None = None
    less_is_better: bool = False
    strengths: str = ""
    who_helps: str = ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """Who does what by when, and on which day the worker is reminded of it."""

    what: str
    who: str = Doer.WORKER.value
    who_name: str = ""
    due_on: date | None = None
    remind_on: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Where a goal stands, 0 to 10, on which day, as whom said, with what words."""

    number: int
    on: date
    said_by: str = SaidBy.CLIENT.value
    words: str = ""


@action(needs=Permission.PLAN_WRITE, on="plan")
def add_goal(
    *,
    actor: Actor,
    plan: ServicePlan,
    words: GoalWords,
    need: Need | None = None,
    helps: Sequence[str] = (),
    decided_on: date | None = None,
) -> Goal:
    """Write down one more goal in the client's words; `need` is what it was made of, `helps` goes into the plan.

    `decided_on` is the day of the case conference it comes from.

    It stands last in their order until they say otherwise.
    """
    insist(may_change(status=plan.status))
    _insist_on_sense(plan, words)
    last = plan.goals.aggregate(last=Max("priority"))["last"] or 0
    goal = Goal(
        plan=plan,
        person_id=plan.person_id,
        program_id=plan.program_id,
        need=need,
        priority=last + 1,
        decided_on=decided_on,
        **asdict(words),
    )
    goal.save(force_insert=True)
    withdraw_approval(plan)
    strengths = with_strengths(plan.strengths, helps)
    if strengths != plan.strengths:
        change(plan, strengths=strengths)
    tell("planning.goal_added", goal, needs=Permission.PLAN_VIEW, facts={"words": goal.words[:SHOWN_WORDS]})
    return goal


@action(needs=Permission.PLAN_WRITE, on="goal")
def change_goal(*, actor: Actor, goal: Goal, words: GoalWords, seen: int | None = None) -> Goal:
    """Say a goal differently. Raises `StaleRecord`; `Refused` once the plan is signed."""
    plan = _draft(goal.plan_id)
    _insist_on_sense(plan, words, goal)
    change(goal, seen=seen, **asdict(words))
    _record("planning.goal_changed", goal)
    return goal


def _insist_on_sense(plan: ServicePlan, words: GoalWords, held: Goal | None = None) -> None:
    """Numbers do not contradict each other, and a near goal leads to a far one of the same plan."""
    insist(is_sound_goal(GoalFacts(words.words, **_numbers(words))))
    others = plan.goals.exclude(pk=held.pk) if held else plan.goals.all()
    far = words.serves_id is None or others.filter(pk=words.serves_id, horizon=Horizon.LONG).exists()
    has_near_ones = held is not None and others.filter(serves=held).exists()
    insist(may_lead_to(horizon=words.horizon, is_far=far, has_near_ones=has_near_ones))


def _numbers(words: GoalWords) -> dict[str, Any]:
    return {"baseline": words.baseline, "target": words.target, "less_is_better": words.less_is_better}


@action(needs=Permission.PLAN_WRITE, on="goal")
def move_goal(*, actor: Actor, goal: Goal, up: bool) -> ServicePlan:
    """Put a goal one place before, or after, its neighbour: the client says what matters most."""
    plan = _draft(goal.plan_id)
    goals = list(plan.goals.order_by("priority", "created_at", "id").select_for_update(no_key=True))
    place = next(number for number, each in enumerate(goals) if each.pk == goal.pk)
    other = min(max(place + (-1 if up else 1), 0), len(goals) - 1)
    goals[place], goals[other] = goals[other], goals[place]
    for number, each in enumerate(goals, start=1):
        if each.priority != number:
            change(each, priority=number)
    _record("planning.goals_ordered", goal)
    return plan


@action(needs=Permission.PLAN_WRITE, on="goal")
def remove_goal(*, actor: Actor, goal: Goal) -> ServicePlan:
    """Take a goal, with its steps, out of a draft. Goals that led to it stand on their own."""
    plan = _draft(goal.plan_id)
    _record("planning.goal_removed", goal)
    goal.delete()
    return plan


@action(needs=Permission.PLAN_WRITE, on="goal")
def read_goal(*, actor: Actor, goal: Goal, said: Said) -> GoalReading:
    """Write down where a goal stands, as somebody says it. The goal shows the reading of the last day."""
    plan: ServicePlan = facts(ServicePlan, because="a goal is read in the plan that holds").get(pk=goal.plan_id)
    case: Case = facts(Case, because="only an open case is worked on").get(pk=plan.case_id)
    today = workplace(actor).today
    insist(may_read_goal(case_open=case.is_open, status=plan.status, number=said.number, on=said.on, today=today))
    reading = keep_reading(case, goal, said, by=actor)
    facts_told = {"words": goal.words[:SHOWN_WORDS], "number": said.number}
    tell("planning.goal_read", reading, needs=Permission.PLAN_VIEW, facts=facts_told)
    return reading


def keep_reading(case: Case, goal: Goal, said: Said, *, by: Actor) -> GoalReading:
    """Keep a reading as part of an action that tells of it; a later step's review does so too."""
    later = facts(GoalReading, because="the newest reading is the goal's").filter(lineage=goal.lineage, on__gt=said.on)
    newest = not later.exists()
    reading = GoalReading(
        case=case,
        person_id=goal.person_id,
        program_id=goal.program_id,
        lineage=goal.lineage,
        recorded_by_id=by.id if by.kind is ActorKind.STAFF else None,
        **asdict(said),
    )
    reading.save(force_insert=True)
    if newest:
        change(goal, progress=said.number)
    return reading


@action(needs=Permission.PLAN_WRITE, on="goal")
def add_step(*, actor: Actor, goal: Goal, words: StepWords, decided_on: date | None = None) -> ActionStep:
    """Add who does what by when to a goal; `decided_on` as of a goal."""
    _draft(goal.plan_id)
    insist(is_sound_step(due_on=words.due_on, remind_on=words.remind_on))
    step = ActionStep(
        goal=goal,
        plan_id=goal.plan_id,
        person_id=goal.person_id,
        program_id=goal.program_id,
        decided_on=decided_on,
        **asdict(words),
    )
    step.save(force_insert=True)
    _record("planning.step_added", step)
    return step


@action(needs=Permission.PLAN_WRITE, on="step")
def change_step(*, actor: Actor, step: ActionStep, words: StepWords, seen: int | None = None) -> ActionStep:
    """Say a step differently. Raises `StaleRecord`; `Refused` once the plan is signed."""
    _draft(step.plan_id)
    insist(is_sound_step(due_on=words.due_on, remind_on=words.remind_on))
    change(step, seen=seen, **asdict(words))
    _record("planning.step_changed", step)
    return step


@action(needs=Permission.PLAN_WRITE, on="step")
def remove_step(*, actor: Actor, step: ActionStep) -> ServicePlan:
    """Take a step out of a draft."""
    plan = _draft(step.plan_id)
    _record("planning.step_removed", step)
    step.delete()
    return plan


@action(needs=Permission.PLAN_WRITE, on="step")
def finish_step(*, actor: Actor, step: ActionStep) -> ActionStep:
    """Tick a step off, whoever did it; a worker's task for it, and the reminder of it, are finished with it."""
    if step.done_at is None:
        change(step, done_at=clock.now())
    for task in (step.task, step.reminder):
        if task is not None and _is_open(task):
            complete_task(actor=actor, task=task)
    tell("planning.step_finished", step, needs=Permission.PLAN_VIEW, facts={"what": step.what})
    return step


def _is_open(task: Task) -> bool:
    return task.done_at is None and task.cancelled_at is None


def _draft(plan_id: UUID) -> ServicePlan:
    """The plan of a goal or step, held until the end, so that nobody signs while its words change.

    Nobody waits for a supervisor to approve words that are being changed.
    """
    held = facts(ServicePlan, because="only a draft changes, and nobody signs meanwhile").select_for_update(no_key=True)
    plan: ServicePlan = held.get(pk=plan_id)
    insist(may_change(status=plan.status))
    withdraw_approval(plan)
    return plan


def _record(verb: str, source: Any) -> None:
    trail.record(verb, subject=source, person_id=source.person_id, program_id=source.program_id)
