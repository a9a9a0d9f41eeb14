"""What a program promises and asks for when it assesses."""

from datetime import time
from typing import ClassVar

from django.db import models

from keyworker.agencies.models import Program
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record

WORKING_DAYS = "12345"
BY = time(10)


class ReadingHours(Record):
    """By when somebody reads what a client answered alone. Without a row: the next working day by ten o'clock.

    `days` are those on which somebody reads, 1 for Monday to 7 for Sunday; `by` is on the agency's clock.
    """

    belt = Belt(door=(Door("SELECT", Within.AGENCY),))
    program = models.OneToOneField(Program, on_delete=models.PROTECT, related_name="reading_hours")
    days = models.CharField(max_length=7, default=WORKING_DAYS)
    by = models.TimeField(default=BY)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(days__regex=r"^1?2?3?4?5?6?7?$") & ~models.Q(days=""), name="reading_days"
            )
        ]

    class Privacy:
        not_personal = ("program", "days", "by")


class AssessmentRule(Record):
    """When a form is due in a program: first after opening, again after each time, and when the case ends.

    `url` names the form across its versions. Days are calendar days where the agency works.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="assessment_rules")
    url = models.CharField(max_length=400)
    title = models.CharField(max_length=300)
    first_within_days = models.PositiveSmallIntegerField(null=True, blank=True)
    again_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    at_exit = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "program", "url"], condition=models.Q(ended_at=None), name="one_rule_a_form"
            ),
            models.CheckConstraint(
                condition=models.Q(first_within_days__isnull=False)
                | models.Q(again_every_days__gte=1)
                | models.Q(at_exit=True),
                name="rule_says_when",
            ),
        ]

    class Privacy:
        not_personal = ("program", "url", "title", "first_within_days", "again_every_days", "at_exit", "ended_at")
