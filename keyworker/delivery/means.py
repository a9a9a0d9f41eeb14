"""What a person is entitled to and what was used of it, counted from the services given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.cases.models import Case
from keyworker.delivery import entitling
from keyworker.delivery.actions import Given
from keyworker.delivery.entitling import Approved, Days, Stands
from keyworker.delivery.models import Benefit, BenefitStatus, FundingSource, ServiceProvided
from keyworker.people.models import Person

MOST = 100
TONES = {
    Stands.WAITED_FOR: "info",
    Stands.TO_COME: "info",
    Stands.GOOD: "success",
    Stands.ENDS_SOON: "warning",
    Stands.USED_UP: "urgent",
    Stands.LAPSED: "urgent",
    Stands.REFUSED: "warning",
    Stands.RENEWED: "neutral",
    Stands.ENDED: "neutral",
}
WORDS = {
    Stands.TO_COME: _("Begins later"),
    Stands.ENDS_SOON: _("Ends soon"),
    Stands.USED_UP: _("Used up"),
    Stands.LAPSED: _("Lapsed"),
    Stands.RENEWED: _("Renewed"),
}
COUNTED = "what was used of a benefit is what was given with its funding in its days"


@dataclass(frozen=True, slots=True)
class Held:
    """A benefit as the page shows it: how it stands today and what was used of it."""

    benefit: Benefit
    approved: Approved
    stands: Stands
    renewed: bool

    @property
    def tone(self) -> str:
        """How pressing it is, for whoever looks."""
        return TONES[self.stands]

    @property
    def words(self) -> str:
        """How it stands, in a word or two."""
        return str(WORDS.get(self.stands) or BenefitStatus(self.benefit.status).label)

    @property
    def is_over(self) -> bool:
        """Nothing is to be done about it any more."""
        return self.stands in {Stands.RENEWED, Stands.REFUSED, Stands.ENDED}


def benefits_of(actor: Actor, person: Person, *, today: date) -> list[Held]:
    """What the person is entitled to, what is alive first, the one that ends first at the top. One query."""
    found = _counted(rows(Benefit, actor=actor, needs=Permission.CONTACT_VIEW).filter(person=person))
    held = [_held(each, today) for each in found.order_by(F("until_on").asc(nulls_last=True), "name", "id")[:MOST]]
    return sorted(held, key=lambda each: each.is_over)


def benefit(actor: Actor, benefit_id: UUID, *, today: date) -> Held:
    """One benefit with what was used of it. Raises `Absent`. Two queries."""
    join = ("person", "case__program", "funding", "renews", "noted_by")
    one = require(Benefit, benefit_id, actor=actor, needs=Permission.CONTACT_VIEW, join=join)
    counts = _counted(rows(Benefit, actor=actor, needs=Permission.CONTACT_VIEW).filter(pk=one.pk)).get()
    for name in ("used_units", "used_money", "is_renewed"):
        setattr(one, name, getattr(counts, name))
    return _held(one, today)


def approvals(actor: Actor, case: Case, funding: FundingSource | None) -> list[Approved]:
    """What was approved for the case with this funding. One query; none without funding."""
    if funding is None:
        return []
    found = _counted(rows(Benefit, actor=actor, needs=Permission.CONTACT_RECORD).filter(case=case, funding=funding))
    return [_approved(each) for each in found.order_by("until_on", "id")[:MOST]]


def alive(actor: Actor, person: Person, *, today: date) -> list[Held]:
    """What is in force and counted by services: shown beside the form that records one. One query."""
    found = rows(Benefit, actor=actor, needs=Permission.CONTACT_VIEW).filter(
        person=person, status=BenefitStatus.IN_FORCE, funding__isnull=False
    )
    held = [_held(each, today) for each in _counted(found).order_by("until_on", "id")[:MOST]]
    return [each for each in held if each.stands not in {Stands.RENEWED, Stands.TO_COME}]


def _counted(found: "QuerySet[Benefit]") -> "QuerySet[Any]":
    """Each with `used_units`, `used_money` and `is_renewed`."""
    given = facts(ServiceProvided, because=COUNTED).filter(
        case=OuterRef("case"), funding=OuterRef("funding"), struck_at=None, provided_on__gte=OuterRef("from_on")
    )
    asked = {
        "asked_unit": ExpressionWrapper(OuterRef("unit"), CharField()),
        "last_on": ExpressionWrapper(OuterRef("until_on"), DateField()),
    }
    given = given.annotate(**asked).filter(
        Q(last_on=None) | Q(provided_on__lte=F("last_on")), Q(asked_unit="") | Q(unit=F("asked_unit"))
    )
    paid = given.filter(currency=OuterRef("currency"))
    renewed = facts(Benefit, because="what was renewed is not to be renewed again").filter(renews=OuterRef("pk"))
    return found.select_related("person", "funding", "case").annotate(
        used_units=_sum(given, "units"), used_money=_sum(paid, "cost"), is_renewed=Exists(renewed)
    )


def _sum(given: "QuerySet[Any]", column: str) -> Coalesce:
    amount = DecimalField(max_digits=14, decimal_places=2)
    summed = given.order_by().values("funding").annotate(all=Sum(column)).values("all")
    return Coalesce(Subquery(summed, output_field=amount), Value(Decimal(0), output_field=amount))


def _approved(each: Any) -> Approved:
    return Approved(
        each.name,
        each.status,
        Days(each.from_on, each.until_on),
        each.unit,
        each.units,
        each.used_units,
        each.money,
        each.used_money,
    )


def _held(each: Any, today: date) -> Held:
    approved = _approved(each)
    stands = entitling.how_it_stands(approved, remind_days=each.remind_days, renewed=each.is_renewed, today=today)
    return Held(each, approved, stands, each.is_renewed)


def still_pays(approved: list[Approved], given: Given) -> Decision:
    """Whether what was approved covers this service, before it is recorded."""
    return entitling.still_pays(approved, given.provided_on, unit=given.unit, units=given.units, cost=given.cost)
