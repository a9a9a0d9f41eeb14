"""Whether, how and when somebody may be contacted; how old they are."""

from dataclasses import InitVar, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Answer, Decision, Refused, no, warn, yes
from keyworker.people.models import Channel

# Channels whose value is a place where somebody can be found.
PLACES = frozenset({Channel.POST.value, Channel.VISIT.value})
A_WEEK_AND_A_DAY = 8


class Doing(StrEnum):
    """What somebody is about to do."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"


FITS = {
    Channel.PHONE.value: (Doing.CALL, Doing.VOICEMAIL),
    Channel.SMS.value: (Doing.TEXT,),
    Channel.EMAIL.value: (Doing.EMAIL,),
    Channel.POST.value: (Doing.LETTER,),
    Channel.VISIT.value: (Doing.VISIT, Doing.LETTER),
}
LEAVES_A_TRACE = frozenset({Doing.VOICEMAIL, Doing.TEXT, Doing.EMAIL, Doing.LETTER})


@dataclass(frozen=True, slots=True)
class WayToReach:
    """What `may_contact` needs to know of one contact point; `to` is the number or address itself.

    `days` are ISO weekdays ("135": Monday, Wednesday, Friday), empty for all; a night belongs to the day it begins.
    `within` says that a sealed program of the reader's own noted it.
    """

    channel: str
    safe: bool = True
    shared: bool = False
    voicemail_ok: bool = False
    safe_from: time | None = None
    safe_until: time | None = None
    ended: bool = False
    monitored: bool = False
    post_ok: bool = False
    days: str = ""
    stopped: bool = False
    within: bool = False
    to: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Careful:
    """What is true of the person whichever way they are reached."""

    risk: str = ""
    address_secret: bool = False


AS_USUAL = Careful()
LONG_AGO = datetime.min.replace(tzinfo=UTC)
_MINT = object()


@dataclass(frozen=True, slots=True)
class Clearance(Decision):
    """What `may_contact` says, and of what it was asked. Nobody else can make one, and whoever sends takes one.

    The number or address is had from it alone: `to`, where the answer is yes, or a warning that was read.
    """

    doing: Doing = Doing.CALL
    way: WayToReach = WayToReach("")
    at: datetime = LONG_AGO
    heeded: bool = False
    minted: InitVar[object] = None

    def __post_init__(self, minted: object) -> None:
        if minted is not _MINT:
            raise TypeError("Only may_contact clears a way to reach somebody.")

    @property
    def is_open(self) -> bool:
        return self.answer is Answer.YES or (self.is_warning and self.heeded)

    @property
    def to(self) -> str:
        """The number or address. Raises `Refused` for a no, and for a warning that nobody has read."""
        return self.used_for(self.doing)

    def used_for(self, *doing: Doing) -> str:
        """The same for whoever does one of these things. Raises `Refused` for a clearance of something else, too."""
        if not self.is_open:
            raise Refused(self)
        if self.doing not in doing:
            raise Refused(no(_("This was asked for another way of reaching them.")))
        return self.way.to

    def opened(self) -> Self:
        """Itself. Raises `Refused` as `to` does."""
        self.used_for(self.doing)
        return self


def may_contact(
    way: WayToReach, *, doing: Doing, at: datetime, careful: Careful = AS_USUAL, heeded: bool = False
) -> Clearance:
    """May this be done by this way at that moment? `at` is on the agency's clock; `heeded`: the warning was read.

    What somebody else reads or listens to is not used at all: only a device that this person does not hold is safer,
    and which one that is they say themselves. Everything that stays behind (voicemail, text, e-mail, letter) is seen by
    whoever shares the way. A no for now says when it is a yes or a warning next, in `facts["next_at"]`.

    Source: NNEDV Safety Net, safe contact and communicating with survivors; 45 CFR 164.522(b) confidential
    communications.
    """
    asked = (_never(way, doing, careful), _not_now(way, doing, at), _warned(way, careful))
    found = next((one for one in asked if one is not None), yes(_("You may use this now.")))
    return Clearance(found.answer, found.reason, found.facts, doing, way, at, heeded, minted=_MINT)


def _never(way: WayToReach, doing: Doing, careful: Careful) -> Decision | None:
    """What no hour makes safe."""
    secret = careful.address_secret and way.channel in PLACES
    first = (
        (way.ended or not way.safe, _("This is not safe to use. Choose another way, or ask them in person.")),
        (doing not in FITS.get(way.channel, ()), _("They are not reached in that way here. Choose another one.")),
        (secret and not way.within, _("Their address is secret. Do not go there, and send nothing.")),
        (secret and doing is Doing.LETTER, _("Their address is secret: send nothing there. Hand it over yourself.")),
        (way.monitored, _("Somebody else reads or listens to this. Leave it alone, and ask them for a safer way.")),
        (way.stopped and doing is Doing.TEXT, _("They answered STOP. No text is sent to this number.")),
        (doing is Doing.VOICEMAIL and not way.voicemail_ok, _("Do not leave a voicemail on this number.")),
        (doing is Doing.LETTER and not way.post_ok, _("Send no letters there. Hand it over yourself.")),
        (doing in LEAVES_A_TRACE and way.shared, _("Others can see or hear this. Leave nothing behind.")),
    )
    return next((no(reason) for is_so, reason in first if is_so), None)


def _not_now(way: WayToReach, doing: Doing, at: datetime) -> Decision | None:
    if within_safe_hours(way, at):
        return None
    then = next_safe_time(way, after=at)
    if then is None:
        return no(_("It is not safe to use this now. Wait until the safe hours."))
    told = format_lazy(YOU_MAY[doing], when=_in_words(then, at, bool(way.safe_from)))
    return no(format_lazy(_("It is not safe to use this now. {then}"), then=told), next_at=then)


def _warned(way: WayToReach, careful: Careful) -> Decision | None:
    """Everything that must be read before, in one."""
    secret = careful.address_secret and way.channel in PLACES
    every = (
        (way.shared, _("Others can see or hear this. First ask if they can talk safely.")),
        (secret, _("Their address is secret. Tell nobody where you go, and make sure that nobody follows you.")),
        (careful.risk, _("There is a risk if they are contacted. Read it before you start.")),
    )
    said = [reason for is_so, reason in every if is_so]
    return warn(format_lazy("{}" + " {}" * (len(said) - 1), *said)) if said else None


YOU_MAY = {
    Doing.CALL: _("You may call {when}."),
    Doing.VOICEMAIL: _("You may leave a message {when}."),
    Doing.TEXT: _("You may write {when}."),
    Doing.EMAIL: _("You may write {when}."),
    Doing.LETTER: _("You may write {when}."),
    Doing.VISIT: _("You may go there {when}."),
}


def _when(then: datetime, asked_at: datetime, with_hour: bool) -> str:
    """ "today at 12:00", "tomorrow", "on Tuesday at 12:00"; a week ahead with its date."""
    hour, ahead = date_format(then, "TIME_FORMAT"), (then.date() - asked_at.date()).days
    if ahead == 0:
        return gettext("today at {hour}").format(hour=hour)
    if ahead == 1:
        return gettext("tomorrow at {hour}").format(hour=hour) if with_hour else gettext("tomorrow")
    day = date_format(then, "l") if ahead < 7 else date_format(then, "DATE_FORMAT")
    return (
        gettext("on {day} at {hour}").format(day=day, hour=hour) if with_hour else gettext("on {day}").format(day=day)
    )


_in_words: Any = lazy(_when, str)


def within_safe_hours(way: WayToReach, at: datetime) -> bool:
    """Whether it is a safe day and hour. Hours may run over midnight: the night is that of the day it began on."""
    today, yesterday = (_is_safe_day(way, at.date() - timedelta(days=back)) for back in (0, 1))
    if way.safe_from is None or way.safe_until is None:
        return today
    if way.safe_from <= way.safe_until:
        return today and way.safe_from <= at.time() <= way.safe_until
    return (today and at.time() >= way.safe_from) or (yesterday and at.time() <= way.safe_until)


def _is_safe_day(way: WayToReach, day: date) -> bool:
    return not way.days or str(day.isoweekday()) in way.days


def next_safe_time(way: WayToReach, *, after: datetime) -> datetime | None:
    """The first moment from then on within the safe days and hours; None where a week has none.

    An hour that the clock leaps over in spring is none.
    """
    for ahead in range(A_WEEK_AND_A_DAY):
        begins = datetime.combine(after.date() + timedelta(days=ahead), way.safe_from or time(), after.tzinfo)
        there = max(after, begins.astimezone(UTC).astimezone(after.tzinfo))
        if within_safe_hours(way, there):
            return there
    return None


def safe_at_all(way: WayToReach, *, doing: Doing, at: datetime) -> Clearance:
    """Whether a way was safe in any of its hours: at which it was used, nobody asks afterwards."""
    return may_contact(way, doing=doing, at=next_safe_time(way, after=at) or at)


def age_on(born_on: date | None, day: date) -> int | None:
    """Completed years; None when the birth date is not known."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
