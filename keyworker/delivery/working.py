"""What makes sense of work that is not with the client; pure decisions."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

MOST_MINUTES = 24 * 60
OLDEST = timedelta(days=92)


def may_have_been(minutes: int, worked_on: date, *, today: date) -> Decision:
    """No more than a day has, today or in the last three months: later it is guesswork."""
    if not 1 <= minutes <= MOST_MINUTES:
        return no(_("Minutes are more than 0, and no more than a day has."))
    if worked_on > today:
        return no(_("This day is still to come."))
    return yes() if today - worked_on <= OLDEST else no(_("That is more than three months ago. Look at the day."))
