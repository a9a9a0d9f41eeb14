"""Reports that the law asks a worker to make: abuse, neglect, suicide, threat. With a clock, and nothing forgotten."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.people.models import Person


class Danger(models.TextChoices):
    CHILD_ABUSE = "child-abuse", _("A child is hurt or abused")
    CHILD_NEGLECT = "child-neglect", _("A child is not cared for")
    ADULT_ABUSE = "adult-abuse", _("An adult who cannot protect themselves is hurt, used or neglected")
    SUICIDE = "suicide", _("Somebody may end their life")
    THREAT = "threat", _("Somebody may seriously hurt another person")
    OTHER = "other", _("Something else that must be reported")


class ReportStage(models.TextChoices):
    NOTICED = "noticed", _("To be reported")
    TOLD = "told", _("Reported; to be sent in writing")
    WRITTEN = "written", _("Reported; waiting for what comes of it")
    CLOSED = "closed", _("Closed")
    NOT_REPORTED = "not-reported", _("Decided: no report")


class ReportedHow(models.TextChoices):
    PHONE = "phone", _("By telephone")
    ONLINE = "online", _("On their website")
    IN_PERSON = "in-person", _("In person")
    POLICE = "police", _("Through the emergency number")


class MandatedReport(Record):
    """A danger that was noticed, whom the worker told of it, and what came of it.

    The duty is the worker's own (42 USC 5106a(b)(2)(B)(i) and the states' laws under it); the clock is ours.
    `due_at`: told by then. `written_due_at`: sent in writing by then, where that is asked.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="mandated_reports")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandated_reports")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    danger = models.CharField(_("what kind of danger"), max_length=15, choices=Danger.choices)
    what = models.TextField(_("what was seen, heard or said"))
    noticed_at = models.DateTimeField()
    noticed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="dangers_noticed")
    due_at = models.DateTimeField()
    stage = models.CharField(max_length=12, choices=ReportStage.choices, default=ReportStage.NOTICED)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="reports_made")
    told_to = models.CharField(_("which authority"), max_length=200, blank=True)
    spoke_with = models.CharField(_("with whom"), max_length=120, blank=True)
    how = models.CharField(max_length=10, choices=ReportedHow.choices, blank=True)
    reference = models.CharField(_("their number for it"), max_length=80, blank=True)
    written_due_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="danger_is_described"),
            models.CheckConstraint(
                condition=Q(told_at=None, told_to="", how="")
                | Q(told_at__isnull=False) & ~Q(told_to="") & ~Q(how="") & Q(told_by__isnull=False),
                name="report_names_whom_it_was_made_to",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["noticed", "told", "written"], closed_at=None)
                | Q(stage__in=["closed", "not-reported"], closed_at__isnull=False) & ~Q(outcome=""),
                name="closed_report_says_what_came_of_it",
            ),
            models.CheckConstraint(
                condition=~Q(stage="not-reported") | Q(told_at=None, decided_by__isnull=False),
                name="no_report_is_somebodys_decision",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-noticed_at", "-id"], name="reports_by_person"),
            models.Index(
                fields=["agency_id", "program", "due_at"],
                condition=Q(closed_at=None),
                name="open_reports_by_program",
            ),
        ]

    class Privacy:
        identifying = ("case", "person", "spoke_with")
        sensitive: ClassVar = {"danger": Category.SAFETY, "what": Category.SAFETY, "outcome": Category.SAFETY}
        general = (
            "program", "noticed_at", "noticed_by", "due_at", "stage", "told_at", "told_by", "told_to", "how",
            "reference", "written_due_at", "written_at", "closed_at", "decided_by",
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
