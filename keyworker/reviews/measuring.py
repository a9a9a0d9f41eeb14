"""Which of a program's indicators are due on a case, and what was measured."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from keyworker.access.sight import facts
from keyworker.cases.models import Case
from keyworker.reviews.models import Indicator, IndicatorReading, Moment, PlanReview

BECAUSE = "what a program promises to measure is due, whoever looks"
# What was measured so shortly before the end need not be measured again at the end.
FRESH_AT_EXIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Measured:
    """One reading as it is shown."""

    moment: str
    value: Decimal
    on: date

    @property
    def moment_name(self) -> str:
        return str(Moment(self.moment).label)


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator on a case: its readings, oldest first, and the moments at which one is missing.

    `due` is what is missing already; at the end `due_at_exit` is missing, too.
    """

    indicator: Indicator
    readings: list[Measured]
    due: list[str]
    due_at_exit: bool

    @property
    def due_names(self) -> list[str]:
        return [str(Moment(moment).label) for moment in self.due]

    @property
    def stops_the_end(self) -> bool:
        return bool(self.due) or self.due_at_exit


def indicators_on(case: Case, *, today: date) -> list[Standing]:
    """The program's indicators as they stand on a case, by name. One query."""
    readings = facts(IndicatorReading, because=BECAUSE).filter(indicator=OuterRef("pk"), case=case)
    last = facts(PlanReview, because=BECAUSE).filter(case=case).order_by("-reviewed_on", "-id").values("pk")[:1]
    told = JSONObject(moment="moment", value="value", on="on")
    found: QuerySet[Any] = facts(Indicator, because=BECAUSE).filter(program=case.program_id, ended_at=None)
    found = found.annotate(
        told=ArraySubquery(readings.order_by("on", "created_at").values(held=told)),
        last_review=Subquery(last),
        reviewed=Exists(readings.filter(review_id=Subquery(last))),
    )
    return [_standing(row, case, today) for row in found.order_by("kind", "name", "id")]


def _standing(row: Any, case: Case, today: date) -> Standing:
    readings = [
        Measured(each["moment"], Decimal(str(each["value"])), date.fromisoformat(each["on"])) for each in row.told
    ]
    known = {each.moment for each in readings}
    due = []
    # Nobody is asked for what they could not know: it was not measured yet when they came.
    if row.at_intake and row.created_at <= case.opened_at and Moment.INTAKE not in known:
        due.append(Moment.INTAKE.value)
    if row.at_review and row.last_review and not row.reviewed:
        due.append(Moment.REVIEW.value)
    fresh = any(each.moment == Moment.EXIT and each.on >= today - FRESH_AT_EXIT for each in readings)
    return Standing(row, readings, due, row.at_exit and not fresh)
