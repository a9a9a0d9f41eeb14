"""When a task is due, late or soon, and on which day one that repeats comes again."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import count

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes


class Urgency(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


SOON_DAYS = 7
MOST_EVERY = 366


def urgency(due_on: date, *, today: date) -> Urgency:
    """How pressing a due date is; "soon" is within seven days."""
    if due_on < today:
        return Urgency.OVERDUE
    if due_on == today:
        return Urgency.TODAY
    return Urgency.SOON if (due_on - today).days <= SOON_DAYS else Urgency.LATER


class Unit(StrEnum):
    DAYS = "day"
    WEEKS = "week"
    MONTHS = "month"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many days, weeks or months from `first_on`, until a day (included) or for `left` turns more.

    These are days of a calendar, not hours: changing the clocks moves none of them. `turn` counts from 0.
    """

    every: int
    unit: str
    first_on: date
    until: date | None = None
    left: int | None = None
    turn: int = 0

    def day(self, turn: int) -> date:
        """A turn's day. A month too short for the first day's number gives its last day, and the next one its own."""
        steps = self.every * turn
        if self.unit != Unit.MONTHS:
            return self.first_on + timedelta(days=steps * (7 if self.unit == Unit.WEEKS else 1))
        year, month = divmod(self.first_on.year * 12 + self.first_on.month - 1 + steps, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(self.first_on.day, last))


def next_turn(rhythm: Rhythm, *, today: date) -> Rhythm | None:
    """The next turn that is not past; None when there is none. Turns that were slept through do not pile up."""
    if rhythm.left == 0:
        return None
    turn = next(turn for turn in count(rhythm.turn + 1) if rhythm.day(turn) >= today)
    if rhythm.until is not None and rhythm.day(turn) > rhythm.until:
        return None
    return replace(rhythm, turn=turn, left=None if rhythm.left is None else rhythm.left - 1)


def may_repeat(rhythm: Rhythm) -> Decision:
    """A rhythm that makes sense: it comes again at all, and ends after it began."""
    if not 1 <= rhythm.every <= MOST_EVERY or rhythm.unit not in set(Unit):
        return no(_("Say every how many days, weeks or months it comes again."))
    if rhythm.until is not None and rhythm.until < rhythm.first_on:
        return no(_("It would end before it begins."))
    return yes() if rhythm.left is None or rhythm.left >= 0 else no(_("Say how often it comes: once or more."))


def may_change(*, finished: bool) -> Decision:
    """What is done, or off the list, stays so."""
    return no(_("This task is already finished.")) if finished else yes()
