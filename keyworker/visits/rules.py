"""Whether a visit may be planned, and what may become of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

MOST_TRAVEL = 240  # minutes
JUST_NOW = timedelta(minutes=15)  # who plans for right now is not sent away for the minutes the page took them


@dataclass(frozen=True, slots=True)
class Slot:
    """When a worker is with somebody, and the minutes it takes to get there from wherever they are before."""

    starts_at: datetime
    ends_at: datetime
    travel_minutes: int = 0

    @property
    def leaves_at(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.travel_minutes)


def clash(one: Slot, other: Slot) -> bool:
    """Whether one begins, or the way to it does, before the other is over. Back to back is no clash."""
    return one.leaves_at < other.ends_at and other.leaves_at < one.ends_at


def may_schedule(starts_at: datetime, *, now: datetime, case_open: bool) -> Decision:
    """Visits are planned ahead or for right now, in an open case."""
    if not case_open:
        return no(_("This case is closed."))
    return yes() if starts_at > now - JUST_NOW else no(_("This time has passed. Record a contact instead."))


def may_name(sealed_in: UUID | None, program_id: UUID) -> Decision:
    """Whether a visit of the program may say by which way: one that a sealed program noted is named in that alone."""
    if sealed_in in {None, program_id}:
        return yes()
    return no(_("Only the program that noted this number or address plans visits by it. Choose another one, or none."))


def may_settle(status: str) -> Decision:
    """Only a planned visit can still be held, missed or called off."""
    return yes() if status == "planned" else no(_("This visit is settled already."))


def may_have_been_held(starts_at: datetime, *, now: datetime) -> Decision:
    return yes() if starts_at <= now else no(_("This visit is still to come."))
