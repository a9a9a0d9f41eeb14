"""What makes sense of a group, of a place in it and of what is written of a session; pure decisions."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.delivery.models import ATTENDED, How

OLDEST = timedelta(days=366)
MOST_MINUTES = 24 * 60
MOST_PLACES = 200
MOST_DATES = 60
LEAST_NAME = 3  # a shorter word of a name is found in too many others
LEAST_SIGNS, FIRST_SIGN = 2, "\u2e80"  # two signs are a name in Chinese, Japanese and Korean
SELDOM_A_WORD = 5  # letters: shorter names are words, too (Will, Rose, May)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a group meets: each week on one day (ISO), or on single days."""

    weekday: int | None
    dates: Sequence[date]
    from_on: date
    until_on: date | None


def days_of(rhythm: Rhythm, first: date, last: date) -> list[date]:
    """The days on which the group meets between two days, both included, in order."""
    first = max(first, rhythm.from_on)
    last = last if rhythm.until_on is None else min(last, rhythm.until_on)
    if rhythm.weekday is None:
        return sorted(day for day in set(rhythm.dates) if first <= day <= last)
    begins = first + timedelta(days=(rhythm.weekday - first.isoweekday()) % 7)
    return [begins + timedelta(days=step) for step in range(0, max(0, (last - begins).days + 1), 7)]


def may_meet(rhythm: Rhythm) -> Decision:
    """At least one day, and the last not before the first."""
    if rhythm.until_on is not None and rhythm.until_on < rhythm.from_on:
        return no(_("The last day comes before the first."))
    if rhythm.weekday is None and not 1 <= len(rhythm.dates) <= MOST_DATES:
        return no(_("Write at least one day, and no more than 60."))
    if rhythm.weekday is None and min(rhythm.dates) < rhythm.from_on:
        return no(_("One of these days comes before the first day."))
    return yes()


def may_lead(*, works_there: bool, twice: bool) -> Decision:
    if twice:
        return no(_("Choose two different people to lead it."))
    return yes() if works_there else no(_("Whoever leads the group has a role in its program."))


def may_change(*, runs: bool, ended: bool) -> Decision:
    """By those who lead it or oversee its program."""
    if ended:
        return no(_("This group has ended."))
    return yes() if runs else no(_("Only those who lead the group, or oversee its program, do this."))


def may_join(since: date, *, case_open: bool, ended: bool, in_it: bool, seen_by_leaders: bool, today: date) -> Decision:
    """Somebody with an open case, whose file is open to whoever leads the group."""
    if ended:
        return no(_("This group has ended."))
    if not case_open:
        return no(_("Their case in this program is closed."))
    if in_it:
        return no(_("They are in this group already, or wait for a place."))
    if not seen_by_leaders:
        return no(_("Whoever leads the group cannot open this file. They need a place on the care team first."))
    return yes() if today - since <= OLDEST else no(_("That is more than a year ago. Look at the year."))


def has_room(taken: int, places: int) -> bool:
    return taken < places


def may_come_in(*, waits: bool, room: bool, first: bool) -> Decision:
    """Whoever has waited longest comes first."""
    if not waits:
        return no(_("They do not wait any more. Look at the list again."))
    if not room:
        return no(_("The group is full. Somebody has to leave it first."))
    return yes() if first else no(_("Somebody else has waited longer."))


def may_leave(on: date, because: str, *, since: date | None, left: bool, today: date) -> Decision:
    if left:
        return no(_("They have left the group already."))
    if not because.strip():
        return no(_("Say why they leave."))
    if on > today:
        return no(_("This day has not come yet."))
    return yes() if since is None or on >= since else no(_("That is before they came into the group."))


def may_be_written(on: date, *, begun: bool, today: date) -> Decision:
    """What has been, as long as somebody remembers it."""
    if on > today or not begun:
        return no(_("This session is still to come. Write it down when it is over."))
    return yes() if today - on <= OLDEST else no(_("That is more than a year ago. Look at the year."))


def may_stand(hows: Iterable[str], *, held: bool, because: str, left_out: bool) -> Decision:
    """Held, each came or stayed away; not held, for nobody, and somebody says why."""
    if any((how == How.NOT_HELD) == held for how in hows):
        return no(_("A session is held for everybody, or for nobody."))
    if left_out:
        return no(_("Somebody who was there is not yours to see. Ask the supervisor to write this down."))
    return yes() if held or because.strip() else no(_("Say why it was not held."))


def may_correct(because: str) -> Decision:
    return yes() if because.strip() else no(_("Say what was wrong."))


def may_be_said(remark: str, others: Iterable[str]) -> Decision:
    """What is said of one is in their own file: it names nobody else of the group (42 CFR 2.12; NASW standard 5).

    However it is written: in small letters, without its accents, with a word grown on to it as Arabic does. Only a
    short word in small letters is taken for what it mostly is, as in "she will come".
    """
    said = re.findall(r"\w+", _plain(remark))
    if any(_names(said, part) for name in others for part in re.findall(r"\w+", _plain(name))):
        return no(_("This names somebody else of the group. Each remark is in one person's own file: leave names out."))
    return yes()


def _plain(text: str) -> str:
    """Without accents, points and signs that nobody sees, and one sign for signs that look alike."""
    apart = unicodedata.normalize("NFKD", text)
    kept = (sign for sign in apart if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", "".join(kept))


def _names(said: list[str], name: str) -> bool:
    if name.lower() == name.upper():  # written without small and great letters, often grown together with other words
        least = LEAST_SIGNS if name >= FIRST_SIGN else LEAST_NAME
        return len(name) >= least and any(name in word for word in said)
    if len(name) < LEAST_NAME:
        return False
    rare = len(name) >= SELDOM_A_WORD
    return any(word.casefold() == name.casefold() and (rare or not word.islower()) for word in said)


def attended(how: str) -> bool:
    return how in ATTENDED
