"""May a plan be reviewed, a case closed or opened again; and when to ask how somebody is afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from keyworker.base.decision import Decision, no, warn, yes
from keyworker.planning.models import MOST_PROGRESS
from keyworker.reviews.models import MOST_STARS, ClosingReason

LONGEST_WAIT = timedelta(days=366)


def may_review(*, case_open: bool, has_plan: bool) -> Decision:
    """Only an agreed plan of an open case is reviewed."""
    if not case_open:
        return no(_("This case is closed. Open it again before you review the plan."))
    if not has_plan:
        return no(_("There is no agreed plan yet. Write one together and sign it first."))
    return yes()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a review writes down, as far as rules look at it."""

    words: str
    on: date
    next_on: date
    readings: Mapping[Any, int]


def is_sound_review(review: Reading, *, goals: frozenset[object], today: date) -> Decision:
    """A review has the client's words, happened already, names its next day, and reads only this plan's goals."""
    if not review.words.strip():
        return no(_("Write what went well in the client's own words. It comes first."))
    if review.on > today:
        return no(_("The day of the review is still to come."))
    if not review.on < review.next_on <= review.on + LONGEST_WAIT:
        return no(_("The next review must be later than this one, within a year."))
    if not set(review.readings) <= goals:
        return no(_("The plan has changed since this page was opened. Please look at it again."))
    if any(not 0 <= reading <= MOST_PROGRESS for reading in review.readings.values()):
        return no(_("A reading is a number from 0 to 10."))
    return yes()


@dataclass(frozen=True, slots=True)
class OpenEnds:
    """What is still open on a case that somebody wants to close."""

    unsigned_notes: int = 0
    open_referrals: int = 0
    open_tasks: int = 0
    planned_visits: int = 0
    unsigned_plan: bool = False
    not_asked: tuple[str, ...] = ()


def open_ends_in_words(ends: OpenEnds) -> list[Decision]:
    """Each open end as a warning or a stop; empty when nothing is open."""
    found: list[Decision] = []
    if ends.unsigned_notes:
        found.append(no(_("There are notes that nobody has signed. Sign them or throw them away first.")))
    if ends.open_referrals:
        text = ngettext_lazy(
            "{n} referral out has no outcome yet.", "{n} referrals out have no outcome yet.", ends.open_referrals
        )
        found.append(warn(str(text).format(n=ends.open_referrals)))
    if ends.planned_visits:
        found.append(warn(_("A visit is still planned. It will be called off: tell them.")))
    if ends.unsigned_plan:
        found.append(warn(_("A plan is being written and will not be signed.")))
    if ends.not_asked:
        forms = ", ".join(ends.not_asked)
        found.append(warn(_("Not asked yet before the end: {forms}.").format(forms=forms)))
    if ends.open_tasks:
        text = ngettext_lazy(
            "{n} task will be taken off the list.", "{n} tasks will be taken off the list.", ends.open_tasks
        )
        found.append(warn(str(text).format(n=ends.open_tasks)))
    return found


def may_close(ends: OpenEnds, *, case_open: bool, knowing: bool) -> Decision:
    """May the case be closed? Unsigned notes stop it; other open ends must be known (`knowing`)."""
    if not case_open:
        return no(_("This case is closed already."))
    found = open_ends_in_words(ends)
    stops = [end for end in found if not end.allowed]
    if stops:
        return stops[0]
    if found and not knowing:
        return no(_("Something is still open. Read it, and say that you know."))
    return found[0] if found else yes()


def is_sound_closing(*, reason: str, achievements: str, rating: int | None, closed_on: date, today: date) -> Decision:
    """A closing says why; when goals were met it says what was achieved, in the client's words."""
    if closed_on > today:
        return no(_("The day of closing is still to come."))
    if reason == ClosingReason.GOALS_MET and not achievements.strip():
        return no(_("Write what they achieved, in their own words. They earned it."))
    if rating is not None and not 1 <= rating <= MOST_STARS:
        return no(_("The rating is a number from 1 to 5."))
    return yes()


def is_followed_up(reason: str) -> bool:
    """Nobody is asked how they are after they died."""
    return reason != ClosingReason.DIED


def may_reopen(*, case_open: bool, another_open: bool, because: str) -> Decision:
    """A closed case is opened again with a reason, unless the person has a newer open one in the program."""
    if case_open:
        return no(_("This case is open."))
    if another_open:
        return no(_("They have a newer open case in this program. Go on with that one."))
    if not because.strip():
        return no(_("Say why the case is opened again."))
    return yes()


def may_record_follow_up(*, done: bool, done_on: date, today: date) -> Decision:
    """Once, and not before it happened."""
    if done:
        return no(_("This follow-up is done already."))
    if done_on > today:
        return no(_("This day is still to come."))
    return yes()
