"""Whether a credential counts today, when it is time to renew it, and who may say what of it."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, warn, yes

SOON = timedelta(days=60)
MOST_HOURS = Decimal(500)
YEAR = timedelta(days=365)


def is_current(expires_on: date | None, on: date) -> bool:
    """Its last day still counts."""
    return expires_on is None or expires_on >= on


def runs_out_soon(expires_on: date | None, on: date) -> bool:
    """Within 60 days, or it has already."""
    return expires_on is not None and expires_on <= on + SOON


def standing(expires_on: date | None, on: date) -> Decision:
    """How it stands on a day, in words."""
    if not is_current(expires_on, on):
        return no(_("Ran out"))
    return warn(_("Runs out soon")) if runs_out_soon(expires_on, on) else yes(_("Current"))


def may_note_credential(
    *, theirs: bool, issued_on: date, expires_on: date | None, needs_place: bool, today: date
) -> Decision:
    """By whom it is about, from a day that has come, until a later one; a license counts somewhere."""
    if not theirs:
        return no(_("Everybody notes their own."))
    if issued_on > today:
        return no(_("This day is still to come."))
    if expires_on is not None and expires_on < issued_on:
        return no(_("It runs out before it was given. Look at the two days again."))
    return no(_("Say where this license counts.")) if needs_place else yes()


def may_log_course(*, theirs: bool, hours: Decimal, done_on: date, today: date) -> Decision:
    """By whom it is about, once it is over; some hours, and no more than a year of work has."""
    if not theirs:
        return no(_("Everybody notes their own."))
    if done_on > today:
        return no(_("This day is still to come."))
    possible = hours.is_finite() and 0 < hours <= MOST_HOURS and hours == round(hours, 2)
    return yes() if possible else no(_("Hours are more than nothing, and no more than 500."))
