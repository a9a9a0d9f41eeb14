"""Appointments with the person."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.people.models import ContactPoint, Person


class VisitKind(models.TextChoices):
    IN_PERSON = "in-person", _("In person")
    PHONE = "phone", _("By telephone")


class VisitStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Called off")


class Visit(Record):
    """A time agreed with the person. With no `staff` it is the case owner's: reassigning the case moves it.

    `way` is the number that is called or the address of theirs to go to; the address itself is not written down here.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=VisitKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    travel_minutes = models.PositiveSmallIntegerField(default=0, help_text="How long the worker takes to get there.")
    place = models.CharField(max_length=200, blank=True)
    way = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=VisitStatus.choices, default=VisitStatus.PLANNED)
    because = models.CharField(max_length=300, blank=True, help_text="Why it was called off or missed.")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="visits")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="visit_takes_some_time")
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "staff", "starts_at"], name="visits_by_staff"),
            models.Index(fields=["agency_id", "case", "starts_at"], name="visits_by_case"),
            models.Index(fields=["agency_id", "program", "starts_at"], name="visits_by_program"),
            models.Index(fields=["agency_id", "person", "starts_at"], name="visits_by_person"),
        ]

    class Privacy:
        identifying = ("person", "case")
        sensitive: ClassVar = {"place": Category.SAFETY, "way": Category.SAFETY}
        general = ("program", "kind", "starts_at", "ends_at", "travel_minutes", "status", "because", "staff")

    @property
    def is_planned(self) -> bool:
        return self.status == VisitStatus.PLANNED
