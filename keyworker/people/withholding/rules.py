"""May something be kept back from the person? Pure."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.people.models import Ground

LONGEST = timedelta(days=365)
LOOKED_AT_AGAIN = timedelta(days=90)


def may_withhold(*, ground: str, because: str, review_on: date, today: date) -> Decision:
    """Nothing is kept back without a ground, words of one's own, and a day within a year to look at it again."""
    if ground not in Ground.values or not because.strip():
        return no(_("Say why this is not given out."))
    if not today < review_on <= today + LONGEST:
        return no(_("Look at it again within a year."))
    return yes()


def gives_a_ground(*, withheld: int, ground: str) -> Decision:
    """A copy leaves nothing out without a ground, which the copy itself tells."""
    if withheld and ground not in Ground.values:
        return no(_("Say why this is not given out."))
    return yes()
