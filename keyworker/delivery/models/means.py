"""What a person is entitled to: benefits, insurance, and what a payer has approved, each with its end."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.delivery.models.given import UNIT_WORDS, FundingSource, Unit
from keyworker.people.models import Person


class BenefitKind(models.TextChoices):
    INCOME = "income", _("Money to live on")
    FOOD = "food", _("Help with food")
    HOUSING = "housing", _("Help with rent or heating")
    HEALTH = "health", _("Health insurance")
    DISABILITY = "disability", _("Help because of a disability")
    CHILDREN = "children", _("Help for children")
    APPROVAL = "approval", _("A payer's approval of services")
    OTHER = "other", _("Something else")


class BenefitStatus(models.TextChoices):
    TO_APPLY = "to-apply", _("To be applied for")
    APPLIED = "applied", _("Applied for")
    IN_FORCE = "in-force", _("In force")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class Benefit(Record):
    """A benefit, an insurance or a payer's approval: how it stands, from and until when, how much it covers.

    `units` of `unit` and `money` in `currency` (ISO 4217) are what was approved in all. What was used of it is never
    kept here: it is counted from the services of the case given with this `funding` in its days. `remind_days` before
    `until_on` somebody is to renew it; `look_again_on` is when to see to one that is not in force yet. A renewal is a
    row of its own that `renews` the one before, so that what was used of each stays apart.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="benefits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="benefits")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=BenefitKind.choices)
    name = models.CharField(max_length=120)
    payer = models.CharField(max_length=120, blank=True)
    reference = SealedTextField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=BenefitStatus.choices)
    look_again_on = models.DateField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(default=30)
    funding = models.ForeignKey(FundingSource, on_delete=models.PROTECT, null=True, blank=True, related_name="benefits")
    units = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, choices=Unit.choices, blank=True)
    money = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="benefits_noted")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="benefit_has_a_name"),
            models.CheckConstraint(
                condition=~Q(status="in-force") | Q(from_on__isnull=False), name="benefit_in_force_has_begun"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["to-apply", "applied"]) | Q(look_again_on__isnull=False),
                name="benefit_waited_for_is_seen_to",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(from_on__isnull=False, until_on__gte=models.F("from_on")),
                name="benefit_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(units=None, unit="") | Q(units__gt=0) & ~Q(unit=""), name="benefit_units_are_of_something"
            ),
            models.CheckConstraint(
                condition=Q(money=None, currency="") | Q(money__gt=0) & ~Q(currency=""),
                name="benefit_money_is_in_a_currency",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-created_at", "-id"], name="benefits_by_person"),
            models.Index(
                fields=["agency_id", "case", "funding"], condition=Q(funding__isnull=False), name="benefits_by_funding"
            ),
        ]

    class Privacy:
        identifying = ("case", "person", "reference")
        sensitive: ClassVar = {
            "kind": Category.MONEY_AND_WORK, "name": Category.MONEY_AND_WORK, "payer": Category.MONEY_AND_WORK,
            "money": Category.MONEY_AND_WORK, "status": Category.MONEY_AND_WORK,
        }  # fmt: skip
        general = (
            "program", "look_again_on", "from_on", "until_on", "remind_days", "funding", "units", "unit", "currency",
            "renews", "noted_by",
        )  # fmt: skip

    @property
    def unit_words(self) -> str:
        """What it is counted in, as people read it."""
        return str(UNIT_WORDS.get(self.unit, self.unit))
