"""Whether a reminder may go out now: asked when it is sent, whatever was true when it was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from keyworker.base.decision import Answer, Decision, no, yes
from keyworker.notices.models import Why
from keyworker.people.rules import WayToReach, may_contact, within_safe_hours

DAY_BEFORE = timedelta(hours=24)
LEAST_AHEAD = timedelta(hours=1)
FIRST_PAUSE = timedelta(minutes=5)
UNTIL_SAFE = timedelta(minutes=30)
MOST_TRIES = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true now. `ways` are those they agreed to be reminded by; `at` is the agency's time of day."""

    now: datetime
    at: time
    happens_at: datetime
    sealed: bool
    at_risk: bool
    consent: Decision
    ways: Sequence[WayToReach]


def may_send(standing: Standing) -> Decision:
    """Yes, with `way`, the place of the first that may be used; no, with `why`, or with `wait` for safe hours.

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
    answers = [may_contact(way, at=standing.at, leaves_trace=True) for way in standing.ways]
    usable = next((place for place, answer in enumerate(answers) if answer.answer is Answer.YES), None)
    if usable is not None:
        return yes(way=usable)
    later = any(_only_not_now(way, standing.at) for way in standing.ways)
    return no(Why.NO_WAY.label, why=Why.NO_WAY, wait=later)


def _only_not_now(way: WayToReach, at: time) -> bool:
    return way.safe and not way.shared and not way.ended and not within_safe_hours(way, at)


def next_try(tries: int) -> timedelta:
    """How long to wait after so many tries: 5 minutes, 10, 20, 40, 80."""
    doubled: int = 2 ** max(tries - 1, 0)
    return FIRST_PAUSE * doubled
