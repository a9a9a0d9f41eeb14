"""Looking at the plan again with the client: their words, each goal, the risk, what comes next."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case, Step
from keyworker.cases.path import may_begin
from keyworker.people.timeline import tell
from keyworker.planning.actions import Said, keep_reading, new_version
from keyworker.planning.models import MOST_PROGRESS, Goal, GoalReading, GoalStatus, PlanStatus, ServicePlan
from keyworker.reviews.actions.measuring import Measures, keep_measures
from keyworker.reviews.models import GoalReview, Moment, Onward, PlanReview, RiskReview
from keyworker.reviews.pace import pace_of, risk_of, risk_whoever_looks
from keyworker.reviews.rules import Reading, is_sound_review, may_review
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind

BECOMES = {
    Onward.PAUSE.value: GoalStatus.ON_HOLD,
    Onward.REACHED.value: GoalStatus.COMPLETED,
    Onward.LET_GO.value: GoalStatus.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class AboutGoal:
    """What was said about one goal, and what becomes of it."""

    what_helped: str = ""
    barriers: str = ""
    onward: str = Onward.GO_ON.value


@dataclass(frozen=True, slots=True)
class Review:
    """What was said and read. `readings` is goal → 0 (not begun) to 10 (there); `goals` what was said about each.

    `measures` are the program's indicators; `change_plan` begins a new version of the plan. `seen` is the plan's
    version on the page.
    """

    reviewed_on: date
    what_went_well: str
    next_review_on: date
    what_changed: str = ""
    readings: Mapping[UUID, int] = field(default_factory=dict)
    celebrate: str = ""
    goals: Mapping[UUID, AboutGoal] = field(default_factory=dict)
    risk_words: str = ""
    change_plan: bool = False
    measures: Mapping[UUID, Decimal] = field(default_factory=dict)
    seen: int | None = None


@action(needs=Permission.REVIEW_RECORD, on="case")
def record_review(*, actor: Actor, case: Case, review: Review) -> PlanReview:
    """Write down a review, and begin a new version of the plan where it changes. The next review is a dated step.

    Raises `Refused`, and `StaleRecord` when the plan was looked at or changed since the page was opened.
    """
    plan = _agreed_plan(case)
    insist(may_review(case_open=case.is_open, has_plan=plan is not None))
    insist(may_begin(case.program, PathStep.REVIEW))
    assert plan is not None  # noqa: S101 - may_review has refused otherwise
    goals = {goal.pk: goal for goal in plan.goals.select_for_update(no_key=True)}
    _insist_on_sense(actor, case, review, frozenset(goals))
    change(plan, seen=review.seen, review_on=review.next_review_on)
    readings = {key: _move_on(actor, case, goal, review) for key, goal in goals.items()}
    held = PlanReview(
        case=case,
        plan=plan,
        person_id=case.person_id,
        program_id=case.program_id,
        reviewed_on=review.reviewed_on,
        what_went_well=review.what_went_well,
        what_changed=review.what_changed,
        celebrate=review.celebrate,
        next_review_on=review.next_review_on,
        reviewed_by_id=actor.staff_id,
        led_to=_next_version(actor, plan).number if review.change_plan else None,
    )
    held.save(force_insert=True)
    for key, goal in goals.items():
        _keep(held, goal, readings[key], review.goals.get(key))
    if case.program.uses(PathStep.RISK):
        _look_at_the_risk(actor, case, held, review.risk_words)
    keep_measures(actor, case, Measures(Moment.REVIEW.value, review.reviewed_on, review.measures), held)
    _plan_the_next(actor, case, held)
    told = {"next_review_on": review.next_review_on.isoformat(), "goals": len(review.readings)}
    tell("reviews.plan_reviewed", held, needs=Permission.REVIEW_VIEW, facts=told)
    return held


def _insist_on_sense(actor: Actor, case: Case, review: Review, goals: frozenset[object]) -> None:
    said = {**dict.fromkeys(review.goals, 0), **review.readings}
    at_most = pace_of(case.program, risk_whoever_looks(case)).at_most
    reading = Reading(review.what_went_well, review.reviewed_on, review.next_review_on, said, at_most)
    insist(is_sound_review(reading, goals=goals, today=workplace(actor).today))


def _agreed_plan(case: Case) -> ServicePlan | None:
    plans = facts(ServicePlan, because="only the agreed plan is reviewed").filter(case=case, status=PlanStatus.ACTIVE)
    return plans.select_for_update(no_key=True).first()


def _move_on(actor: Actor, case: Case, goal: Goal, review: Review) -> GoalReading | None:
    """The goal shows its newest reading and what becomes of it; ten is there, whatever was ticked beside it."""
    about, number = review.goals.get(goal.pk), review.readings.get(goal.pk)
    status: str | None = BECOMES.get(about.onward) if about else None
    if status is None and (about is not None or number is not None):
        still = GoalStatus.ACTIVE if goal.status == GoalStatus.COMPLETED or about is not None else goal.status
        status = GoalStatus.COMPLETED if number == MOST_PROGRESS else still
    if status is not None and status != goal.status:
        change(goal, status=status)
    return None if number is None else keep_reading(case, goal, Said(number, review.reviewed_on), by=actor)


def _next_version(actor: Actor, plan: ServicePlan) -> ServicePlan:
    """The draft in which the plan changes: one that is being written already, or a copy of what goes on."""
    drafts = facts(ServicePlan, because="a case has one draft at a time").filter(
        case_id=plan.case_id, status=PlanStatus.DRAFT
    )
    return drafts.first() or new_version(actor=actor, plan=plan)


def _keep(review: PlanReview, goal: Goal, reading: GoalReading | None, about: AboutGoal | None) -> None:
    if reading is None and about is None:
        return
    GoalReview(
        review=review,
        goal=goal,
        lineage=goal.lineage,
        person_id=goal.person_id,
        program_id=goal.program_id,
        reading=reading,
        **asdict(about or AboutGoal()),
    ).save(force_insert=True)


def _look_at_the_risk(actor: Actor, case: Case, review: PlanReview, words: str) -> None:
    risk = risk_of(actor, case)
    if risk is None and not words:
        return
    RiskReview(
        review=review,
        assessment_id=risk.assessment_id if risk else None,
        person_id=review.person_id,
        program_id=review.program_id,
        level=risk.code if risk else "",
        words=words,
    ).save(force_insert=True)


def _plan_the_next(actor: Actor, case: Case, review: PlanReview) -> None:
    finish_tasks(case, TaskKind.REVIEW, by=actor)
    plan_task(
        case,
        what=_("Look at the plan again together"),
        due_on=review.next_review_on,
        kind=TaskKind.REVIEW,
        source=review,
    )
    if case.step == Step.REVIEW:
        change(case, step=Step.DELIVERY)
