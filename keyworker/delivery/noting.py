"""The clock from a contact to its note: by when it is to be written, and how late it is or was."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.utils import timezone

from keyworker.delivery.models import CaseContact, ContactOutcome


@dataclass(frozen=True, slots=True)
class NoteClock:
    """`noted_on` is None while no note is signed; `days` are those from the contact to its note, or until today."""

    due_on: date
    noted_on: date | None
    days: int
    days_late: int


def note_clock(happened_on: date, *, within: int, noted_on: date | None, today: date) -> NoteClock:
    """Pure: a contact of `happened_on` is to be noted within so many days, its own day not counted."""
    due_on, until = happened_on + timedelta(days=within), noted_on or today
    return NoteClock(due_on, noted_on, (until - happened_on).days, max(0, (until - due_on).days))


def clock_of(contact: CaseContact, *, today: date) -> NoteClock | None:
    """The clock of a contact that comes with its program; None for an attempt, about which nothing is to be written."""
    if contact.outcome != ContactOutcome.REACHED:
        return None
    noted_on = timezone.localtime(contact.noted_at).date() if contact.noted_at else None
    happened_on = timezone.localtime(contact.happened_at).date()
    return note_clock(happened_on, within=contact.program.note_within_days, noted_on=noted_on, today=today)


def too_long_ago(today: date, limit: str) -> "ExpressionWrapper[Any]":
    """The moment before which a program's limit of days (a field such as `program__note_within_days`) has run out."""
    midnight = datetime.combine(today, time(), tzinfo=timezone.get_current_timezone())
    return ExpressionWrapper(Value(midnight) - _days(limit), output_field=DateTimeField())


def due_at(limit: str) -> "ExpressionWrapper[Any]":
    """The same time of day as the contact, the program's limit of days later."""
    return ExpressionWrapper(F("happened_at") + _days(limit), output_field=DateTimeField())


def _days(limit: str) -> Any:
    return F(limit) * Value(timedelta(days=1))
