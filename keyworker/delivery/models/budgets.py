"""What there is to spend for a person, and the equipment they were lent or given."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import APPEND_ONLY
from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.delivery.models.devices import Device, Thing
from keyworker.delivery.models.given import FundingSource
from keyworker.people.models import Person


class Budget(Record):
    """Money set aside for one person, for some days (both ends included), for what they want of it.

    `amount` is in `currency` (ISO 4217). What was spent is never kept here: it is the sum of its entries, and of the
    cost of services of the case given with its `funding` in its days.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="budgets")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="budgets")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    wishes = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    from_on = models.DateField()
    until_on = models.DateField()
    funding = models.ForeignKey(FundingSource, on_delete=models.PROTECT, null=True, blank=True, related_name="budgets")
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="budgets_set")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(currency=""), name="budget_is_named_and_in_a_currency"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_is_some_money"),
            models.CheckConstraint(condition=Q(until_on__gte=models.F("from_on")), name="budget_ends_after_it_begins"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-until_on", "-id"], name="budgets_by_person"),
        ]

    class Privacy:
        identifying = ("case", "person", "wishes")
        sensitive: ClassVar = {"name": Category.MONEY_AND_WORK, "amount": Category.MONEY_AND_WORK}
        general = ("program", "currency", "from_on", "until_on", "funding", "set_by")


class BudgetEntry(Record):
    """Money spent from a budget; below zero where money came back, or an entry before was wrong. Never changed."""

    belt = APPEND_ONLY
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="budget_entries")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    spent_on = models.DateField()
    what = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="budget_entries")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(amount=0), name="budget_entry_is_money_for_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "budget", "-spent_on", "-id"], name="entries_by_budget"),
        ]

    class Privacy:
        identifying = ("budget", "person")
        sensitive: ClassVar = {"what": Category.MONEY_AND_WORK, "amount": Category.MONEY_AND_WORK}
        general = ("program", "spent_on", "by")


class Condition(models.TextChoices):
    NEW = "new", _("New")
    GOOD = "good", _("Good")
    WORN = "worn", _("Worn, but it works")
    BROKEN = "broken", _("Broken")


class Agreed(models.TextChoices):
    """How somebody agreed to the terms of a loan."""

    SIGNED = "signed", _("They signed for it")
    ALOUD = "aloud", _("They said yes, and it was written down")


class CameBack(models.TextChoices):
    GOOD = "good", _("Good")
    WORN = "worn", _("Worn, but it works")
    BROKEN = "broken", _("Broken")
    LOST = "lost", _("It is lost or was stolen")


class Equipment(Record):
    """A thing that was lent or given to a person. Lent, it has a day it is due back, until it came back or was lost.

    `device` is which of the agency's own it is, if it is one; that has the serial number then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="equipment")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="equipment")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, blank=True, related_name="loans")
    kind = models.CharField(max_length=10, choices=Thing.choices)
    name = models.CharField(max_length=120)
    serial = SealedTextField(null=True, blank=True)
    lent = models.BooleanField()
    condition = models.CharField(max_length=10, choices=Condition.choices)
    handed_on = models.DateField()
    due_back_on = models.DateField(null=True, blank=True)
    agreed = models.CharField(max_length=6, choices=Agreed.choices, blank=True, default="", db_default="")
    returned_on = models.DateField(null=True, blank=True)
    returned_how = models.CharField(max_length=10, choices=CameBack.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    handed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="equipment_handed")

    class Meta:
        verbose_name_plural = "equipment"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="equipment_has_a_name"),
            models.CheckConstraint(
                condition=Q(lent=True, due_back_on__isnull=False) | Q(lent=False, due_back_on=None, returned_on=None),
                name="only_what_is_lent_comes_back",
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None, returned_how="")
                | Q(returned_on__gte=models.F("handed_on")) & ~Q(returned_how=""),
                name="equipment_came_back_somehow",
            ),
            models.CheckConstraint(
                condition=Q(device=None) | Q(lent=False) | ~Q(agreed=""), name="device_is_lent_on_terms"
            ),
            models.UniqueConstraint(
                fields=["agency_id", "device"],
                condition=Q(device__isnull=False, lent=True, returned_on=None),
                name="device_is_with_one_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-handed_on", "-id"], name="equipment_by_person"),
        ]

    class Privacy:
        identifying = ("case", "person", "serial", "words")
        sensitive: ClassVar = {"kind": Category.HEALTH, "name": Category.HEALTH}
        general = (
            "program", "device", "lent", "condition", "handed_on", "due_back_on", "agreed", "returned_on",
            "returned_how", "handed_by",
        )  # fmt: skip

    @property
    def is_out(self) -> bool:
        """Lent, and not back yet."""
        return self.lent and self.returned_on is None
