"""Who may come in, who may be let in, and how many sit together; pure decisions."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

MOST_SEATS, MOST_SEATS_IN_A_HALL = (
    4,
    25,
)  # without a hall each browser sends its picture to every other: more than four is too much for a telephone
MOST_INVITED, MOST_INVITED_TO_A_HALL = 12, 30  # more than there are seats: some do not come
EARLIEST = timedelta(hours=1)
LINK_OUTLIVES = timedelta(hours=2)  # the visit: they may begin late
SEAT_IS_COLD = timedelta(seconds=60)


def may_invite(*, is_open: bool, invited: int, large: bool = False) -> Decision:
    if not is_open:
        return no(_("This visit is over. Nobody can be invited any more."))
    if large:
        return yes() if invited < MOST_INVITED_TO_A_HALL else no(_("No more than 30 people can be invited."))
    return yes() if invited < MOST_INVITED else no(_("No more than 12 people can be invited."))


def may_resize(*, is_open: bool, has_hall: bool, large: bool, sitting: int) -> Decision:
    """Whether a meeting is made larger, or small again: before anybody sits in it, for they read how it travels."""
    if not is_open:
        return no(_("This visit is over."))
    if large and not has_hall:
        return no(_("Larger meetings are not set up here. Four people can meet."))
    if sitting:
        return no(
            _("People are in the meeting now. Ask them to hang up first: they read anew how the picture travels.")
        )
    return yes()


def may_enter(*, is_open: bool, entered: bool, turned_away: bool, starts_at: datetime, now: datetime) -> Decision:
    """Whether a link is exchanged now: once, from an hour before the time."""
    if not is_open or turned_away:
        return no(_("The meeting is over."), over=True)
    if entered:
        return no(_("This link was used already."), used=True)
    return yes() if now >= starts_at - EARLIEST else no(_("It is too early."), early=True)


def may_come_in(*, keeps: bool, invited: bool) -> Decision:
    """A colleague who could open the file does not walk in on people who talk."""
    return (
        yes() if keeps or invited else no(_("Only who keeps this visit or was invited goes in. Invite yourself first."))
    )


def may_admit(*, is_open: bool, waits: bool, begun_at: datetime | None, over_at: datetime | None) -> Decision:
    """Nobody is let in before the visit has begun: what must be settled first is settled then."""
    if not is_open or over_at is not None:
        return no(_("This visit is over."))
    if begun_at is None:
        return no(_("Begin the visit first. Then let them in."))
    return yes() if waits else no(_("They do not wait any more."))


def may_sit(*, is_open: bool, let_in: bool, others: int, large: bool, has_hall: bool) -> Decision:
    """Whether somebody takes a seat beside so many others; a larger meeting needs a hall."""
    if not is_open:
        return no(_("The meeting is over."))
    if not let_in:
        return no(_("Please wait until somebody lets you in."))
    if large and not has_hall:
        return no(_("The room for larger meetings is closed. Please ask to be called on the phone."))
    if large:
        return yes() if others < MOST_SEATS_IN_A_HALL else no(_("The meeting is full. There is no room for more."))
    if others >= MOST_SEATS and has_hall:
        return no(_("Four people are in the meeting already. Whoever leads it can make it larger and ask you again."))
    return yes() if others < MOST_SEATS else no(_("Four people are in the meeting already. There is no room for more."))
