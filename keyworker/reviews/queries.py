"""Reviews of a person with what was said of each goal; what is still open on a case; the follow-ups that wait."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import titles_due_at_exit
from keyworker.audit import trail
from keyworker.base import context
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseNote, Message, MessageThread, NoteStatus, PaperSent, Side
from keyworker.people.models import Person
from keyworker.planning.models import PlanStatus, ServicePlan
from keyworker.planning.queries import GoalView, PlanView, working_view
from keyworker.referrals.models import OutgoingReferral, ReferralStatus
from keyworker.reviews.measuring import indicators_on
from keyworker.reviews.models import (
    Closure,
    ExitPlan,
    FollowUp,
    FollowUpOutcome,
    GoalReview,
    Indicator,
    Onward,
    PlanReview,
    ReviewRules,
)
from keyworker.reviews.pace import Risk, with_level
from keyworker.reviews.rules import OpenEnds
from keyworker.tasks.models import Task, TaskKind
from keyworker.visits.models import Visit, VisitStatus

MOST, FEW = 100, 20
AROUND = ("person", "program", "program__review_rules", "owner")
# What a worker or a client counts on; the other tasks are steps of the path and end with it.
PROMISED = (TaskKind.TO_DO, TaskKind.CALL_BACK, TaskKind.ALARM)
OPEN_REFERRAL = (ReferralStatus.REQUESTED, ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)


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
    """The person's reviews with what was said of each goal (see `said_of_goals`), newest first. One query."""
    found = rows(PlanReview, actor=actor, needs=Permission.REVIEW_VIEW).filter(person=person)
    about = GoalReview.objects.filter(review=OuterRef("pk")).order_by("goal__priority", "id")
    said = JSONObject(
        words="goal__words", number="reading__number", helped="what_helped", barriers="barriers", onward="onward"
    )
    found = found.annotate(said=ArraySubquery(about.values(held=said)))
    return list(found.select_related("reviewed_by", "plan", "risk").order_by("-reviewed_on", "-id")[:MOST])


def said_of_goals(review: PlanReview) -> list[dict[str, Any]]:
    """What was said about each goal at a review of `reviews_of`, with what became of it in words."""
    said: list[dict[str, Any]] = review.said  # type: ignore[attr-defined]
    return [{**each, "becomes": str(Onward(each["onward"]).label)} for each in said]


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


