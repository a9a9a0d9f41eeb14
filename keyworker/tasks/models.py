"""What is to be done, by whom, by when."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import Person


class TaskKind(models.TextChoices):
    TO_DO = "to-do", _("To do")
    FIRST_CONTACT = "first-contact", _("First contact")
    ASSESSMENT = "assessment", _("Assessment")
    PLAN = "plan", _("Plan")
    PLAN_STEP = "plan-step", _("Step of the plan")
    REVIEW = "review", _("Review")
    FOLLOW_UP = "follow-up", _("Follow-up")
    CALL_BACK = "call-back", _("Call back")
    HANDOVER = "handover", _("Read a handover")


class Task(Record):
    """Something to do. With no `assignee` it is the case owner's, whoever that is: reassigning the case moves it."""

    # Left by an answer, open and for a case; what staff have to do is not read there.
    belt = Belt(
        door=(
            Door(
                "INSERT",
                Within.ANSWERING,
                only="case_id IS NOT NULL AND source_type = 'assessment.assessment' AND outcome = ''"
                " AND done_at IS NULL AND done_by_id IS NULL AND cancelled_at IS NULL",
            ),
        )
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    assignee = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    kind = models.CharField(max_length=20, choices=TaskKind.choices, default=TaskKind.TO_DO)
    what = models.CharField(_("what is to be done"), max_length=300)
    due_on = models.DateField(_("by when"))
    source_type = models.CharField(max_length=60, blank=True, help_text="The record that asked for it.")
    source_id = models.UUIDField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks_done")
    outcome = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False),
                name="task_done_once",
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) | models.Q(assignee__isnull=False),
                name="task_is_somebodys",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "case", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="open_tasks_by_case",
            ),
            models.Index(
                fields=["agency_id", "assignee", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="open_tasks_by_assignee",
            ),
            models.Index(fields=["agency_id", "person", "due_on"], name="tasks_by_person"),
            models.Index(
                fields=["agency_id", "program", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="open_tasks_by_program",
            ),
            models.Index(
                fields=["agency_id", "source_type", "program", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="open_tasks_by_source",
            ),
        ]

    class Privacy:
        identifying = ("person",)
        general = (
            "program", "case", "assignee", "kind", "what", "due_on", "source_type", "source_id", "done_at", "done_by",
            "outcome", "cancelled_at",
        )  # fmt: skip
