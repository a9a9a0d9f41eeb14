"""May a plan be reviewed, a case closed or opened again; and when to ask how somebody is afterwards."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

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
    """What a review writes down, as far as rules look at it. `at_most`: days to the next one at this level of risk."""

    words: str
    on: date
    next_on: date
    readings: Mapping[Any, int]
    at_most: int | None = None


def is_sound_review(review: Reading, *, goals: frozenset[object], today: date) -> Decision:
    """A review has the client's words, happened already, names its next day, and reads only this plan's goals."""
    if not review.words.strip():
        return no(_("Write what went well in the client's own words. It comes first."))
    if review.on > today:
        return no(_("The day of the review is still to come."))
    if not review.on < review.next_on <= review.on + LONGEST_WAIT:
        return no(_("The next review must be later than this one, within a year."))
    if review.at_most is not None and review.next_on > review.on + timedelta(days=review.at_most):
        text = ngettext_lazy(
            "At this level of risk, look at it again within {n} day.",
            "At this level of risk, look at it again within {n} days.",
            review.at_most,
        )
        return no(str(text).format(n=review.at_most))
    if not set(review.readings) <= goals:
        return no(_("The plan has changed since this page was opened. Please look at it again."))
    if any(not 0 <= reading <= MOST_PROGRESS for reading in review.readings.values()):
        return no(_("A reading is a number from 0 to 10."))
    return yes()


@dataclass(frozen=True, slots=True)
class OpenEnds:
    """What is still open on a case that somebody wants to close.

    `promised` are tasks that somebody set or promised; `open_tasks` are the steps that end with the case. `messages`
    are conversations in which nobody read or answered what they wrote, `papers` what they sent and nobody looked at.
    """

    unsigned_notes: int = 0
    open_referrals: int = 0
    promised: int = 0
    messages: int = 0
    papers: int = 0
    open_tasks: int = 0
    planned_visits: int = 0
    unsigned_plan: bool = False
    not_asked: tuple[str, ...] = ()
    not_measured: tuple[str, ...] = ()


# Nobody can be asked, or measured, any more.
OUT_OF_REACH = frozenset({ClosingReason.DIED.value, ClosingReason.LOST_CONTACT.value})


def open_ends_in_words(ends: OpenEnds, *, reason: str = "") -> list[Decision]:
    """Each open end as a stop or a warning, with its `code` among the facts; empty when nothing is open."""
    return [*_stops(ends), *_to_ask(ends, no if reason not in OUT_OF_REACH else warn), *_warnings(ends)]


def _stops(ends: OpenEnds) -> Iterator[Decision]:
    if ends.unsigned_notes:
        text = _("There are notes that nobody has signed. Sign them or throw them away first.")
        yield no(text, code="notes")
    if ends.open_referrals:
        text = ngettext_lazy(
            "{n} referral out has no outcome yet.", "{n} referrals out have no outcome yet.", ends.open_referrals
        )
        yield no(str(text).format(n=ends.open_referrals), code="referrals")
    if ends.promised:
        text = ngettext_lazy(
            "{n} task was promised and is not done.", "{n} tasks were promised and are not done.", ends.promised
        )
        yield no(str(text).format(n=ends.promised), code="tasks")
    if ends.messages:
        yield no(_("They wrote to you, and nobody has answered. Answer them first."), code="messages")
    if ends.papers:
        yield no(_("They sent a paper that nobody has looked at. Look at it first."), code="papers")


def _to_ask(ends: OpenEnds, say: Callable[..., Decision]) -> Iterator[Decision]:
    if ends.not_asked:
        text = _("Not asked yet before the end: {forms}.").format(forms=", ".join(ends.not_asked))
        yield say(text, code="assessments")
    if ends.not_measured:
        text = _("Not measured yet: {what}.").format(what=", ".join(ends.not_measured))
        yield say(text, code="indicators")


def _warnings(ends: OpenEnds) -> Iterator[Decision]:
    if ends.planned_visits:
        yield warn(_("A visit is still planned. It will be called off: tell them."))
    if ends.unsigned_plan:
        yield warn(_("A plan is being written and will not be signed."))
    if ends.open_tasks:
        text = ngettext_lazy(
            "{n} task will be taken off the list.", "{n} tasks will be taken off the list.", ends.open_tasks
        )
        yield warn(str(text).format(n=ends.open_tasks), code="tasks")


def stopping(ends: OpenEnds, *, reason: str = "") -> list[str]:
    """The codes of what stops the closing."""
    return [str(end.facts["code"]) for end in open_ends_in_words(ends, reason=reason) if not end.allowed]


def may_close(ends: OpenEnds, *, case_open: bool, knowing: bool, reason: str = "", anyway: bool = False) -> Decision:
    """May the case be closed? What is important stops it unless a supervisor says `anyway`; the rest must be known."""
    if not case_open:
        return no(_("This case is closed already."))
    found = open_ends_in_words(ends, reason=reason)
    stops = [end for end in found if not end.allowed]
    if stops and not anyway:
        return stops[0]
    if found and not knowing:
        return no(_("Something is still open. Read it, and say that you know."))
    return warn(found[0].reason) if found else yes()


def may_plan_the_end(*, case_open: bool, said: bool) -> Decision:
    """While the case is open, with at least a word."""
    if not case_open:
        return no(_("This case is closed already."))
    return yes() if said else no(_("Write at least one of these down."))


def may_close_anyway(*, supervises: bool, because: str) -> Decision:
    """Over what is open, a supervisor of the program decides, and says why."""
    if not supervises:
        return no(_("Only a supervisor of this program can close it while this is open."))
    return yes() if because.strip() else no(_("Say why the case is closed all the same."))


def is_sound_indicator(
    name: str, unit: str, *, baseline: Decimal | None, target: Decimal | None, less_is_better: bool, any_moment: bool
) -> Decision:
    """It has a name, a unit and a moment, and its target lies on the better side of where people start."""
    if not name.strip() or not unit.strip():
        return no(_("Give it a name, and say in which unit it is counted."))
    if not any_moment:
        return no(_("Say when it is measured."))
    if baseline is not None and target is not None and (target < baseline) is not less_is_better and target != baseline:
        return no(
            _("The target is worse than where people start. Mend one of the numbers, or say that less is better.")
        )
    return yes()


def may_change_indicator(*, ended: bool, meaning: bool, read: bool) -> Decision:
    """What was measured once keeps its meaning."""
    if ended:
        return no(_("This is measured no more."))
    if meaning and read:
        return no(_("It was measured already, so its name, kind and unit stay. End it and begin another."))
    return yes()


def may_measure(*, case_open: bool, numbers: int) -> Decision:
    """An open case, and at least one number."""
    if not case_open:
        return no(_("This case is closed. Open it again before you measure."))
    return yes() if numbers else no(_("Write at least one number."))


def is_sound_closing(*, reason: str, achievements: str, rating: int | None, closed_on: date, today: date) -> Decision:
    """A closing says why; when goals were met it says what was achieved, in the client's words."""
    if closed_on > today:
        return no(_("The day of closing is still to come."))
    if reason == ClosingReason.GOALS_MET and not achievements.strip():
        return no(_("Write what they achieved, in their own words. They earned it."))
    if rating is not None and not 1 <= rating <= MOST_STARS:
        return no(_("The rating is a number from 1 to 5."))
    return yes()


