"""When a form is due on a case: what a program's rule, the opening and the last time together say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

SOON = timedelta(days=14)
# What was asked so shortly before the end need not be asked again at the end.
FRESH_AT_EXIT = timedelta(days=30)


class Rule(Protocol):
    """As `AssessmentRule` says it."""

    first_within_days: int | None
    again_every_days: int | None
    at_exit: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as a rule reads it: the day it was opened, and the days on which the form was finished in it."""

    opened_on: date
    done_on: tuple[date, ...] = ()

    @property
    def last(self) -> date | None:
        return max(self.done_on, default=None)


def due_on(rule: Rule, case: Standing) -> date | None:
    """The day by which the form is due next; None when the rule asks for nothing more."""
    if case.last is None:
        within = rule.first_within_days
        return None if within is None else case.opened_on + timedelta(days=within)
    again = rule.again_every_days
    return None if again is None else case.last + timedelta(days=again)


def is_overdue(day: date, *, today: date) -> bool:
    return day < today


def is_near(day: date, *, today: date) -> bool:
    """Worth showing beside the assessments: late, or due within two weeks."""
    return day <= today + SOON


def due_at_exit(rule: Rule, done_on: Iterable[date], *, today: date) -> bool:
    """Whether it is to be asked before the case ends."""
    return rule.at_exit and not any(day >= today - FRESH_AT_EXIT for day in done_on)
