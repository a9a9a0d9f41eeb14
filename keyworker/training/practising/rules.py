"""How long a practice agency lives, how often one is made, and when its making stands still. Pure."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.training.models import PracticeState

DAYS = (1, 3, 7, 14)
MADE_A_DAY = 3  # each is some thousand rows
STANDS_STILL = timedelta(minutes=15)
AT_WORK = frozenset({PracticeState.WAITING, PracticeState.MAKING})
LIVE = AT_WORK | {PracticeState.READY}


def may_make(*, inside: bool, live: bool, made_today: int) -> Decision:
    """One at a time in an agency, a few a day, and none out of another."""
    if inside:
        return no(_("You are in a practice agency. Go back to your work first."))
    if live:
        return no(_("There is one already. End it first."))
    if made_today >= MADE_A_DAY:
        return no(_("Enough were made today. Make the next one tomorrow."))
    return yes()


def may_enter(state: str, ends_at: datetime | None, now: datetime) -> Decision:
    """Whether somebody may step in now."""
    open_now = state == PracticeState.READY and ends_at is not None and now < ends_at
    return yes() if open_now else no(_("This practice agency is gone. Make another one."))


def stands_still(state: str, moved_at: datetime, now: datetime) -> bool:
    """Whether nobody makes it any more: whoever did may have died."""
    return state in AT_WORK and now - moved_at > STANDS_STILL


def is_over(state: str, ends_at: datetime | None, moved_at: datetime, now: datetime) -> bool:
    """Whether it is to be thrown away: its time is up, it failed, or nobody makes it any more."""
    if state == PracticeState.READY:
        return ends_at is not None and ends_at <= now
    return state == PracticeState.FAILED or stands_still(state, moved_at, now)