def may_set_pace(days: Mapping[str, int | None]) -> Decision:
    """The higher the risk, the sooner a plan is looked at again. `days` by level, the lowest first; None: as usual."""
    said = [number for number in days.values() if number is not None]
    if any(not 1 <= number <= LONGEST_WAIT.days for number in said):
        return no(_("Write a number of days from 1 to 366."))
    if said != sorted(said, reverse=True):
        return no(_("A higher risk is looked at no later than a lower one. Mend the numbers."))
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


def may_record_follow_up(*, done: bool, done_on: date, today: date, way: Decision | None = None) -> Decision:
    """Once, not before it happened, and never by a way that is not safe (`way`: what `may_contact` said of it)."""
    if way is not None and not way.allowed:
        return way
    if done:
        return no(_("This follow-up is done already."))
    if done_on > today:
        return no(_("This day is still to come."))
    return yes()


def may_name_way(sealed_in: UUID | None, program_id: UUID) -> Decision:
    """Whether a follow-up of the program may say by which way: one that a sealed program noted is named in that alone.

    Whoever works in both would else write into one file that the other knows a number.
    """
    if sealed_in in {None, program_id}:
        return yes()
    return no(_("Only the program that noted this number or address may name it. Choose another one, or none."))


ACKNOWLEDGE_DAYS = 3


def complaint_clock(received_on: date, *, answer_days: int) -> tuple[date, date]:
    """By when they hear that it came, and by when they have an answer; the day it came is not counted."""
    known_in = min(ACKNOWLEDGE_DAYS, answer_days)
    return received_on + timedelta(days=known_in), received_on + timedelta(days=answer_days)


def is_sound_feedback(*, rating: int | None, words: str) -> Decision:
    """At least a number, or a word."""
    if rating is not None and not 1 <= rating <= MOST_STARS:
        return no(_("The rating is a number from 1 to 5."))
    return yes() if rating is not None or words.strip() else no(_("Choose a number, or write something."))


def may_handle(*, mine: bool, answered: bool, handler_is_other: bool) -> Decision:
    """Nobody judges themselves, and one person sees a complaint through."""
    if mine:
        return no(_("This is about you. Somebody else looks into it."))
    if answered:
        return no(_("This was answered already."))
    return no(_("A colleague looks into this already.")) if handler_is_other else yes()


def may_answer(*, acknowledged: bool, answer: str, told_how: str) -> Decision:
    """First they hear that it came; then what came of it, in words, and they are told."""
    if not acknowledged:
        return no(_("First let them know that it came."))
    if not answer.strip() or not told_how.strip():
        return no(_("Write what you answered, and how you told them."))
    return yes()


def may_note_idea(*, what: str, due_on: date, today: date) -> Decision:
    """An idea says what, and by which day that is not over."""
    if not what.strip():
        return no(_("Say what to do better."))
    return yes() if due_on >= today else no(_("This day is over."))


def may_finish_idea(*, done: bool, came_of_it: str) -> Decision:
    """Once, with what came of it."""
    if done:
        return no(_("This idea is done already."))
    return yes() if came_of_it.strip() else no(_("Write what came of it."))
