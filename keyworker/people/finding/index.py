"""The agency's index as a worker looks into it: who it may be, just enough to tell them apart, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.worded import worded
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.any_of import Keys
from keyworker.people.finding.asked import Asked, Born, understood
from keyworker.people.finding.looking_up import look_up
from keyworker.people.finding.ranking import Because, Found, Reason
from keyworker.people.finding.words import said
from keyworker.people.models import DatePrecision, Person

MOST_SHOWN = 30
MOST_LIKELY = 8


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Just enough to tell people apart. `may_open` when the file itself is theirs to see; `likely`: look at them first.

    `reasons` say why they are shown.
    """

    id: UUID
    name: str
    called: str
    born_on: date | None
    born_precision: str
    may_open: bool
    reasons: tuple[Reason, ...] = ()
    likely: bool = False

    @property
    def why(self) -> list[str]:
        """The reasons in words."""
        return [said(reason) for reason in self.reasons]


def find_people(actor: Actor, words: str, *, also: Mapping[UUID, Because] | None = None) -> list[IndexEntry]:
    """People whom the words of the search box may mean, the nearest first; never a sealed program's to others.

    That somebody looked is recorded, and how many were found; what they typed is not.
    """
    asked = understood(words, today=workplace(actor).today)
    found = look_up(actor, asked, also=also)[:MOST_SHOWN]
    trail.record("people.searched", facts={"found": len(found)})
    return _entries(actor, found)


def likely_people(
    actor: Actor, name: str, *, born_on: date | None = None, precision: str = "", numbers: tuple[str, ...] = ()
) -> list[IndexEntry]:
    """Who may be somebody about to be made: those to be looked at first are `likely`.

    Whoever asks records why: a referral that is opened, somebody who is admitted.
    """
    found = look_up(actor, Asked(name, _born(born_on, precision), numbers), loosely=True)
    found.sort(key=lambda one: not one.likely)
    return _entries(actor, found[:MOST_LIKELY])


def _born(born_on: date | None, precision: str) -> Born | None:
    if born_on is None:
        return None
    if precision in {"", DatePrecision.DAY}:
        return Born(days=(born_on,))
    wide = 3 if precision == DatePrecision.ESTIMATED else 0
    return Born(span=(date(born_on.year - wide, 1, 1), date(born_on.year + wide, 12, 31)), about=wide > 0)


def _entries(actor: Actor, found: list[Found]) -> list[IndexEntry]:
    open_to_me = set(_open_to(actor, Keys(one.id for one in found))) if found else set()
    return [_entry(one, one.id in open_to_me) for one in found]


@worded(Person)
def _open_to(actor: Actor, keys: Keys) -> "QuerySet[Person, UUID]":
    theirs = rows(Person, actor=actor, needs=Permission.PERSON_VIEW).filter(pk__any_of=keys)
    return theirs.values_list("pk", flat=True)


def _entry(found: Found, may_open: bool) -> IndexEntry:
    one = found.one
    return IndexEntry(
        one.id,
        one.shown or one.names[0],
        one.called,
        one.born_on,
        one.born_precision,
        may_open,
        found.reasons,
        found.likely,
    )
