"""The figures of a programme: counts and days, nobody's name. Only what is shown leaves this file unhidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.delivery.models import CaseContact, ContactOutcome
from keyworker.insight.rules import is_small, shown, shown_parts
from keyworker.intake.models import IncomingReferral, ReferralStatus
from keyworker.reviews.models import ClosingReason, Closure, FollowUp

COUNTED = "figures are counts of people the reader may not know; small ones are hidden"


class Median(Aggregate):
    """The middle value; half are smaller."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Figures:
    """One programme's (or all one's programmes') figures of a period. None: too small to show."""

    referrals: int | None
    referrals_by_outcome: dict[str, int | None]
    open_now: int | None
    opened: int | None
    closed: int | None
    closed_by_reason: dict[str, int | None]
    first_contact_days: float | None
    asked: int | None
    still_well: int | None


def programs(actor: Actor) -> list[Program]:
    """Programmes whose figures the reader may see."""
    return list(rows(Program, actor=actor, needs=Permission.FIGURES_VIEW).order_by("name"))


def figures(chosen: Sequence[Program], *, since: date) -> Figures:
    """Figures of these programmes since a day of the agency's calendar. Five queries."""
    begins = datetime.combine(since, time(), tzinfo=timezone.get_current_timezone())
    referrals = _by(_of(IncomingReferral, chosen).filter(received_at__gte=begins), "status")
    cases = _of(Case, chosen).aggregate(
        open_now=Count("pk", filter=Q(status=CaseStatus.ACTIVE)), opened=Count("pk", filter=Q(opened_at__gte=begins))
    )
    closed = _by(_of(Closure, chosen).filter(closed_on__gte=since, reopened_at=None), "reason")
    asked = (
        _of(FollowUp, chosen)
        .filter(done_on__gte=since)
        .aggregate(asked=Count("pk", filter=Q(still_well__isnull=False)), well=Count("pk", filter=Q(still_well=True)))
    )
    well = shown_parts({"well": asked["well"], "not": asked["asked"] - asked["well"]})
    return Figures(
        referrals=shown(sum(referrals.values())),
        referrals_by_outcome=_labelled(shown_parts(referrals), ReferralStatus),
        open_now=shown(cases["open_now"]),
        opened=shown(cases["opened"]),
        closed=shown(sum(closed.values())),
        closed_by_reason=_labelled(shown_parts(closed), ClosingReason),
        first_contact_days=_first_contact_days(chosen, begins),
        asked=shown(asked["asked"]),
        still_well=well["well"],
    )


def _of(model: Any, chosen: Sequence[Program]) -> "QuerySet[Any]":
    return facts(model, because=COUNTED).filter(program__in=[program.pk for program in chosen])


def _by(found: "QuerySet[Any]", column: str) -> dict[str, int]:
    return dict(found.order_by().values_list(column).annotate(n=Count("pk")))


def _labelled(parts: dict[str, int | None], choices: Any) -> dict[str, int | None]:
    """In the order of the choices, with their words; those that never happened left out."""
    return {str(label): parts[code] for code, label in choices.choices if code in parts}


def _first_contact_days(chosen: Sequence[Program], begins: datetime) -> float | None:
    """Median days from opening a case to the first time the person was reached; None for fewer than five cases."""
    reached = facts(CaseContact, because=COUNTED).filter(case=OuterRef("pk"), outcome=ContactOutcome.REACHED)
    first = reached.order_by().values("case").annotate(first=Min("happened_at")).values("first")
    waited = ExpressionWrapper(
        Subquery(first, output_field=DateTimeField()) - F("opened_at"), output_field=DurationField()
    )
    cases = _of(Case, chosen).filter(opened_at__gte=begins).annotate(waited=waited).filter(waited__isnull=False)
    found = cases.aggregate(n=Count("pk"), median=Median("waited"))
    if found["n"] == 0 or is_small(found["n"]) or found["median"] is None:
        return None
    median: timedelta = found["median"]
    return round(max(median, timedelta()) / timedelta(days=1), 1)
