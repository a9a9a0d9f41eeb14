"""When a task is due, late or soon."""

from datetime import date
from enum import StrEnum


class Urgency(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


SOON_DAYS = 7


def urgency(due_on: date, *, today: date) -> Urgency:
    """How pressing a due date is; "soon" is within seven days."""
    if due_on < today:
        return Urgency.OVERDUE
    if due_on == today:
        return Urgency.TODAY
    return Urgency.SOON if (due_on - today).days <= SOON_DAYS else Urgency.LATER
