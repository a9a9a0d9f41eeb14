"""Whether somebody fits a program, which decision may follow which, and what a referrer may hear."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Answer, Decision, no, warn, yes
from keyworker.intake.models import News, ReferralStatus
from keyworker.people.models import DatePrecision
from keyworker.people.rules import age_on

GUESS_YEARS = 3
"""How far a guessed year of birth may be off, to either side."""

TAKING_IN_LASTS = timedelta(days=14)
"""How long whoever took somebody in may open the file when another is the case manager: for calls and papers of the
first days. Nobody sees a file for ever because they once sat at the front desk."""

ALREADY_DONE = _("This was done already.")
ALREADY_TOLD = _("The referrer was told already.")
SAY_WHY = _("Say why.")


class Suggestion(StrEnum):
    ACCEPT = "accept"
    ASK = "ask"
    WAITLIST = "waitlist"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Whom a program takes. Ages in completed years; `areas` empty means anywhere; `capacity` None means no limit.

    `languages` are the codes of what its team speaks; empty when nobody has said.
    """

    minimum_age: int | None = None
    maximum_age: int | None = None
    areas: frozenset[str] = frozenset()
    capacity: int | None = None
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What screening looks at."""

    criteria: Criteria
    today: date
    born_on: date | None = None
    born_precision: str = DatePrecision.DAY.value
    area: str = ""
    open_cases: int = 0
    language: str = ""


def screen(facts: Facts) -> Decision:
    """Does the program take them? Advice with reasons; a worker decides.

    `facts` of the answer: `findings`, one Decision for each criterion, and `suggestion`.
    """
    fitting = age, area, room = fits_age(facts), fits_area(facts), has_room(facts)
    findings = (*fitting, *speaks_with_them(facts))
    if not (age.allowed and area.allowed):
        return no(_("They do not fit what this program takes."), findings=findings, suggestion=Suggestion.DECLINE.value)
    if not room.allowed:
        return no(_("They fit, but the program is full."), findings=findings, suggestion=Suggestion.WAITLIST.value)
    if any(finding.answer is Answer.WARN for finding in fitting):
        return warn(
            _("Something is not known yet. Ask before you decide."), findings=findings, suggestion=Suggestion.ASK.value
        )
    return yes(_("They fit, and there is room."), findings=findings, suggestion=Suggestion.ACCEPT.value)


def ages_on(born_on: date, precision: str, day: date) -> tuple[int, int]:
    """The youngest and oldest they can be, given how well the birth date is known."""
    match precision:
        case DatePrecision.DAY:
            first = last = born_on
        case DatePrecision.MONTH:
            first, last = born_on.replace(day=1), _end_of_month(born_on)
        case DatePrecision.YEAR:
            first, last = date(born_on.year, 1, 1), date(born_on.year, 12, 31)
        case _:
            first, last = date(born_on.year - GUESS_YEARS, 1, 1), date(born_on.year + GUESS_YEARS, 12, 31)
    return max(age_on(last, day) or 0, 0), max(age_on(first, day) or 0, 0)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def fits_age(facts: Facts) -> Decision:
    low, high = facts.criteria.minimum_age, facts.criteria.maximum_age
    if low is None and high is None:
        return yes(_("Any age."))
    if facts.born_on is None:
        return warn(_("We do not know their age."))
    youngest, oldest = ages_on(facts.born_on, facts.born_precision, facts.today)
    if low is not None and oldest < low:
        return no(_("They are too young for this program."), minimum=low)
    if high is not None and youngest > high:
        return no(_("They are too old for this program."), maximum=high)
    if (low is not None and youngest < low) or (high is not None and oldest > high):
        return warn(_("They may be too young or too old: ask for their date of birth."))
    return yes(_("Their age fits."))


def fits_area(facts: Facts) -> Decision:
    """Words, not maps: a place fits when one of the program's places is in what they wrote."""
    if not facts.criteria.areas:
        return yes(_("People from anywhere are welcome."))
    if not facts.area.strip():
        return warn(_("We do not know where they live."))
    wrote = f" {_plain(facts.area)} "
    if any(f" {_plain(place)} " in wrote for place in facts.criteria.areas):
        return yes(_("They live where this program works."))
    return no(_("They live outside the places this program serves."))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def has_room(facts: Facts) -> Decision:
    if facts.criteria.capacity is None:
        return yes(_("There is no limit to places."))
    if facts.open_cases >= facts.criteria.capacity:
        return no(_("All places are taken."), free=0)
    return yes(_("There is a free place."), free=facts.criteria.capacity - facts.open_cases)


def speaks_with_them(facts: Facts) -> tuple[Decision, ...]:
    """Whether somebody on the team speaks their language. Nobody is turned away for it: an interpreter is planned."""
    if not facts.criteria.languages or not facts.language:
        return ()
    if facts.language in facts.criteria.languages:
        return (yes(_("Somebody on the team speaks their language.")),)
    return (warn(_("Nobody on the team speaks their language: plan an interpreter.")),)


def areas_of(text: str) -> frozenset[str]:
    """A program's places, written with commas between."""
    return frozenset(place.strip() for place in text.split(",") if _plain(place))


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
    """How long somebody waits for a first contact: days since they asked, days left (less than none: late)."""

    waited: int
    left: int

    @property
    def is_late(self) -> bool:
        return self.left < 0


def first_contact_clock(received_on: date, *, within_days: int, today: date) -> Clock:
    waited = max((today - received_on).days, 0)
    return Clock(waited, within_days - waited)


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
