"""How often a program looks back, and bringing reviews forward where the risk has risen."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep, Program
from keyworker.assessment.models import Assessment
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case, CaseStatus
from keyworker.people.timeline import tell
from keyworker.planning.models import PlanStatus, ServicePlan
from keyworker.reviews.models import PlanReview, ReviewRules, RiskLevel
from keyworker.reviews.pace import days_at, with_level
from keyworker.reviews.rules import may_set_pace
from keyworker.tasks.actions import plan_task, refresh_next_step
from keyworker.tasks.models import Task, TaskKind

AT_A_TIME = 200
BECAUSE = "a review is due by the program's rules, whoever looks"


@dataclass(frozen=True, slots=True)
class Days:
    """Days from one review to the next at each level of risk; None means as often as usual."""

    low_days: int | None = None
    medium_days: int | None = None
    high_days: int | None = None
    very_high_days: int | None = None


@action(needs=Permission.REVIEW_RULES, on="program")
def set_review_rules(*, actor: Actor, program: Program, days: Days, seen: int | None = None) -> ReviewRules:
    """Say how often plans are looked at again. Raises `StaleRecord`; `Refused` when a higher risk would wait longer."""
    wanted = asdict(days)
    insist(may_set_pace(wanted))
    held = facts(ReviewRules, because="a program looks back in one way").filter(program=program)
    rules: ReviewRules | None = held.select_for_update(no_key=True).first()
    if rules is None:
        rules = ReviewRules(program=program, **wanted)
        rules.save(force_insert=True)
    else:
        change(rules, seen=seen, **wanted)
    trail.record("reviews.rules_set", subject=rules, program_id=program.pk, facts=wanted)
    return rules


@action(needs=Permission.REVIEW_RULES, on="program")
def bring_reviews_forward(*, actor: Actor, program: Program) -> int:
    """Plan or move the review of each case whose risk asks for it sooner. Answers how many, at most two hundred.

    Call it until it moves none. No review is put off: a worker may have promised an earlier day.
    """
    rules = facts(ReviewRules, because=BECAUSE).filter(program=program).first()
    now = workplace(actor).now
    moved = 0
    paced = program.uses(PathStep.REVIEW) and program.uses(PathStep.RISK)
    for code in RiskLevel.values if paced else ():
        if (days := days_at(rules, code)) is not None:
            for case in _waiting_too_long(program, code, days, now)[: AT_A_TIME - moved]:
                _bring_forward(case, max(case.since + timedelta(days=days), now.date()))
                moved += 1
    trail.record("reviews.reviews_planned", subject=program, program_id=program.pk, facts={"reviews": moved})
    return moved


def _waiting_too_long(program: Program, code: str, days: int, now: datetime) -> "QuerySet[Any]":
    """Open cases at this level of risk, with an agreed plan, whose next review is planned for later than it may be."""
    risk = with_level(facts(Assessment, because=BECAUSE).filter(case=OuterRef("pk"))).values("code")[:1]
    reviews = facts(PlanReview, because=BECAUSE).filter(case=OuterRef("pk")).order_by().values("case")
    agreed = facts(ServicePlan, because=BECAUSE).filter(case=OuterRef("pk"), status=PlanStatus.ACTIVE)
    cases = facts(Case, because=BECAUSE).filter(program=program, status=CaseStatus.ACTIVE)
    cases = cases.annotate(
        risk=Subquery(risk),
        signed=Subquery(agreed.values(on=TruncDate("signed_at", tzinfo=now.tzinfo))[:1], output_field=DateField()),
        reviewed=Subquery(reviews.annotate(on=Max("reviewed_on")).values("on"), output_field=DateField()),
        planned=Subquery(_open_reviews().order_by("due_on").values("due_on")[:1], output_field=DateField()),
    )
    cases = cases.filter(risk=code, signed__isnull=False)
    cases = cases.annotate(since=Coalesce(F("reviewed"), F("signed")))
    late = cases.exclude(planned__lte=now.date()).exclude(planned__lte=F("since") + timedelta(days=days))
    return late.select_related("program").order_by("id").select_for_update(no_key=True, of=("self",))


def _open_reviews() -> "QuerySet[Task]":
    return facts(Task, because=BECAUSE).filter(
        case=OuterRef("pk"), kind=TaskKind.REVIEW, done_at=None, cancelled_at=None
    )


def _bring_forward(case: Any, day: date) -> None:
    open_tasks = facts(Task, because=BECAUSE).filter(case=case, kind=TaskKind.REVIEW, done_at=None, cancelled_at=None)
    task = open_tasks.order_by("due_on").select_for_update(no_key=True).first()
    if task is None:
        task = plan_task(case, what=_("Look at the plan again together"), due_on=day, kind=TaskKind.REVIEW)
    else:
        change(task, due_on=day)
        refresh_next_step(case)
    for plan in facts(ServicePlan, because=BECAUSE).filter(case=case, status=PlanStatus.ACTIVE):
        change(plan, review_on=day)
    tell("reviews.review_due_sooner", task, needs=Permission.TASK_VIEW, facts={"due_on": day.isoformat()})
