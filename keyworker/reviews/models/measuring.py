"""What a program counts as its work and its effect, and where each case stood."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import APPEND_ONLY
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.reviews.models.looking_back import PlanReview

DIGITS, PLACES = 12, 2


class IndicatorKind(models.TextChoices):
    OUTPUT = "output", _("What was done, for example nights in shelter")
    OUTCOME = "outcome", _("What it changed, for example days without a home")


class Indicator(Record):
    """A number a program keeps for each of its cases, and when: at intake, at every review, at the exit.

    `baseline` is where people usually stand when they come, `target` where they should stand when they go, both in
    `unit`. What is asked and in which unit never changes once somebody was measured: it ends, and another begins.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=10, choices=IndicatorKind.choices, default=IndicatorKind.OUTCOME)
    unit = models.CharField(_("unit"), max_length=60)
    baseline = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    target = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    less_is_better = models.BooleanField(default=False)
    at_intake = models.BooleanField(default=False)
    at_review = models.BooleanField(default=False)
    at_exit = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "program", "name"], condition=models.Q(ended_at=None), name="indicator_name_once"
            ),
            models.CheckConstraint(
                condition=models.Q(at_intake=True) | models.Q(at_review=True) | models.Q(at_exit=True),
                name="indicator_says_when",
            ),
        ]

    class Privacy:
        not_personal = (
            "program", "name", "kind", "unit", "baseline", "target", "less_is_better", "at_intake", "at_review",
            "at_exit", "ended_at",
        )  # fmt: skip


class Moment(models.TextChoices):
    INTAKE = "intake", _("At the start")
    REVIEW = "review", _("At the review")
    EXIT = "exit", _("At the end")


class IndicatorReading(Record):
    """Where one case stood on a day. Never changed: who thinks better of it measures again, and the last counts."""

    belt = APPEND_ONLY
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="indicator_readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="indicator_readings")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    moment = models.CharField(max_length=10, choices=Moment.choices)
    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, null=True, blank=True, related_name="measured")
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(moment="review", review__isnull=False)
                | models.Q(~models.Q(moment="review"), review=None),
                name="measured_at_which_review",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "case", "indicator", "on"], name="indicator_readings_by_case"),
            models.Index(fields=["agency_id", "program", "indicator"], name="indicator_readings_by_program"),
        ]

    class Privacy:
        identifying = ("case", "person")
        general = ("indicator", "program", "moment", "review", "value", "on", "by")
