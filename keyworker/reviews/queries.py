"""Reviews of a person with each goal's readings; what is still open on a case; the follow-ups that wait."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.assessment.queries import titles_due_at_exit
from keyworker.base import context
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseNote, NoteStatus
from keyworker.people.models import Person
from keyworker.planning.models import Goal, PlanStatus, ServicePlan
from keyworker.referrals.models import OutgoingReferral, ReferralStatus
from keyworker.reviews.models import Closure, FollowUp, FollowUpOutcome, OutcomeMeasure, PlanReview
from keyworker.reviews.rules import OpenEnds
from keyworker.tasks.models import Task
from keyworker.visits.models import Visit, VisitStatus

MOST = 100
OPEN_REFERRAL = (ReferralStatus.REQUESTED, ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal in its newest wording and its readings, oldest first, through all versions of the plan."""

    words: str
    readings: list[tuple[date, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """A follow-up of a closed case: when to ask, and what came of it once somebody asked."""

    pk: UUID
    number: str
    due_on: date
    done_on: date | None
    outcome: str
    words: str
    done_by: str

    @property
    def outcome_name(self) -> str:
        return str(FollowUpOutcome(self.outcome).label) if self.outcome else ""


def reviews_of(actor: Actor, person: Person) -> list[PlanReview]:
    """The person's reviews with their readings (see `progress_of`), newest first. One query."""
    found = rows(PlanReview, actor=actor, needs=Permission.REVIEW_VIEW).filter(person=person)
    readings = OutcomeMeasure.objects.filter(review=OuterRef("pk")).order_by("id")
    told = JSONObject(lineage="lineage", words="goal__words", on="on", reading="reading")
    found = found.annotate(read=ArraySubquery(readings.values(held=told)))
    return list(found.select_related("reviewed_by", "plan").order_by("-reviewed_on", "-id")[:MOST])


def progress_of(reviews: list[PlanReview]) -> list[GoalProgress]:
    """Every goal that was read at these reviews."""
    by_goal: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for review in reversed(reviews):
        for reading in review.read:  # type: ignore[attr-defined]
            by_goal[reading["lineage"]].append(reading)
    return [
        GoalProgress(read[-1]["words"], [(date.fromisoformat(one["on"]), one["reading"]) for one in read])
        for read in by_goal.values()
    ]


def closures_of(actor: Actor, person: Person) -> list[Closure]:
    """How the person's cases ended, with the follow-ups (see `asked_after`), newest first. One query."""
    found = rows(Closure, actor=actor, needs=Permission.REVIEW_VIEW).filter(person=person)
    told = JSONObject(
        pk="pk", due_on="due_on", done_on="done_on", outcome="outcome", words="words", done_by="done_by__name"
    )
    asked = FollowUp.objects.filter(closure=OuterRef("pk")).order_by("-done_on", "due_on", "id")
    found = found.annotate(asked=ArraySubquery(asked.values(held=told)))
    return list(found.select_related("case", "closed_by").order_by("-closed_on", "-id")[:MOST])


def asked_after(closures: list[Closure]) -> list[Asked]:
    """The follow-ups of these closings."""
    return [_asked(closure, held) for closure in closures for held in closure.asked]  # type: ignore[attr-defined]


def _asked(closure: Closure, held: dict[str, Any]) -> Asked:
    done_on = date.fromisoformat(held["done_on"]) if held["done_on"] else None
    return Asked(
        UUID(held["pk"]),
        closure.case.number,
        date.fromisoformat(held["due_on"]),
        done_on,
        held["outcome"],
        held["words"],
        held["done_by"] or "",
    )


def agreed_goals(actor: Actor, case: Case) -> list[Goal]:
    """The goals of the case's agreed plan, in the client's order."""
    found = rows(Goal, actor=actor, needs=Permission.PLAN_VIEW).filter(plan__case=case, plan__status=PlanStatus.ACTIVE)
    return list(found.order_by("priority", "created_at", "id"))


def case_to_review(actor: Actor, case_id: UUID | str, needs: Permission) -> Case:
    """The case with what its pages always show."""
    return require(Case, case_id, actor=actor, needs=needs, join=("person", "program", "owner"))


def open_ends(case: Case) -> OpenEnds:
    """What is still open on the case, whoever may see it. Two queries, three where forms are asked at the end."""
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
        not_asked=tuple(titles_due_at_exit(context.current().actor, case)),
    )


def _count(found: "QuerySet[Any]") -> Coalesce:
    """How many rows hang on the outer case."""
    counted = found.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))
