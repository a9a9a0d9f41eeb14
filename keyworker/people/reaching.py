"""What may be done now by each way to reach somebody. Whoever shows a number or an address gets it here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.base import clock, context
from keyworker.base.actor import Actor
from keyworker.base.decision import Answer, insist, no
from keyworker.base.languages import NAMES
from keyworker.people.models import Channel, ContactPoint, Person
from keyworker.people.numbers import country_of, dialled
from keyworker.people.queries import Safety, contact_points, safety_of
from keyworker.people.rules import FITS, PLACES, Careful, Clearance, Doing, WayToReach, may_contact, safe_at_all

STRICTER = (Answer.YES, Answer.WARN, Answer.NO)
TONES = {Answer.YES: "success", Answer.WARN: "warning", Answer.NO: "urgent"}
OPENS_WITH = {Doing.CALL: "tel", Doing.TEXT: "sms", Doing.EMAIL: "mailto"}


def local_now() -> datetime:
    """This moment on the agency's clock: safe days and hours are kept by it."""
    return timezone.localtime(clock.now())


def way_of(point: ContactPoint) -> WayToReach:
    """A contact point as the rules read it; the caller may see it, so what a sealed program noted is their own's."""
    return WayToReach(
        point.channel,
        safe=point.safe,
        shared=point.shared,
        voicemail_ok=point.voicemail_ok,
        safe_from=point.safe_from,
        safe_until=point.safe_until,
        ended=point.ended_at is not None,
        monitored=point.monitored,
        post_ok=point.post_ok,
        days=point.safe_days,
        stopped=point.texts_stopped_at is not None,
        within=point.sealed_in_id is not None,
        to=point.value,
    )


def careful_of(safety: Safety) -> Careful:
    return Careful(safety.risk, safety.address_secret)


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to reach somebody, and what the rules say now of each thing that is done by it, the usual one first."""

    point: ContactPoint
    each: tuple[Clearance, ...]

    @property
    def clearance(self) -> Clearance:
        return self.each[0]

    def begun(self, started: Clearance | None) -> Self:
        """The same with what a worker started, its warning read, in place of what was asked of it before."""
        if started is None:
            return self
        return replace(self, each=(started, *(one for one in self.each if one.doing is not started.doing)))

    @property
    def tone(self) -> str:
        return TONES[self.clearance.answer]

    @property
    def href(self) -> str:
        """Starts the call or the message on the worker's own telephone or computer; nothing for a place."""
        scheme = OPENS_WITH.get(self.clearance.doing)
        if scheme is None or _stays_inside():
            return ""
        if self.clearance.doing is Doing.CALL and settings.SIP_DOMAIN:
            to = quote(dialled(self.clearance.to, country_of(timezone.get_current_timezone_name())), safe="+*")
            return f"sip:{to}@{settings.SIP_DOMAIN};user=phone" if to else ""  # RFC 3261 §19.1.6
        return f"{scheme}:{quote(self.clearance.to.replace(' ', ''), safe='+@')}"

    @property
    def named(self) -> str:
        """What kind it is and whose, without the number or address."""
        point = self.point
        return f"{point.get_channel_display()} ({point.label})" if point.label else str(point.get_channel_display())

    @property
    def tail(self) -> str:
        """The last two figures of a number that is not to be used now: enough to tell it from another."""
        telephone = self.point.channel in {Channel.PHONE, Channel.SMS}
        return f"…{self.point.value.strip()[-2:]}" if telephone else ""

    @property
    def times(self) -> str:
        return safe_times(self.point)

    @property
    def besides(self) -> list[str]:
        """What else whoever starts must know, in words: an interpreter, a voicemail, letters."""
        told = {
            Doing.VOICEMAIL: (_("You may leave a voicemail."), _("Leave no voicemail.")),
            Doing.LETTER: (_("You may send a letter there."), _("Send no letter there.")),
        }
        said = [told[one.doing][0 if one.allowed else 1] for one in self.each if one.doing in told]
        if self.point.interpreter:
            name = NAMES.get(self.point.interpreter, self.point.interpreter)
            said.insert(
                0, _("Have an interpreter with you: {language}. Never one of the family.").format(language=name)
            )
        return said


def reach(point: ContactPoint, safety: Safety, *, at: datetime | None = None) -> Reach:
    """What may be done by one way at that moment, now if none is given."""
    way, careful, moment = way_of(point), careful_of(safety), at or local_now()
    doing = FITS[Channel(point.channel).value]
    return Reach(point, tuple(may_contact(way, doing=one, at=moment, careful=careful) for one in doing))


def ways_now(points: Iterable[ContactPoint], safety: Safety, *, at: datetime | None = None) -> list[Reach]:
    """What may be done by each way at that moment, now if none is given."""
    moment = at or local_now()
    return [reach(point, safety, at=moment) for point in points]


