"""Whether a reminder may go out now: asked when it is sent, whatever was true when it was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from keyworker.base.decision import Answer, Decision, no, yes
from keyworker.notices.models import Why
from keyworker.people.rules import FITS, WayToReach, may_contact

DAY_BEFORE = timedelta(hours=24)
LEAST_AHEAD = timedelta(hours=1)
FIRST_PAUSE = timedelta(minutes=5)
MOST_TRIES = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true now. `ways` are those they agreed to be reminded by; `at` is now on the agency's clock."""

    now: datetime
    at: datetime
    happens_at: datetime
    sealed: bool
    at_risk: bool
    consent: Decision
    ways: Sequence[WayToReach]


def may_send(standing: Standing) -> Decision:
    """Yes, with `way`, the place of the first that may be used, and its `clearance`; no, with `why`.

    Where only the hour is wrong, `wait_until` says when it is safe, if that is still in time.

    A letter stays behind, and a machine cannot ask whether they can talk: only a plain yes will do.
    """
    if standing.sealed:
        return no(Why.SEALED.label, why=Why.SEALED)
    if standing.happens_at < standing.now + LEAST_AHEAD:
        return no(Why.TOO_LATE.label, why=Why.TOO_LATE)
    if not standing.consent:
        return no(Why.NO_CONSENT.label, why=Why.NO_CONSENT)
    return no(Why.NO_WAY.label, why=Why.NO_WAY) if standing.at_risk else _by_a_safe_way(standing)


def _by_a_safe_way(standing: Standing) -> Decision:
    asked = [may_contact(way, doing=FITS[way.channel][0], at=standing.at) for way in standing.ways]
    usable = next((place for place, answer in enumerate(asked) if answer.answer is Answer.YES), None)
    if usable is not None:
        return yes(way=usable, clearance=asked[usable])
    later = min((answer.facts["next_at"] for answer in asked if "next_at" in answer.facts), default=None)
    in_time = later is not None and standing.happens_at >= later + LEAST_AHEAD
    return no(Why.NO_WAY.label, why=Why.NO_WAY, wait_until=later if in_time else None)


def next_try(tries: int) -> timedelta:
    """How long to wait after so many tries: 5 minutes, 10, 20, 40, 80."""
    doubled: int = 2 ** max(tries - 1, 0)
    return FIRST_PAUSE * doubled