def beside_the_review(actor: Actor, case_id: UUID) -> tuple[Case, PlanView | None, Risk | None]:
    """The case, its agreed plan with each goal's readings (None before one was signed), and its risk. Four queries."""
    plans = rows(ServicePlan, actor=actor, needs=Permission.PLAN_VIEW).filter(
        case=OuterRef("pk"), status=PlanStatus.ACTIVE
    )
    risks = with_level(rows(Assessment, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(case=OuterRef("pk")))
    told = JSONObject(key="pk", at="completed_at", code="code")
    cases: QuerySet[Any] = rows(Case, actor=actor, needs=Permission.REVIEW_RECORD).filter(pk=case_id)
    cases = cases.select_related(*AROUND).annotate(
        agreed=Subquery(plans.values("pk")[:1]), told=Subquery(risks.values(held=told)[:1])
    )
    if (case := cases.first()) is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    last = case.told
    risk = Risk(UUID(last["key"]), datetime.fromisoformat(last["at"]), last["code"]) if last else None
    return case, working_view(actor, case.agreed) if case.agreed else None, risk


def begun_version(actor: Actor, case: Case) -> ServicePlan | None:
    """The version of the plan that is being written."""
    found = rows(ServicePlan, actor=actor, needs=Permission.PLAN_VIEW)
    return found.filter(case=case, status=PlanStatus.DRAFT).first()


def program_to_rule(actor: Actor, program_id: UUID) -> Program:
    """A program whose way of looking back the actor sets. Raises `Absent`."""
    return require(Program, program_id, actor=actor, needs=Permission.REVIEW_RULES)


def rules_of(program: Program) -> ReviewRules | None:
    """How soon the program's plans are looked at again, by the level of risk; None: as usual."""
    held = facts(ReviewRules, because="whoever may set the program's rules sees them")
    found: ReviewRules | None = held.filter(program=program).first()
    return found


def case_to_review(actor: Actor, case_id: UUID | str, needs: Permission) -> Case:
    """The case with what its pages always show."""
    return require(Case, case_id, actor=actor, needs=needs, join=AROUND)


def open_ends(case: Case) -> OpenEnds:
    """What is still open on the case, whoever may see it. Three queries, four where forms are asked at the end."""
    because = "a case is closed only when its open ends are known"
    open_tasks = facts(Task, because=because).filter(done_at=None, cancelled_at=None)
    unread = facts(Message, because=because).filter(thread=OuterRef("pk"), side=Side.CLIENT, read_at=None)
    waits = Q(unanswered_since__isnull=False) | Exists(unread)
    counted = {
        "unsigned_notes": facts(CaseNote, because=because).filter(status=NoteStatus.DRAFT).exclude(text=""),
        "promised": open_tasks.filter(kind__in=PROMISED),
        "open_tasks": open_tasks.exclude(kind__in=PROMISED),
        "open_referrals": facts(OutgoingReferral, because=because).filter(status__in=OPEN_REFERRAL),
        "planned_visits": facts(Visit, because=because).filter(status=VisitStatus.PLANNED),
        "messages": facts(MessageThread, because=because).filter(waits),
        "papers": facts(PaperSent, because=because).filter(looked_at=None),
        "drafts": facts(ServicePlan, because=because).filter(status=PlanStatus.DRAFT),
    }
    named = {f"the_{name}": _count(rows_of) for name, rows_of in counted.items()}
    found: Any = facts(Case, because=because).filter(pk=case.pk).values(**named).get()
    actor = context.current().actor
    standing = indicators_on(case, today=workplace(actor).today)
    return OpenEnds(
        unsigned_notes=found["the_unsigned_notes"],
        promised=found["the_promised"],
        open_tasks=found["the_open_tasks"],
        open_referrals=found["the_open_referrals"],
        messages=found["the_messages"],
        papers=found["the_papers"],
        planned_visits=found["the_planned_visits"],
        unsigned_plan=bool(found["the_drafts"]),
        not_asked=tuple(titles_due_at_exit(actor, case)),
        not_measured=tuple(each.indicator.name for each in standing if each.stops_the_end),
    )


def _count(found: "QuerySet[Any]") -> Coalesce:
    """How many rows hang on the outer case."""
    counted = found.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def exit_plan_of(actor: Actor, case: Case) -> ExitPlan | None:
    """How the end is planned; None before anybody wrote it down."""
    return rows(ExitPlan, actor=actor, needs=Permission.REVIEW_VIEW).filter(case=case).first()


def cases_and_exits(actor: Actor, person: Person) -> list[tuple[Case, ExitPlan | None]]:
    """The person's cases, open ones first, each with how its end is planned as far as the actor may read. One query."""
    plans = rows(ExitPlan, actor=actor, needs=Permission.REVIEW_VIEW).filter(case=OuterRef("pk"))
    found = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(person=person).annotate(told=Exists(plans))
    cases = found.select_related("program", "owner", "exit_plan").order_by("status", "-opened_at")
    return [(case, case.exit_plan if case.told else None) for case in cases]


def may_close_anyway(actor: Actor, case: Case) -> bool:
    """Whether the actor may decide over what is open on the case. One query, none for who never may."""
    return rows(Case, actor=actor, needs=Permission.CASE_CLOSE_ANYWAY).filter(pk=case.pk).exists()


def closure_to_print(actor: Actor, closure_id: UUID) -> Closure:
    """How a case ended, to take home; that it was printed is recorded. Raises `Absent`."""
    join = ("person", "case", "case__owner", "program", "closed_by")
    closure = require(Closure, closure_id, actor=actor, needs=Permission.REVIEW_VIEW, join=join)
    trail.record("reviews.summary_printed", subject=closure, person_id=closure.person_id, program_id=closure.program_id)
    return closure


def goals_to_the_end(actor: Actor, closure: Closure) -> list[GoalView]:
    """The goals of the plan that was agreed last, with their readings. Four queries."""
    plans = rows(ServicePlan, actor=actor, needs=Permission.PLAN_VIEW).filter(case=closure.case_id)
    key = plans.exclude(signed_at=None).order_by("-number").values_list("pk", flat=True).first()
    return working_view(actor, key).goals if key else []


def referrals_before(actor: Actor, case: Case) -> list[OutgoingReferral]:
    """Referrals out of a case that were not called off, newest first: what became of them is asked after the end."""
    found = rows(OutgoingReferral, actor=actor, needs=Permission.REVIEW_RECORD).filter(case=case)
    return list(found.exclude(status=ReferralStatus.CANCELLED).order_by("-sent_at", "-id")[:FEW])


def program_indicators(program: Program) -> list[Indicator]:
    """What the program measures. One query."""
    held = facts(Indicator, because="whoever may set the program's rules sees them")
    return list(held.filter(program=program, ended_at=None).order_by("kind", "name", "id"))
