"""What must be settled before a visit, when it may begin and end, and how long it took; pure decisions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.visits.models import Item, VisitKind
from keyworker.visits.rules import may_settle

EARLIEST = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
STILL_TRUE = timedelta(days=366)
AT_A_DISTANCE = frozenset({VisitKind.VIDEO.value, VisitKind.PHONE.value})
# Said once and true until it is taken back or said anew; the other items are of this time only.
KEPT = frozenset({Item.CONSENT.value, Item.CHARGES.value, Item.SAFE_WORD.value, Item.PLAN.value})
IN_WORDS = frozenset({Item.WHERE.value, Item.CALL_BACK.value, Item.SAFE_WORD.value, Item.PLAN.value})
# Where they are and how to call them there: who hides is not to be found through it afterwards.
OF_THIS_TIME = frozenset({Item.WHERE.value, Item.CALL_BACK.value})
AGREED, DECLINED, TOLD, UNSURE, UNSAFE = "agreed", "declined", "told", "unsure", "unsafe"
UNLICENSED = "unlicensed"
ELSEWHERE = "elsewhere"  # where nobody of the agency has a license


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered to one item: a code, and whether there are words or a number with it."""

    how: str = ""
    in_words: bool = False


STOPS = {
    (Item.CONSENT.value, DECLINED): _("They do not want to meet this way. Plan it in another way."),
    (Item.IDENTITY.value, UNSURE): _("Say nothing about them until you know that it is them."),
    (Item.HEARS.value, UNSAFE): _("They cannot talk safely now. Agree on another time."),
}


def needed(kind: str) -> tuple[str, ...]:
    """The items that are asked before a visit of this kind; in a room there are none."""
    return tuple(Item.values) if kind in AT_A_DISTANCE else ()


def is_settled(item: str, said: Said | None) -> bool:
    """Whether something was answered."""
    if said is None:
        return False
    return said.in_words if item in IN_WORDS else bool(said.how)


def still_open(kind: str, said: Mapping[str, Said]) -> tuple[str, ...]:
    """The items of such a visit that nobody has answered, in the order in which they are asked."""
    return tuple(item for item in needed(kind) if not is_settled(item, said.get(item)))


def may_meet(kind: str, said: Mapping[str, Said], *, because: str) -> Decision:
    """All is settled, or the worker says why they begin all the same: then `left_open` in the facts says what.

    An answer that says it is not safe, not them or not wanted cannot be set aside by any reason.

    Source: NASW, ASWB, CSWE & CSWA Standards for Technology in Social Work Practice (2017), 2.01-2.06.
    """
    for item in needed(kind):
        answer = said.get(item)
        if answer is not None and (item, answer.how) in STOPS:
            return no(STOPS[item, answer.how])
    left_open = still_open(kind, said)
    if left_open and not because.strip():
        asked = " · ".join(str(Item(item).label) for item in left_open)
        return no(
            _("Still to be settled: {what}. Ask it, or say why you begin all the same.").format(what=asked),
            left_open=left_open,
        )
    return yes(left_open=left_open)


def may_practise(region: str, theirs: Collection[str], *, because: str) -> Decision:
    """Where the person is, the worker's licence counts; else only with a reason: `unlicensed` in the facts is true.

    `theirs` are the states or countries in which it does, as they are written on the licences.

    Source: NASW, ASWB, CSWE & CSWA Standards for Technology in Social Work Practice (2017), section 2.
    """
    if region in theirs:
        return yes()
    if because.strip():
        return yes(unlicensed=bool(region))
    if not region:
        return no(_("Ask in which state or country they are, or say why you begin all the same."))
    return no(
        _(
            "Your license does not count where they are. Begin only in an emergency, or so that help does not break"
            " off, and say which."
        )
    )


def is_still_true(item: str, said_on: date, *, today: date) -> bool:
    """Whether what was said before an earlier visit need not be asked again; consent has dates of its own."""
    return item in KEPT - {Item.CONSENT.value} and today - said_on <= STILL_TRUE


def may_begin(status: str, starts_at: datetime, begun_at: datetime | None, *, now: datetime) -> Decision:
    """A planned visit, once, from an hour before its time: whoever rings early is not sent away."""
    settled = may_settle(status)
    if not settled:
        return settled
    if begun_at is not None:
        return no(_("This visit has begun already."))
    return yes() if now >= starts_at - EARLIEST else no(_("It is too early: begin within an hour of its time."))


def may_meet_on(platform: str, *, there: bool) -> Decision:
    """Nobody is asked to a platform on which their program meets no more."""
    if there:
        return yes()
    return no(_("We do not meet on {platform} any more. Call them, or plan it anew.").format(platform=platform))


def may_end(status: str, begun_at: datetime | None) -> Decision:
    """Only what was begun, and once."""
    settled = may_settle(status)
    if not settled:
        return settled
    return yes() if begun_at is not None else no(_("This visit has not begun."))


def may_go_on_by_phone(status: str, kind: str) -> Decision:
    """A video visit, begun or not, whose picture does not come."""
    settled = may_settle(status)
    if not settled:
        return settled
    return yes() if kind == VisitKind.VIDEO else no(_("This is no visit by video."))


def could_talk(hears: Said | None) -> bool | None:
    """Whether they could talk safely, as they said before it began; None where nobody asked."""
    return hears.how != UNSAFE if hears is not None and hears.how else None


def may_be_written_up(begun_at: datetime | None, over_at: datetime | None) -> Decision:
    """A visit that is going on is ended, which writes it down with its real length."""
    if begun_at is not None and over_at is None:
        return no(_("This visit is going on. End it, and it is written down with its length."))
    return yes()


def minutes_of(begun_at: datetime, over_at: datetime) -> int:
    """Whole minutes that they met, every begun minute counted, one at least."""
    return max(1, -((begun_at - over_at) // MINUTE))
