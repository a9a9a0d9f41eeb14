"""Whether, and how, somebody may be contacted; how old they are; what to call a birth date."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, warn, yes
from keyworker.people.models import Channel

# Channels whose value is a place where somebody can be found.
PLACES = frozenset({Channel.POST.value, Channel.VISIT.value})


@dataclass(frozen=True, slots=True)
class WayToReach:
    """What `may_contact` needs to know of one contact point."""

    channel: str
    safe: bool
    shared: bool
    voicemail_ok: bool
    safe_from: time | None
    safe_until: time | None
    ended: bool = False


def may_contact(way: WayToReach, *, at: time, risk: str = "", leaves_trace: bool = False) -> Decision:
    """May this way be used now? `at` is local time; `leaves_trace` is a voicemail, letter or text that stays behind.

    Source: NNEDV Safety Net, safe contact; 45 CFR 164.522(b) confidential communications.
    """
    if way.ended or not way.safe:
        return no(_("This is not safe to use. Choose another way, or ask them in person."))
    if not within_safe_hours(way, at):
        return no(_("It is not safe to use this now. Wait until the safe hours."))
    if leaves_trace and way.channel == Channel.PHONE and not way.voicemail_ok:
        return no(_("Do not leave a voicemail on this number."))
    if leaves_trace and way.shared:
        return no(_("Others can see or hear this. Leave nothing behind."))
    if way.shared:
        return warn(_("Others can see or hear this. First ask if they can talk safely."))
    if risk:
        return warn(_("There is a risk if they are contacted. Read it before you start."))
    return yes(_("You may use this now."))


def within_safe_hours(way: WayToReach, at: time) -> bool:
    """Safe hours may run over midnight; none set means any hour."""
    if way.safe_from is None or way.safe_until is None:
        return True
    if way.safe_from <= way.safe_until:
        return way.safe_from <= at <= way.safe_until
    return at >= way.safe_from or at <= way.safe_until


def age_on(born_on: date | None, day: date) -> int | None:
    """Completed years; None when the birth date is not known."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
