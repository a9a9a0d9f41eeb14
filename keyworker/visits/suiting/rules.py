"""What the wish and the decision mean for planning and beginning a visit, and what makes a decision; pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.visits.models import Outcome, VisitKind, Wish

LONGEST = timedelta(days=366)
NOT_WISHED = {
    Wish.ROOM.value: (
        frozenset({VisitKind.VIDEO.value, VisitKind.PHONE.value}),
        _("They would rather meet in person. Plan it so, unless they tell you otherwise."),
    ),
    Wish.PHONE.value: (
        frozenset({VisitKind.VIDEO.value}),
        _("They do not want to meet by video. Plan a call or a room, unless they tell you otherwise."),
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What counts now: their wish and the decision, as codes; both empty where nobody has looked yet."""

    wish: str = ""
    outcome: str = ""


def wish_now(noted: str, *, no_video: bool) -> str:
    """What they wish: a no that they said at their own door stands above what a worker noted; never the other way."""
    return Wish.PHONE.value if no_video and noted != Wish.ROOM else noted


def is_wished(kind: str, wish: str) -> Decision:
    """Whether a visit of this kind is one they want; no reason of ours sets that aside."""
    kinds, words = NOT_WISHED.get(wish, (frozenset(), ""))
    return no(words) if kind in kinds else yes()


def may_plan(kind: str, found: Found, *, because: str) -> Decision:
    """As they wish; where it was found not to suit them, only with a reason: then `though` in the facts is true.

    `asks_why` in the facts of a refusal: a reason would do.
    """
    wished = is_wished(kind, found.wish)
    if not wished or kind == VisitKind.IN_PERSON or found.outcome != Outcome.NOT:
        return wished
    if because.strip():
        return yes(though=True)
    return no(_("This was found not to suit them. Say why you plan it all the same."), asks_why=True)


def may_decide(found: Found, *, because: str, review_on: date | None, today: date, case_open: bool) -> Decision:
    """Whoever declines is not assessed; else there is a decision, its reason, and a day within a year to look again."""
    if not case_open:
        return no(_("The case is closed. Open it again first."))
    if review_on is not None and not today < review_on <= today + LONGEST:
        return no(_("Choose a day to look again, within a year."))
    if found.wish == Wish.ROOM:
        return no(_("They would rather meet in person: there is nothing to decide.")) if found.outcome else yes()
    if not found.outcome:
        return no(_("Say whether it suits them."))
    if review_on is None:
        return no(_("Choose a day to look again, within a year."))
    if found.outcome != Outcome.SUITS and not because.strip():
        return no(_("Write on which conditions, or why not."))
    return yes()
