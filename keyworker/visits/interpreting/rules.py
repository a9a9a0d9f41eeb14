"""Who may interpret in a visit, and what may become of a booking; pure decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.visits.models import BookingState

EARLIEST = timedelta(hours=1)
MOVES: dict[str, tuple[BookingState, ...]] = {
    BookingState.ASKED: (BookingState.CONFIRMED, BookingState.DECLINED, BookingState.CALLED_OFF),
    BookingState.CONFIRMED: (
        BookingState.CAME, BookingState.ABSENT, BookingState.DECLINED, BookingState.CALLED_OFF,
    ),
}  # fmt: skip
ON_THE_DAY = (BookingState.CAME, BookingState.ABSENT)


@dataclass(frozen=True, slots=True)
class Ready:
    """What an interpreter is there for, by code, and whether they may be."""

    languages: Collection[str]
    modes: Collection[str]
    qualified_until: date | None = None
    confidential: bool = False
    ended: bool = False


def may_interpret(ready: Ready, *, kind: str, language: str, on: date) -> Decision:
    """One of ours who speaks their language in this way, qualified on that day, and bound to keep what they hear."""
    if ready.ended:
        return no(_("This interpreter is not asked any more."))
    if kind not in ready.modes:
        return no(_("This interpreter does not work in this way."))
    if language and language not in ready.languages:
        return no(_("This interpreter does not speak their language."))
    if not ready.confidential:
        return no(_("This interpreter has not signed yet that what they hear stays with them."))
    if ready.qualified_until is not None and ready.qualified_until < on:
        return no(_("Their qualification ends before that day."))
    return yes()


def may_be_booked(*, planned: bool, refused: bool, taken: bool) -> Decision:
    """For a visit to come, one whom the person has not refused and who is free; the reason names nobody's wish."""
    if not planned:
        return no(_("This visit is settled already."))
    if refused:
        return no(_("This interpreter is not available for them. Choose another one."))
    return no(_("This interpreter is booked at that time already.")) if taken else yes()


def may_move(state: str, to: BookingState, *, starts_at: datetime, now: datetime) -> Decision:
    """From asked to confirmed to came or not; whether they came is known on the day alone."""
    if to not in MOVES.get(state, ()):
        return no(_("This cannot become of it any more."))
    if to in ON_THE_DAY and now < starts_at - EARLIEST:
        return no(_("This visit is still to come."))
    return yes()


def may_be_kept(languages: Collection[str], modes: Collection[str], *, name: str, contact: str) -> Decision:
    """Whoever is on the list has a name, a way to be asked, a language and a way to work."""
    if not name.strip() or not contact.strip():
        return no(_("Write their name and how to reach them."))
    return yes() if languages and modes else no(_("Choose a language and a way in which they work."))
