"""Looking at the plan again with the client: their words, a reading for each goal, and the next review's day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case, Step
from keyworker.people.timeline import tell
from keyworker.planning.actions import Said, keep_reading
from keyworker.planning.models import MOST_PROGRESS, Goal, GoalStatus, PlanStatus, ServicePlan
from keyworker.reviews.models import OutcomeMeasure, PlanReview
from keyworker.reviews.rules import Reading, is_sound_review, may_review
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind


@dataclass(frozen=True, slots=True)
class Review:
    """What was said and read. `readings` is goal → 0 (not begun) to 10 (there)."""

    reviewed_on: date
    what_went_well: str
    next_review_on: date
    what_changed: str = ""
    readings: Mapping[UUID, int] = field(default_factory=dict)


@action(needs=Permission.REVIEW_RECORD, on="case")
def record_review(*, actor: Actor, case: Case, review: Review) -> PlanReview:
    """Write down a review. The case works on at its plan, with the next review as a dated step."""
    plan = _agreed_plan(case)
    insist(may_review(case_open=case.is_open, has_plan=plan is not None))
    assert plan is not None  # noqa: S101 - may_review has refused otherwise
    goals = {goal.pk: goal for goal in plan.goals.select_for_update(no_key=True)}
    reading = Reading(review.what_went_well, review.reviewed_on, review.next_review_on, dict(review.readings))
    insist(is_sound_review(reading, goals=frozenset(goals), today=workplace(actor).today))
    held = PlanReview(
        case=case,
        plan=plan,
        person_id=case.person_id,
        program_id=case.program_id,
        reviewed_on=review.reviewed_on,
        what_went_well=review.what_went_well,
        what_changed=review.what_changed,
        next_review_on=review.next_review_on,
        reviewed_by_id=actor.staff_id,
    )
    held.save(force_insert=True)
    for key, number in review.readings.items():
        _read(actor, held, goals[key], number)
    change(plan, review_on=review.next_review_on)
    _plan_the_next(actor, case, held)
    told = {"next_review_on": review.next_review_on.isoformat(), "goals": len(review.readings)}
    tell("reviews.plan_reviewed", held, needs=Permission.REVIEW_VIEW, facts=told)
    return held


def _agreed_plan(case: Case) -> ServicePlan | None:
    plans = facts(ServicePlan, because="only the agreed plan is reviewed").filter(case=case, status=PlanStatus.ACTIVE)
    return plans.select_for_update(no_key=True).first()


def _read(actor: Actor, review: PlanReview, goal: Goal, number: int) -> None:
    """Keep the reading, with those taken between reviews too, and let the goal show it; ten is there."""
    OutcomeMeasure(
        review=review,
        goal=goal,
        lineage=goal.lineage,
        person_id=goal.person_id,
        program_id=goal.program_id,
        reading=number,
        on=review.reviewed_on,
    ).save(force_insert=True)
    reached = number == MOST_PROGRESS
    again = GoalStatus.ACTIVE if goal.status == GoalStatus.COMPLETED else goal.status
    change(goal, status=GoalStatus.COMPLETED if reached else again)
    keep_reading(review.case, goal, Said(number, review.reviewed_on), by=actor)


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
