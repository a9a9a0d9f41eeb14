"""Writing the draft with the client: the plan's own words, its goals and their steps."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

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
from keyworker.cases.models import Case, Step
from keyworker.people.timeline import tell
from keyworker.planning.models import ActionStep, Doer, Goal, PlanStatus, Priority, ServicePlan
from keyworker.planning.rules import may_change, may_discard, may_start, with_strengths
from keyworker.tasks.actions import complete_task, plan_task, refresh_next_step
from keyworker.tasks.models import Task, TaskKind

DAYS_TO_WRITE = 7
OPEN_TASK = Q(done_at=None, cancelled_at=None)
SHOWN_WORDS = 140


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The plan's own words, beside its goals."""

    strengths: str = ""
    frequency: str = ""
    contingency: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class GoalWords:
    """A goal as it was written down. `words` are the client's own."""

    domain: str
    words: str
    specific: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    target_on: date | None = None
    why_it_matters: str = ""
    priority: int = Priority.NEXT.value


@dataclass(frozen=True, slots=True)
class StepWords:
    """Who does what by when."""

    what: str
    who: str = Doer.WORKER.value
    who_name: str = ""
    due_on: date | None = None


@action(needs=Permission.PLAN_WRITE, on="case")
def start_plan(*, actor: Actor, case: Case, words: PlanWords = PlanWords()) -> ServicePlan:
    """Begin the first plan of a case. Raises `Refused` when one is being written or agreed already."""
    plans = facts(ServicePlan, because="a case has one draft and one agreed plan").filter(case=case)
    standing = set(plans.values_list("status", flat=True))
    insist(
        may_start(
            case_open=case.is_open,
            has_draft=PlanStatus.DRAFT in standing,
            has_agreed=PlanStatus.ACTIVE in standing,
        )
    )
    last = plans.aggregate(last=Max("number"))["last"] or 0
    plan = ServicePlan(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        number=last + 1,
        written_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
        **asdict(words),
    )
    plan.save(force_insert=True)
    _move_to_planning(actor, case, plan)
    tell("planning.plan_started", plan, needs=Permission.PLAN_VIEW, facts={"number": plan.number})
    return plan


def _move_to_planning(actor: Actor, case: Case, plan: ServicePlan) -> None:
    """The case stands at planning now, with the plan as its next dated step when it had none."""
    if case.step in {Step.INTAKE, Step.ASSESSMENT}:
        change(case, step=Step.PLANNING)
    if case.next_step_on is None:
        due_on = workplace(actor).today + timedelta(days=DAYS_TO_WRITE)
        plan_task(case, what=_("Finish the plan together"), due_on=due_on, kind=TaskKind.PLAN, source=plan)


@action(needs=Permission.PLAN_WRITE, on="plan")
def save_plan(*, actor: Actor, plan: ServicePlan, words: PlanWords, seen: int | None = None) -> ServicePlan:
    """Keep the plan's own words. Raises `StaleRecord` when the page was older than the plan."""
    insist(may_change(status=plan.status))
    change(plan, seen=seen, **asdict(words))
    _record("planning.plan_saved", plan)
    return plan


@action(needs=Permission.PLAN_WRITE, on="plan")
def discard_draft_plan(*, actor: Actor, plan: ServicePlan) -> Case:
    """Throw away a draft that nobody signed. Its case keeps a next dated step."""
    insist(may_discard(status=plan.status, signed=plan.signatures.exists()))
    tell("planning.draft_discarded", plan, needs=Permission.PLAN_VIEW, facts={"number": plan.number})
    waiting = facts(Task, because="what the draft asked for is no longer to be done").filter(
        OPEN_TASK, source_id=plan.pk
    )
    for task in waiting.select_for_update(no_key=True):
        change(task, cancelled_at=clock.now())
    case: Case = facts(Case, because="its draft goes").select_for_update(no_key=True).get(pk=plan.case_id)
    plan.goals.all().delete()
    plan.delete()
    refresh_next_step(case)
    if case.is_open and case.next_step_on is None:
        due_on = workplace(actor).today + timedelta(days=DAYS_TO_WRITE)
        plan_task(case, what=_("Write the plan together"), due_on=due_on, kind=TaskKind.PLAN)
    return case


@action(needs=Permission.PLAN_WRITE, on="plan")
def add_goal(
    *, actor: Actor, plan: ServicePlan, words: GoalWords, need: Need | None = None, helps: Sequence[str] = ()
) -> Goal:
    """Write down one more goal in the client's words; `need` is what it was made of, `helps` goes into the plan."""
    insist(may_change(status=plan.status))
    goal = Goal(plan=plan, person_id=plan.person_id, program_id=plan.program_id, need=need, **asdict(words))
    goal.save(force_insert=True)
    strengths = with_strengths(plan.strengths, helps)
    if strengths != plan.strengths:
        change(plan, strengths=strengths)
    tell("planning.goal_added", goal, needs=Permission.PLAN_VIEW, facts={"words": goal.words[:SHOWN_WORDS]})
    return goal


@action(needs=Permission.PLAN_WRITE, on="goal")
def change_goal(*, actor: Actor, goal: Goal, words: GoalWords, seen: int | None = None) -> Goal:
    """Say a goal differently. Raises `StaleRecord`; `Refused` once the plan is signed."""
    _draft(goal.plan_id)
    change(goal, seen=seen, **asdict(words))
    _record("planning.goal_changed", goal)
    return goal


@action(needs=Permission.PLAN_WRITE, on="goal")
def remove_goal(*, actor: Actor, goal: Goal) -> ServicePlan:
    """Take a goal, with its steps, out of a draft."""
    plan = _draft(goal.plan_id)
    _record("planning.goal_removed", goal)
    goal.delete()
    return plan


@action(needs=Permission.PLAN_WRITE, on="goal")
def add_step(*, actor: Actor, goal: Goal, words: StepWords) -> ActionStep:
    """Add who does what by when to a goal."""
    _draft(goal.plan_id)
    step = ActionStep(
        goal=goal, plan_id=goal.plan_id, person_id=goal.person_id, program_id=goal.program_id, **asdict(words)
    )
    step.save(force_insert=True)
    _record("planning.step_added", step)
    return step


@action(needs=Permission.PLAN_WRITE, on="step")
def change_step(*, actor: Actor, step: ActionStep, words: StepWords, seen: int | None = None) -> ActionStep:
    """Say a step differently. Raises `StaleRecord`; `Refused` once the plan is signed."""
    _draft(step.plan_id)
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
    """Tick a step off, whoever did it; a worker's task for it is finished with it."""
    if step.done_at is None:
        change(step, done_at=clock.now())
    task = step.task
    if task is not None and task.done_at is None and task.cancelled_at is None:
        complete_task(actor=actor, task=task)
    tell("planning.step_finished", step, needs=Permission.PLAN_VIEW, facts={"what": step.what})
    return step


def _draft(plan_id: UUID) -> ServicePlan:
    """The plan of a goal or step, held until the end, so that nobody signs while its words change."""
    held = facts(ServicePlan, because="only a draft changes, and nobody signs meanwhile").select_for_update(no_key=True)
    plan: ServicePlan = held.get(pk=plan_id)
    insist(may_change(status=plan.status))
    return plan


def _record(verb: str, source: Any) -> None:
    trail.record(verb, subject=source, person_id=source.person_id, program_id=source.program_id)
