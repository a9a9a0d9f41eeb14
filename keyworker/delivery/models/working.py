"""Work that is not with the client: a court report, a journey, calls to others; for a case or for a program."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import Person


class WorkKind(models.TextChoices):
    COURT = "court", _("Court report or hearing")
    TRAVEL = "travel", _("Travel")
    CALLS = "calls", _("Calls to others")
    WRITING = "writing", _("Writing and forms")
    MEETING = "meeting", _("Meeting")
    SEARCH = "search", _("Looking for services")
    OTHER = "other", _("Something else")


class OtherWork(Record):
    """Minutes of work on a day that are no contact. Without a case (and person), it is the whole program's."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="other_work")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="other_work")
    kind = models.CharField(max_length=10, choices=WorkKind.choices)
    minutes = models.PositiveSmallIntegerField()
    worked_on = models.DateField()
    what = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="other_work")

    class Meta:
        verbose_name_plural = "other work"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="other_work_fits_in_a_day"),
            models.CheckConstraint(
                condition=Q(case=None, person=None) | Q(case__isnull=False, person__isnull=False),
                name="other_work_of_a_case_is_about_its_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-worked_on", "-id"], name="other_work_by_person"),
            models.Index(fields=["agency_id", "by", "-worked_on", "-id"], name="other_work_by_worker"),
            models.Index(fields=["agency_id", "program", "worked_on"], name="other_work_by_program"),
        ]

    class Privacy:
        identifying = ("case", "person")
        general = ("program", "kind", "minutes", "worked_on", "what", "by")