def by_post(points: Iterable[ContactPoint], safety: Safety) -> list[Reach]:
    """The ways of theirs to which a letter may go now; where there is none, it is handed over."""
    found = ways_now(points, safety)
    return [way for way in found if any(one.doing is Doing.LETTER and one.allowed for one in way.each)]


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done, and when on the agency's clock; `way` theirs if one was chosen, else anywhere (`place`)."""

    doing: Doing
    at: datetime
    way: ContactPoint | None = None
    place: str = ""


def clear_ahead(actor: Actor, person: Person, planned: Planned, *, heeded: bool = False) -> Clearance:
    """Whether somebody may be called or met as planned: by the way chosen, else by the safest of theirs that fits.

    For whoever is met elsewhere than at an address of theirs only the danger of being in touch with us counts. Raises
    `Refused` where the place gives a secret address away.
    """
    safety = safety_of(actor, person)
    if planned.place and safety.address_secret and _gives_away(actor, person, planned.place):
        insist(no(_("Their address is secret: do not write it down. Say where in other words, or choose it above.")))
    points = [planned.way] if planned.way else _that_fit(actor, person, planned.doing, safety)
    for point in points:
        point.person = person
    to_ask = [(way_of(point), careful_of(safety)) for point in points] or [(_elsewhere(planned), Careful(safety.risk))]
    asked = [
        may_contact(way, doing=planned.doing, at=planned.at, careful=careful, heeded=heeded) for way, careful in to_ask
    ]
    return min(asked, key=lambda one: STRICTER.index(one.answer))


def _that_fit(actor: Actor, person: Person, doing: Doing, safety: Safety) -> list[ContactPoint]:
    if doing is not Doing.CALL:
        return []
    known = contact_points(actor, person, secret=safety.address_secret)
    return [point for point in known if doing in FITS[point.channel]]


def _elsewhere(planned: Planned) -> WayToReach:
    """A number that nobody noted, or a place that is not theirs."""
    return WayToReach(Channel.PHONE.value if planned.doing is Doing.CALL else Channel.VISIT.value)


def _gives_away(actor: Actor, person: Person, words: str) -> bool:
    """Whether an address that is kept secret stands in the words: one that the reader's side noted, no other."""
    held = rows(ContactPoint, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, channel__in=PLACES)
    said = _flat(words)
    for point in held:
        point.person = person
    return any(_flat(point.value) in said for point in held)


def _flat(words: str) -> str:
    return " ".join(words.casefold().replace(",", " ").split())


def safe_times(point: ContactPoint) -> str:
    """ "Tuesday, Thursday, 12:00–13:00", in words; empty for any time."""
    days = ", ".join(str(WEEKDAYS[int(day) - 1]) for day in point.safe_days)
    if point.safe_from is None or point.safe_until is None:
        return days
    hours = f"{time_format(point.safe_from)}–{time_format(point.safe_until)}"
    return f"{days}, {hours}" if days else hours


def before_contact(safety: Safety, points: Iterable[ContactPoint], at: datetime) -> dict[str, str] | None:
    """The one warning that must be read before anybody calls, writes or knocks: of all, the most serious."""
    if safety.risk:
        return {"tone": "urgent", "text": safety.risk}
    known = ways_now(points, safety, at=at)
    if known and not any(_ever(one) for one in known):
        return {"tone": "urgent", "text": _("No safe way to reach them is known. Ask them in person.")}
    usable = [one for one in known if one.point.safe]
    if any(one.point.monitored for one in usable):
        return {"tone": "urgent", "text": _("Somebody else reads or listens to one of their ways. Read which one.")}
    if any(one.point.shared for one in usable):
        return {"tone": "warning", "text": _("Others can see or hear their phone. Ask first if they can talk.")}
    return _by_the_clock(usable)


def _ever(one: Reach) -> bool:
    return safe_at_all(one.clearance.way, doing=one.clearance.doing, at=one.clearance.at).allowed


def _by_the_clock(usable: list[Reach]) -> dict[str, str] | None:
    if not any(one.times for one in usable):
        return None
    later = sorted((one.clearance for one in usable if "next_at" in one.clearance.facts), key=_next_at)
    if later and not any(one.clearance.allowed for one in usable):
        return {"tone": "warning", "text": str(later[0].reason)}
    return {"tone": "warning", "text": _("Only in their safe hours.")}


def _next_at(one: Clearance) -> datetime:
    found: datetime = one.facts["next_at"]
    return found


def _stays_inside() -> bool:
    """Among made-up people nobody is called: a number that somebody typed there may be anybody's."""
    return workplace(context.current().actor).agency.is_practice
