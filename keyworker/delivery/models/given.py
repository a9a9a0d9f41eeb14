"""What people were given: how much of it, what it cost, and who paid."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import Person


class Unit(models.TextChoices):
    """What most services are counted in; a worker may write another word instead."""

    HOUR = "hour", _("Hours")
    NIGHT = "night", _("Nights")
    RIDE = "ride", _("Rides")
    MEAL = "meal", _("Meals")
    SESSION = "session", _("Sessions")
    ITEM = "item", _("Items")


UNIT_WORDS = dict(Unit.choices)


class FundingSource(Record):
    """Who pays for services: a grant, a benefit, the agency itself. Ended, it stays on what it paid for."""

    name = models.CharField(_("name"), max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="funding_has_a_name"),
            models.UniqueConstraint("agency_id", Lower("name"), condition=Q(ended_at=None), name="funding_name_once"),
        ]

    class Privacy:
        not_personal = ("name", "ended_at")


class ServiceProvided(Record):
    """Something the person was given: what, how much of it, when, at what cost and who paid.

    `unit` is a `Unit` or the worker's own word. `cost` is the whole cost in `currency` (ISO 4217), None when nobody
    counts it. What was put in by mistake is struck out with a reason: it stays to be read, and counts no more.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="services")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="services")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    what = models.CharField(max_length=200)
    units = models.DecimalField(max_digits=8, decimal_places=2, default=1)
    unit = models.CharField(max_length=40, blank=True, help_text="Of what: hours, tickets, parcels.")
    cost = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    funding = models.ForeignKey(
        FundingSource, on_delete=models.PROTECT, null=True, blank=True, related_name="services_paid"
    )
    provided_on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="services_provided")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(units__gt=0), name="service_is_some_amount"),
            models.CheckConstraint(
                condition=Q(cost=None, currency="") | Q(cost__gte=0) & ~Q(currency=""),
                name="service_cost_is_in_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_because="")
                | Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_because=""),
                name="struck_service_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-provided_on", "-id"], name="services_by_person"),
        ]

    class Privacy:
        identifying = ("person", "case")
        general = (
            "program", "what", "units", "unit", "cost", "currency", "funding", "provided_on", "by", "struck_at",
            "struck_by", "struck_because",
        )  # fmt: skip

    @property
    def unit_words(self) -> str:
        """What it is counted in, as people read it."""
        return str(UNIT_WORDS.get(self.unit, self.unit))
