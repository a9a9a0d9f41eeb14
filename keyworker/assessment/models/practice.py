"""What a programme promises and asks for when it assesses."""

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
