"""Reviews of a person with each goal's readings; what is still open on a case; the follow-ups that wait."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseNote, NoteStatus
from keyworker.people.models import Person
from keyworker.planning.models import Goal, PlanStatus, ServicePlan
from keyworker.referrals.models import OutgoingReferral, ReferralStatus
from keyworker.reviews.models import Closure, FollowUp, OutcomeMeasure, PlanReview
from keyworker.reviews.rules import OpenEnds
from keyworker.tasks.models import Task
from keyworker.visits.models import Visit, VisitStatus

MOST = 100
OPEN_REFERRAL = (ReferralStatus.REQUESTED, ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal and its readings, oldest first, through all versions of the plan."""

    goal: Goal
    readings: list[OutcomeMeasure] = field(default_factory=list)


def reviews_of(actor: Actor, person: Person) -> list[PlanReview]:
    """The person's reviews, newest first."""
    found = rows(PlanReview, actor=actor, needs=Permission.REVIEW_VIEW).filter(person=person)
    return list(found.select_related("reviewed_by", "plan").order_by("-reviewed_on", "-id")[:MOST])


def progress_of(actor: Actor, person: Person) -> list[GoalProgress]:
    """Every goal that was ever read, in its newest wording, with its readings. One query."""
    found = rows(OutcomeMeasure, actor=actor, needs=Permission.REVIEW_VIEW).filter(person=person)
    by_goal: dict[UUID, list[OutcomeMeasure]] = defaultdict(list)
    for measure in found.select_related("goal").order_by("on", "id")[: MOST * 10]:
        by_goal[measure.lineage].append(measure)
    return [GoalProgress(measures[-1].goal, measures) for measures in by_goal.values()]


def closures_of(actor: Actor, person: Person) -> list[Closure]:
    """How the person's cases ended, newest first."""
    found = rows(Closure, actor=actor, needs=Permission.REVIEW_VIEW).filter(person=person)
    return list(found.select_related("case", "closed_by").order_by("-closed_on", "-id")[:MOST])


def follow_ups_of(actor: Actor, person: Person) -> list[FollowUp]:
    """Follow-ups of the person, those that wait first."""
    found = rows(FollowUp, actor=actor, needs=Permission.REVIEW_VIEW).filter(person=person)
    return list(found.select_related("done_by", "case").order_by("-done_on", "due_on", "id")[:MOST])


def agreed_goals(actor: Actor, case: Case) -> list[Goal]:
    """The goals of the case's agreed plan, in the client's order."""
    found = rows(Goal, actor=actor, needs=Permission.PLAN_VIEW).filter(plan__case=case, plan__status=PlanStatus.ACTIVE)
    return list(found.order_by("priority", "created_at", "id"))


def case_to_review(actor: Actor, case_id: UUID | str, needs: Permission) -> Case:
    """The case with what its pages always show."""
    return require(Case, case_id, actor=actor, needs=needs, join=("person", "program", "owner"))


def open_ends(case: Case) -> OpenEnds:
    """What is still open on the case, whoever may see it. One query."""
    because = "a case is closed only when its open ends are known"
    counted = {
        "unsigned_notes": facts(CaseNote, because=because).filter(status=NoteStatus.DRAFT).exclude(text=""),
        "open_tasks": facts(Task, because=because).filter(done_at=None, cancelled_at=None),
        "open_referrals": facts(OutgoingReferral, because=because).filter(status__in=OPEN_REFERRAL),
        "planned_visits": facts(Visit, because=because).filter(status=VisitStatus.PLANNED),
        "drafts": facts(ServicePlan, because=because).filter(status=PlanStatus.DRAFT),
    }
    named = {f"the_{name}": _count(rows_of) for name, rows_of in counted.items()}
    found: Any = facts(Case, because=because).filter(pk=case.pk).values(**named).get()
    return OpenEnds(
        unsigned_notes=found["the_unsigned_notes"],
        open_tasks=found["the_open_tasks"],
        open_referrals=found["the_open_referrals"],
        planned_visits=found["the_planned_visits"],
        unsigned_plan=bool(found["the_drafts"]),
    )


def _count(found: "QuerySet[Any]") -> Coalesce:
    """How many rows hang on the outer case."""
    counted = found.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))
