"""The figures of a program: counts and days, nobody's name. Only what is shown leaves this file unhidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    DecimalField,
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
from keyworker.access.sight import authorities, facts, rows
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.delivery.models import CaseContact, ContactOutcome
from keyworker.insight.rules import Told, is_small, parts_together, shown, shown_parts, together
from keyworker.intake.models import IncomingReferral, ReferralStatus
from keyworker.reviews.models import ClosingReason, Closure, FollowUp, Indicator, IndicatorReading

COUNTED = "figures are counts of people the reader may not know; small ones are hidden"


class Median(Aggregate):
    """The middle value; half are smaller."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


class MiddleNumber(Aggregate):
    """The same of numbers, with two places."""

    function = "PERCENTILE_CONT"
    template = "ROUND((%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s))::numeric, 2)"
    output_field = DecimalField(max_digits=12, decimal_places=2)


@dataclass(frozen=True, slots=True)
class Figures:
    """One program's (or all one's programs') figures of a period. None: too small to show."""

    referrals: Told | None
    referrals_by_outcome: dict[str, Told | None]
    open_now: Told | None
    opened: Told | None
    closed: Told | None
    closed_by_reason: dict[str, Told | None]
    first_contact_days: float | None
    asked: Told | None
    still_well: Told | None


def programs(actor: Actor) -> list[Program]:
    """Programs whose figures the reader may see; a sealed one only by a role in it, given by name.

    An administrator counts all programs but those: that the shelter has one more than yesterday tells whoever asks
    on the day she left.
    """
    named = {key for authority in authorities(actor, Permission.FIGURES_VIEW) for key in authority.programs or ()}
    found = rows(Program, actor=actor, needs=Permission.FIGURES_VIEW)
    return list(found.filter(Q(sealed=False) | Q(pk__in=named)).order_by("name"))


def counted_together(known: Sequence[Program]) -> list[Program]:
    """The programs of a total: never a sealed one beside others, for the total less the others would tell it.

    Suppressing what is small in it would not do: numbers of five and more tell who came and went, too.
    """
    return [program for program in known if not program.sealed] or list(known[:1])


def figures(chosen: Sequence[Program], *, since: date) -> Figures:
    """Figures of these programs since a day of the agency's calendar. Five queries."""
    begins = datetime.combine(since, time(), tzinfo=timezone.get_current_timezone())
    referrals = _by(chosen, IncomingReferral, "status", received_at__gte=begins)
    cases = _counted(chosen, Case, open_now=Q(status=CaseStatus.ACTIVE), opened=Q(opened_at__gte=begins))
    closed = _by(chosen, Closure, "reason", closed_on__gte=since, reopened_at=None)
    asked = _by(chosen, FollowUp, "still_well", done_on__gte=since, still_well__isnull=False)
    return Figures(
        referrals=_total(referrals),
        referrals_by_outcome=_labelled(parts_together(referrals), ReferralStatus),
        open_now=together([shown(row["open_now"]) for row in cases]),
        opened=together([shown(row["opened"]) for row in cases]),
        closed=_total(closed),
        closed_by_reason=_labelled(parts_together(closed), ClosingReason),
        first_contact_days=_first_contact_days(chosen, begins),
        asked=_total(asked),
        still_well=together([_well(row) for row in asked], hidden_is=0),
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator over the cases of its program: how many were measured, how many stand at its target, the middle.

    `first` and `last` are medians of each case's first and last reading, in the indicator's unit; None for fewer than
    five cases. The target counts only where the indicator has one.
    """

    indicator: Indicator
    cases: int | None
    at_target: int | None
    first: Decimal | None
    last: Decimal | None


def measured(chosen: Sequence[Program], *, since: date) -> list[Measured]:
    """What these programs measured of the cases measured since a day, program by program. Three queries."""
    held = _of(Indicator, chosen).select_related("program").order_by("program__name", "kind", "name", "id")
    readings = _of(IndicatorReading, chosen)
    lately = readings.filter(on__gte=since)
    last = _by_indicator(lately, "-on", "-created_at")
    first = _by_indicator(readings.filter(case__in=lately.values("case")), "on", "created_at")
    return [_measured(indicator, first, last) for indicator in held if indicator.pk in last]


def _by_indicator(readings: "QuerySet[Any]", *order: str) -> dict[UUID, dict[str, Any]]:
    """How many cases, how many of them at the target, and the middle, of each case's first row in this order."""
    one_a_case = readings.order_by("indicator", "case", *order).distinct("indicator", "case").values("pk")
    target = F("indicator__target")
    more, less = Q(indicator__less_is_better=False, value__gte=target), Q(indicator__less_is_better=True)
    reached = more | less & Q(value__lte=target)
    counted = facts(IndicatorReading, because=COUNTED).filter(pk__in=one_a_case).order_by().values("indicator")
    counts = {"n": Count("pk"), "there": Count("pk", filter=reached), "middle": MiddleNumber("value")}
    found: QuerySet[Any] = counted.annotate(**counts)
    return {row["indicator"]: row for row in found}


def _measured(indicator: Indicator, first: dict[UUID, Any], last: dict[UUID, Any]) -> Measured:
    row, begun = last[indicator.pk], first[indicator.pk]
    small = is_small(row["n"])
    there = shown_parts({True: row["there"], False: row["n"] - row["there"]})[True]
    return Measured(
        indicator,
        shown(row["n"]),
        None if small or indicator.target is None else there,
        None if small or is_small(begun["n"]) else begun["middle"],
        None if small else row["middle"],
    )


def _of(model: Any, chosen: Sequence[Program]) -> "QuerySet[Any]":
    return facts(model, because=COUNTED).filter(program__in=[program.pk for program in chosen])


def _by(chosen: Sequence[Program], model: Any, column: str, **conditions: Any) -> list[dict[Any, int]]:
    """For each program, how many there are of each value of the column."""
    found: dict[UUID, dict[Any, int]] = {program.pk: {} for program in chosen}
    counted = _of(model, chosen).filter(**conditions).order_by().values_list("program_id", column)
    for program_id, value, number in counted.annotate(n=Count("pk")):
        found[program_id][value] = number
    return list(found.values())


def _counted(chosen: Sequence[Program], model: Any, **conditions: Q) -> list[dict[str, int]]:
    """For each program, how many rows meet each condition."""
    found = {program.pk: dict.fromkeys(conditions, 0) for program in chosen}
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    for row in _of(model, chosen).order_by().values("program_id").annotate(**counts):
        found[row["program_id"]] = {name: row[name] for name in conditions}
    return list(found.values())


def _total(rows_: Sequence[dict[Any, int]]) -> Told | None:
    return together([shown(sum(row.values())) for row in rows_])


def _well(row: dict[bool, int]) -> int | None:
    """How many said so; hidden with those who were asked, for "none of them" would tell on each of a few."""
    return None if is_small(sum(row.values())) else shown_parts({True: 0, False: 0, **row})[True]


def _labelled(parts: dict[Any, Told | None], choices: Any) -> dict[str, Told | None]:
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
