"""How often a plan is looked at again: the program's own pace, quicker where the risk is high."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.agencies.models import Program
from keyworker.assessment.models import Assessment, SetLevel
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.reviews.models import ReviewRules, RiskLevel

RISK_ASSESSMENT = "https://keyworker.example/Questionnaire/risk-assessment"
OVERALL = "overall-level"
BECAUSE = "the pace of reviews follows the level of risk"


@dataclass(frozen=True, slots=True)
class Risk:
    """The last risk assessment of a case: its key, when it was finished, and the level that counts, by its code."""

    assessment_id: UUID
    at: Any
    code: str

    @property
    def level(self) -> str:
        return str(RiskLevel(self.code).label) if self.code in RiskLevel.values else ""


def risk_of(actor: Actor, case: Case) -> Risk | None:
    """As the actor may see it. One query."""
    return _risk(rows(Assessment, actor=actor, needs=Permission.ASSESSMENT_VIEW), case)


def _risk(found: "QuerySet[Assessment]", case: Case) -> Risk | None:
    row = with_level(found.filter(case=case)).first()
    return Risk(row.pk, row.completed_at, row.code) if row else None


def with_level(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """Finished risk assessments, the last first, each with the code of the level that counts: one set by hand does."""
    set_by_hand = facts(SetLevel, because=BECAUSE).filter(assessment=OuterRef("pk"), link_id=OVERALL)
    last = Subquery(set_by_hand.order_by("-created_at").values("code")[:1])
    finished = found.filter(questionnaire__url=RISK_ASSESSMENT, completed_at__isnull=False)
    coded: QuerySet[Any] = finished.annotate(code=Coalesce(NullIf(last, Value("")), "band_code"))
    return coded.order_by("-completed_at", "-id")


def days_at(rules: ReviewRules | None, code: str) -> int | None:
    """Days from one review to the next that the program sets for a level of risk; None where it sets none."""
    if rules is None or code not in RiskLevel.values:
        return None
    found: int | None = getattr(rules, f"{code.replace('-', '_')}_days")
    return found


@dataclass(frozen=True, slots=True)
class Pace:
    """Days to the next review. `at_most` is the program's word for this level of risk, where it has one."""

    usual: int
    at_most: int | None

    @property
    def days(self) -> int:
        return self.at_most or self.usual


def pace_of(program: Program, risk: Risk | None) -> Pace:
    """How soon a plan is to be looked at again in a program, at a risk. One query unless its rules came with it."""
    rules: ReviewRules | None = getattr(program, "review_rules", None)
    return Pace(program.review_every_days, days_at(rules, risk.code if risk else ""))


def risk_whoever_looks(case: Case) -> Risk | None:
    """The same as `risk_of`, for a rule that holds whoever acts. One query."""
    return _risk(facts(Assessment, because=BECAUSE), case)
