"""What a person was given: a page of it, and what it comes to, case by case."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Lower

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.access.workplace import workplace
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.delivery.models import FundingSource, ServiceProvided
from keyworker.delivery.models.given import UNIT_WORDS
from keyworker.people.kin.around import Beside
from keyworker.people.models import Person

PAGE = 25
MOST_FUNDING = 200
Cursor = tuple[date, UUID]
LATELY = timedelta(days=90)
MOST_DRAWN = 6  # the picture has room for few; the services have a page of their own


@dataclass(frozen=True, slots=True)
class Line:
    """One service of a case, paid by one source, in one currency. `cost` is None when nothing was counted."""

    what: str
    units: Decimal
    unit: str
    times: int
    cost: Decimal | None
    currency: str
    funding: str


@dataclass(slots=True)
class CaseTotals:
    """What one case comes to. `paid`: (who paid, currency) → how much."""

    number: str
    program: str
    lines: list[Line] = field(default_factory=list)
    paid: dict[tuple[str, str], Decimal] = field(default_factory=dict)


def services_given(actor: Actor, person: Person, *, before: Cursor | None = None) -> list[ServiceProvided]:
    """A page of what the person was given, newest first, and one more where there is more. One query."""
    found = _given(actor, person)
    if before is not None:
        found = found.filter(keyset.before("provided_on", *before))
    ordered = found.select_related("by", "funding", "struck_by").order_by("-provided_on", "-id")
    return list(ordered[: PAGE + 1])


def totals(actor: Actor, person: Person) -> list[CaseTotals]:
    """What each case comes to, by service and who paid; what was struck out counts no more. One query.

    One service written with capitals and without is one. Costs of two currencies are never added up.
    """
    counted = _given(actor, person).filter(struck_at=None).values(
        "case__number", "program__name", "unit", "currency", "funding__name", key=Lower("what")
    )  # fmt: skip
    summed = counted.annotate(called=Max("what"), units_sum=Sum("units"), cost_sum=Sum("cost"), times=Count("pk"))
    return _by_case(summed.order_by("case__number", "key", "unit", "funding__name", "currency"))


def _by_case(summed: Iterable[Any]) -> list[CaseTotals]:
    found: dict[str, CaseTotals] = {}
    for row in summed:
        case = found.setdefault(row["case__number"], CaseTotals(row["case__number"], row["program__name"]))
        payer, currency, cost = row["funding__name"] or "", row["currency"], row["cost_sum"]
        unit = str(UNIT_WORDS.get(row["unit"], row["unit"]))
        case.lines.append(Line(row["called"], row["units_sum"], unit, row["times"], cost, currency, payer))
        if cost is not None:
            case.paid[payer, currency] = case.paid.get((payer, currency), Decimal(0)) + cost
    return list(found.values())


def _given(actor: Actor, person: Person) -> "QuerySet[ServiceProvided]":
    return rows(ServiceProvided, actor=actor, needs=Permission.CONTACT_VIEW).filter(person=person)


def given_lately(actor: Actor, person: Person) -> list[Beside]:
    """What they were given in these months, each once, for the picture of who and what stands by them. One query."""
    since = workplace(actor).today - LATELY
    found = _given(actor, person).filter(struck_at=None, provided_on__gte=since)
    once = found.values(key=Lower("what")).annotate(called=Max("what"), last=Max("provided_on"))
    return [Beside(row["called"]) for row in once.order_by("-last", "key")[:MOST_DRAWN]]


def service(actor: Actor, given_id: UUID) -> ServiceProvided:
    """One service, to strike it out. Raises `Absent`."""
    return require(ServiceProvided, given_id, actor=actor, needs=Permission.CONTACT_RECORD, join=("person",))


def funding_to_choose(actor: Actor) -> list[FundingSource]:
    """Who pays, by name, to choose from when a service is recorded."""
    return _live(actor, Permission.CONTACT_RECORD)


def funding_to_keep(actor: Actor) -> list[FundingSource]:
    """The same for the administrator who keeps the list."""
    return _live(actor, Permission.AGENCY_MANAGE)


def _live(actor: Actor, needs: Permission) -> list[FundingSource]:
    found = rows(FundingSource, actor=actor, needs=needs).filter(ended_at=None)
    return list(found.order_by("name")[:MOST_FUNDING])
