"""Who must agree before an agency takes along what is sealed, and when an export is made and taken. Pure."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.interop.models import ExportState

TWO = 2
KEPT_FOR = timedelta(days=1)
STANDS_STILL = timedelta(minutes=3)
LONGEST_WAIT = timedelta(hours=1)  # for its turn
AT_WORK = frozenset({ExportState.WAITING, ExportState.WRITING})


def may_take_all(*, named: int, administrators: int) -> Decision:
    """Nobody named: what is sealed stays. Else two different administrators, and nobody who is none."""
    if named == 0 or (named == TWO and administrators == TWO):
        return yes()
    return no(_("Name two different administrators of the agency who agreed to it."))


def stands_still(state: str, moved_at: datetime, now: datetime) -> bool:
    """Whether nobody works on it any more: whoever did may have died."""
    waited = {ExportState.WAITING: LONGEST_WAIT, ExportState.WRITING: STANDS_STILL}
    return state in AT_WORK and now - moved_at > waited[ExportState(state)]


def may_ask(*, at_work: bool) -> Decision:
    """One at a time in an agency."""
    return no(_("One is being made already. Wait until it is done, or delete it.")) if at_work else yes()


def may_write(state: str, *, begins: bool) -> Decision:
    """Whether it may be begun, or go on: deleted meanwhile, or begun by another, it is not written."""
    expected = ExportState.WAITING if begins else ExportState.WRITING
    return yes() if state == expected else no(_("It is being made already, or was deleted."))


def may_take(*, own: bool, ready: bool, same_hidden: bool) -> Decision:
    """Only whoever asked takes it, for a day; and nobody once somebody in it is hidden who was not before."""
    if not own:
        return no(_("Only whoever asked for it can take it."))
    if not ready:
        return no(_("It is not here any more. Ask for another."))
    if not same_hidden:
        return no(_("Since it was made, a name, an address or a program is to be kept secret. Ask for another."))
    return yes()
