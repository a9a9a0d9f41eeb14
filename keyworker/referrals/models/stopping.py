"""A provider stopped a service: the person is to be told, and something is to be found in its place."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.referrals.models.sending import OutgoingReferral


class WhyStopped(models.TextChoices):
    MONEY = "money", _("The money or the approval ran out")
    CLOSED = "closed", _("The provider closed, or has no staff")
    RULES = "rules", _("They say the person does not fit, or broke a rule")
    MOVED = "moved", _("The person moved")
    WISHED = "wished", _("The person did not want it any more")
    UNKNOWN = "unknown", _("We do not know yet")


class ToldHow(models.TextChoices):
    IN_PERSON = "in-person", _("In person")
    PHONE = "phone", _("By telephone")
    MESSAGE = "message", _("By message")
    LETTER = "letter", _("By letter")


class ServiceStop(Record):
    """What stopped, when and why, and whether the person was told: by `tell_by`, how, and what they said to it.

    `referral` is the referral it came by, where it did. The replacement is a task of the case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="service_stops")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="service_stops")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    referral = models.ForeignKey(
        OutgoingReferral, on_delete=models.PROTECT, null=True, blank=True, related_name="stops"
    )
    provider = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    stopped_on = models.DateField()
    why = models.CharField(max_length=10, choices=WhyStopped.choices)
    why_words = models.TextField(blank=True)
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="stops_noted")
    tell_by = models.DateField()
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=10, choices=ToldHow.choices, blank=True)
    told_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="stops_told")
    their_words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(provider="") & ~Q(what=""), name="stop_names_who_and_what"),
            models.CheckConstraint(
                condition=Q(told_on=None, told_how="", told_by=None)
                | Q(told_on__isnull=False, told_by__isnull=False) & ~Q(told_how=""),
                name="stop_told_by_somebody_somehow",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-stopped_on", "-id"], name="stops_by_person"),
            models.Index(
                fields=["agency_id", "program", "tell_by"], condition=Q(told_on=None), name="stops_not_told_by_program"
            ),
        ]

    class Privacy:
        identifying = ("case", "person", "why_words", "their_words")
        general = (
            "program", "referral", "provider", "what", "stopped_on", "why", "noted_by", "tell_by", "told_on",
            "told_how", "told_by",
        )  # fmt: skip
