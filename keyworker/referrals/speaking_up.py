"""What makes sense of speaking up for somebody: days, deadlines, what may follow; pure decisions."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, warn, yes

# An appeal is not written on its last day: whoever writes it is asked this long before.
BEFORE_THE_DEADLINE = timedelta(days=7)
ASK_AFTER = timedelta(days=14)


def may_begin(
    happened_on: date, *, letter_on: date | None, deadline_on: date | None, today: date, case_open: bool
) -> Decision:
    """What happened is past; a deadline runs after the letter."""
    if not case_open:
        return no(_("The case is closed. Open it again first."))
    if happened_on > today or (letter_on is not None and letter_on > today):
        return no(_("This day is still to come."))
    if deadline_on is not None and deadline_on < (letter_on or happened_on):
        return no(_("The last day to appeal is after the letter."))
    return yes()


def may_go_on(*, is_open: bool, done_on: date, happened_on: date, today: date) -> Decision:
    """Steps are taken while it is open, after it happened, and not in days to come."""
    if not is_open:
        return no(_("This is over already."))
    if done_on > today:
        return no(_("This day is still to come."))
    return yes() if done_on >= happened_on else no(_("That is before it happened. Look at the day."))


def may_end(*, is_open: bool, ended_on: date, happened_on: date, today: date) -> Decision:
    """It ends once, with what came of it."""
    return may_go_on(is_open=is_open, done_on=ended_on, happened_on=happened_on, today=today)


def write_by(deadline_on: date | None, *, today: date) -> date:
    """When the next step is due: in good time before the last day, or in two weeks where there is none."""
    if deadline_on is None:
        return today + ASK_AFTER
    return max(deadline_on - BEFORE_THE_DEADLINE, today)


def time_left(deadline_on: date | None, *, is_open: bool, today: date) -> Decision:
    """Whether there is still time to appeal."""
    if deadline_on is None or not is_open:
        return yes()
    if deadline_on < today:
        return no(_("The last day to appeal is over. Ask whether a late appeal is taken, and why it was late."))
    left = (deadline_on - today).days
    return warn(_("The last day to appeal is near.")) if left <= BEFORE_THE_DEADLINE.days else yes()
