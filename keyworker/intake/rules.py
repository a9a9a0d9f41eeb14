"""Which decision may follow which, what a referrer may hear, and by when somebody is first spoken with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.intake.models import News, ReferralStatus, Urgency
from keyworker.people.models import Channel
from keyworker.people.rules import Careful, Clearance, Doing, WayToReach, may_contact

TAKING_IN_LASTS = timedelta(days=14)
"""How long whoever took somebody in may open the file when another is the case manager: for calls and papers of the
first days. Nobody sees a file for ever because they once sat at the front desk."""

ALREADY_DONE = _("This was done already.")
ALREADY_TOLD = _("The referrer was told already.")
SAY_WHY = _("Say why.")


NEXT: dict[str, frozenset[str]] = {
    ReferralStatus.RECEIVED: frozenset(
        {ReferralStatus.ACCEPTED, ReferralStatus.WAITLISTED, ReferralStatus.DECLINED, ReferralStatus.CLOSED}
    ),
    ReferralStatus.WAITLISTED: frozenset({ReferralStatus.ACCEPTED, ReferralStatus.DECLINED, ReferralStatus.CLOSED}),
    ReferralStatus.ACCEPTED: frozenset(
        {ReferralStatus.ADMITTED, ReferralStatus.WAITLISTED, ReferralStatus.DECLINED, ReferralStatus.CLOSED}
    ),
    ReferralStatus.DECLINED: frozenset({ReferralStatus.CLOSED}),
    ReferralStatus.ADMITTED: frozenset(),
    ReferralStatus.CLOSED: frozenset(),
}


def may_become(now: str, then: str) -> Decision:
    """Whether a referral in one state may go to another."""
    if then in NEXT[now]:
        return yes()
    if now == then:
        return no(ALREADY_DONE)
    if then == ReferralStatus.ADMITTED and now in {ReferralStatus.RECEIVED, ReferralStatus.WAITLISTED}:
        return no(_("Accept the referral first."))
    return no(_("The referral is finished. Somebody may have decided just before you."))


def may_accept(screening: Decision, because: str) -> Decision:
    """A worker may go against the advice, and then says why."""
    if screening.allowed or because.strip():
        return yes()
    return no(_("The criteria are not met. Say why you accept all the same."))


def news_for(status: str, *, verified: bool) -> str | None:
    """What a referrer hears when a referral comes to `status`; None when they hear nothing new.

    A referrer may be the abuser: one we have not checked hears only "received" and "closed", never whether somebody
    is coming here, is waiting, or was sent elsewhere (NNEDV Safety Net, confidentiality).
    """
    open_news: dict[str, str] = {
        ReferralStatus.ACCEPTED: News.ACCEPTED,
        ReferralStatus.WAITLISTED: News.WAITLISTED,
        ReferralStatus.DECLINED: News.DECLINED,
    }
    match status:
        case ReferralStatus.RECEIVED:
            return News.RECEIVED
        case ReferralStatus.CLOSED:
            return News.CLOSED
        case _ if verified:
            return open_news.get(status)
        case ReferralStatus.DECLINED | ReferralStatus.ADMITTED:
            return News.CLOSED  # for both, or silence would say that they are here
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Clock:
    """How long somebody waits for a first contact: days since they asked, days left (less than none: late).

    Once somebody spoke with them, on `reached_on`, it stands still.
    """

    waited: int
    left: int
    due_on: date
    reached_on: date | None = None

    @property
    def is_late(self) -> bool:
        return self.left < 0


def first_contact_days(within_days: int, urgency: str) -> int:
    """Days until the first contact: the program's own; half of them, rounded up, when it is soon; one when urgent."""
    match urgency:
        case Urgency.URGENT:
            return 1
        case Urgency.SOON:
            return (within_days + 1) // 2
        case _:
            return within_days


def first_contact_clock(
    received_on: date, *, within_days: int, urgency: str, today: date, reached_on: date | None = None
) -> Clock:
    """`within_days` is the program's; how pressing it is shortens it."""
    due_on = received_on + timedelta(days=first_contact_days(within_days, urgency))
    until = reached_on or today
    return Clock(max((until - received_on).days, 0), (due_on - until).days, due_on, reached_on)


def may_reach(contact: str, said: str, *, at: datetime, leaves_trace: bool) -> Clearance:
    """May the person be called, or left a message, now? `said` is what we must know before we call or write.

    Nobody is a `Person` yet, so all that is not said counts as unsafe: nothing is left on a voicemail.
    """
    channel = Channel.EMAIL if "@" in contact else Channel.PHONE
    doing = Doing.EMAIL if channel is Channel.EMAIL else Doing.VOICEMAIL if leaves_trace else Doing.CALL
    way = WayToReach(channel.value, safe=bool(contact.strip()), to=contact)
    return may_contact(way, doing=doing, at=at, careful=Careful(said))


def may_note_contact(happened_on: date, *, today: date) -> Decision:
    """A talk that is written down has happened."""
    return yes() if happened_on <= today else no(_("This day has not come yet."))


def may_wait_on(ended: bool) -> Decision:
    """Whether something may still be said about a place in line."""
    return no(_("They no longer stand on the waiting list.")) if ended else yes()


def may_ask_again_on(day: date | None, *, today: date) -> Decision:
    """Nobody waits without a day on which somebody asks after them."""
    if day is None:
        return no(_("Say when we ask again."))
    return yes() if day > today else no(_("Choose a day that is still to come."))


def may_offer(ended: bool, answer_by: date, *, today: date) -> Decision:
    """A place that is offered is kept for some days."""
    if ended:
        return may_wait_on(ended)
    return yes() if answer_by >= today else no(_("Keep the place at least until today."))


def may_own(owner_ended: bool, denied: bool, has_role: bool) -> Decision:
    """Whether a colleague can carry the case."""
    if owner_ended or not has_role:
        return no(_("Choose a case manager who works in this program."))
    if denied:
        return no(_("This case manager cannot work with this person. Choose another."))
    return yes()


def may_open_in(open_programs: Collection[object], program: object) -> Decision:
    """One open case a person and program."""
    if program in open_programs:
        return no(_("They already have an open case in this program."))
    return yes()


def may_be_new(likely: Collection[object], set_aside: Collection[object]) -> Decision:
    """A record is made once everybody who is much like them was looked at, so that nobody has two."""
    if set(likely) <= set(set_aside):
        return yes()
    return no(_("Somebody like them is known here already. Look at who it may be first."))
