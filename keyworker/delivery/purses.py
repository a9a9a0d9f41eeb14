"""What there is to spend for a person, what was spent of it, and what they were lent or given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.delivery import spending
from keyworker.delivery.models import Budget, BudgetEntry, Equipment, ServiceProvided
from keyworker.people.models import Person

MOST, MOST_LINES = 50, 200
VIEW = Permission.CONTACT_VIEW
COUNTED = "what was spent of a budget is its entries and what was given with its funding"


@dataclass(frozen=True, slots=True)
class Spent:
    """A budget, and what was spent of it: in services given, and in entries of its own."""

    budget: Budget
    services: Decimal
    entries: Decimal
    today: date

    @property
    def spent(self) -> Decimal:
        return self.services + self.entries

    @property
    def left(self) -> Decimal:
        """Below zero when more was spent than there is."""
        return self.budget.amount - self.spent

    @property
    def standing(self) -> Decision:
        """A warning when more was spent than there is."""
        return spending.leaves(self.budget.amount, self.spent)

    @property
    def bar(self) -> Decimal:
        """As far as the bar can show: all of it, or nothing at the least."""
        return min(max(self.spent, Decimal(0)), self.budget.amount)

    @property
    def is_over(self) -> bool:
        return self.budget.until_on < self.today


@dataclass(frozen=True, slots=True)
class Line:
    """Money that went from a budget: an entry of its own, or a service (`is_service`)."""

    on: date
    what: str
    amount: Decimal
    by: str
    is_service: bool


def budgets_of(actor: Actor, person: Person, *, today: date) -> list[Spent]:
    """The person's budgets, the one that ends last first. One query."""
    found = _counted(rows(Budget, actor=actor, needs=VIEW).filter(person=person))
    return [_spent(each, today) for each in found.order_by("-until_on", "-id")[:MOST]]


def budget(actor: Actor, budget_id: UUID, *, today: date) -> tuple[Spent, list[Line]]:
    """One budget with where its money went, newest first. Raises `Absent`. Four queries."""
    join = ("person", "case__program", "funding", "set_by")
    held = require(Budget, budget_id, actor=actor, needs=VIEW, join=join)
    counts = _counted(rows(Budget, actor=actor, needs=VIEW).filter(pk=held.pk)).get()
    lines = [*_entries(actor, held), *_services(actor, held)]
    newest = sorted(lines, key=lambda line: line.on, reverse=True)
    return Spent(held, counts.services_sum, counts.entries_sum, today), newest


def equipment_of(actor: Actor, person: Person) -> list[Equipment]:
    """What they were lent or given: what is out first, by the day it is due back. One query."""
    found = rows(Equipment, actor=actor, needs=VIEW).filter(person=person).select_related("person", "handed_by")
    out_first = found.order_by("returned_on", F("due_back_on").asc(nulls_last=True), "-handed_on", "id")[:MOST]
    return sorted(out_first, key=lambda each: not each.is_out)


def equipment(actor: Actor, equipment_id: UUID) -> Equipment:
    """One thing. Raises `Absent`."""
    return require(Equipment, equipment_id, actor=actor, needs=VIEW, join=("person", "case", "handed_by", "device"))


def _counted(found: "QuerySet[Budget]") -> "QuerySet[Any]":
    """Each with `services_sum` and `entries_sum`."""
    given = facts(ServiceProvided, because=COUNTED).filter(
        case=OuterRef("case"),
        funding=OuterRef("funding"),
        currency=OuterRef("currency"),
        provided_on__range=(OuterRef("from_on"), OuterRef("until_on")),
        struck_at=None,
    )
    entries = facts(BudgetEntry, because=COUNTED).filter(budget=OuterRef("pk"))
    services, own = _sum(given, "funding", "cost"), _sum(entries, "budget", "amount")
    return found.annotate(services_sum=services, entries_sum=own)


def _sum(found: "QuerySet[Any]", by: str, column: str) -> Coalesce:
    money = DecimalField(max_digits=14, decimal_places=2)
    summed = found.order_by().values(by).annotate(all=Sum(column)).values("all")
    return Coalesce(Subquery(summed, output_field=money), Value(Decimal(0), output_field=money))


def _spent(each: Any, today: date) -> Spent:
    return Spent(each, each.services_sum, each.entries_sum, today)


def _entries(actor: Actor, held: Budget) -> list[Line]:
    found = rows(BudgetEntry, actor=actor, needs=VIEW).filter(budget=held).select_related("by")
    newest = found.order_by("-spent_on", "-id")[:MOST_LINES]
    return [Line(each.spent_on, each.what, each.amount, each.by.name, False) for each in newest]


def _services(actor: Actor, held: Budget) -> list[Line]:
    if held.funding is None:
        return []
    given = rows(ServiceProvided, actor=actor, needs=VIEW).filter(
        case_id=held.case_id, funding=held.funding, currency=held.currency, struck_at=None, cost__isnull=False,
        provided_on__range=(held.from_on, held.until_on),
    )  # fmt: skip
    newest = given.select_related("by").order_by("-provided_on", "-id")[:MOST_LINES]
    return [Line(each.provided_on, each.what, each.cost or Decimal(0), each.by.name, True) for each in newest]
