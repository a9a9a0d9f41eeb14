"""Whether a call may be written down as it is told; pure decisions."""

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.people.rules import Clearance, Doing
from keyworker.visits.models import Came


def may_have_left(came: str, voicemail: Clearance | None, *, slip: str) -> Decision:
    """A voicemail only where one may be left; one that was left all the same is owned up to, in words.

    `voicemail` is the clearance of the number called, None for a number that is not on file: nobody said it is safe.
    """
    if came != Came.VOICEMAIL:
        return yes() if not slip.strip() else no(_("This is said of a voicemail alone."))
    if voicemail is not None and voicemail.doing is Doing.VOICEMAIL and voicemail.allowed:
        return yes()
    if slip.strip():
        return yes()
    return no(_("No voicemail may be left on this number. If you left one all the same, say what you said."))


def may_be_wrong(came: str, *, known: bool) -> Decision:
    """Only a number on file can be theirs no more."""
    if came == Came.WRONG and not known:
        return no(_("Choose which of their numbers it was."))
    return yes()


def was_reached(came: str) -> bool:
    return came == Came.SPOKE
