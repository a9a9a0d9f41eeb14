"""Whether somebody fits what a program takes: each criterion with its answer and the reason in words. It only advises.

The criteria are a program's settings (`agencies.models.Program`), which an administrator edits in the browser.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Answer, Decision, no, warn, yes
from keyworker.intake.codes import DeclinedFor, HelpKind, HouseholdKind
from keyworker.people.models import DatePrecision
from keyworker.people.rules import age_on

GUESS_YEARS = 3
"""How far a guessed year of birth may be off, to either side."""


class Suggestion(StrEnum):
    ACCEPT = "accept"
    ASK = "ask"
    WAITLIST = "waitlist"
    DECLINE = "decline"


class Criterion(StrEnum):
    AGE = "age"
    AREA = "area"
    NEED = "need"
    HOUSEHOLD = "household"
    PLACES = "places"
    LANGUAGE = "language"


CRITERIA: dict[Criterion, Any] = {
    Criterion.AGE: _("Age"),
    Criterion.AREA: _("Place"),
    Criterion.NEED: _("Kind of help"),
    Criterion.HOUSEHOLD: _("Household"),
    Criterion.PLACES: _("Free places"),
    Criterion.LANGUAGE: _("Language"),
}
MUST_FIT = (Criterion.AGE, Criterion.AREA, Criterion.NEED, Criterion.HOUSEHOLD)


@dataclass(frozen=True, slots=True)
class Criteria:
    """Whom a program takes. Ages in completed years; an empty set means any; `capacity` None means no limit.

    `needs` are codes of `HelpKind`, `households` of `HouseholdKind`; `languages` are what its team speaks, empty when
    nobody has said.
    """

    minimum_age: int | None = None
    maximum_age: int | None = None
    areas: frozenset[str] = frozenset()
    capacity: int | None = None
    languages: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    households: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What screening looks at."""

    criteria: Criteria
    today: date
    born_on: date | None = None
    born_precision: str = DatePrecision.DAY.value
    area: str = ""
    open_cases: int = 0
    language: str = ""
    help_kinds: frozenset[str] = frozenset()
    household: str = ""


def screen(facts: Facts) -> Decision:
    """Does the program take them? Advice with reasons; a worker decides.

    `facts` of the answer: `findings`, one Decision for each criterion (its `criterion` among its facts), and
    `suggestion`. WARN stands for "not known yet".
    """
    fitting = (
        _of(Criterion.AGE, fits_age(facts)),
        _of(Criterion.AREA, fits_area(facts)),
        _of(Criterion.NEED, fits_need(facts)),
        _of(Criterion.HOUSEHOLD, fits_household(facts)),
        _of(Criterion.PLACES, has_room(facts)),
    )
    findings = (*fitting, *(_of(Criterion.LANGUAGE, each) for each in speaks_with_them(facts)))
    if any(not each.allowed for each in fitting[:-1]):
        return no(_("They do not fit what this program takes."), findings=findings, suggestion=Suggestion.DECLINE.value)
    if not fitting[-1].allowed:
        return no(_("They fit, but the program is full."), findings=findings, suggestion=Suggestion.WAITLIST.value)
    if any(each.answer is Answer.WARN for each in fitting):
        return warn(
            _("Something is not known yet. Ask before you decide."), findings=findings, suggestion=Suggestion.ASK.value
        )
    return yes(_("They fit, and there is room."), findings=findings, suggestion=Suggestion.ACCEPT.value)


def _of(criterion: Criterion, found: Decision) -> Decision:
    return replace(found, facts={**found.facts, "criterion": criterion})


def stands_in_the_way(screening: Decision) -> str:
    """The first criterion that says no, as a code of `DeclinedFor`; nothing when none does."""
    refused = (each.facts["criterion"].value for each in screening.facts["findings"] if not each.allowed)
    return next((code for code in refused if code in DeclinedFor.values), "")


# The words under which directories file their services; the worker may look for others.
LOOK_FOR = {
    HelpKind.HOME: "housing", HelpKind.SAFETY: "safety", HelpKind.FOOD: "food", HelpKind.MONEY: "money",
    HelpKind.WORK: "employment", HelpKind.HEALTH: "health", HelpKind.MIND: "mental health",
    HelpKind.SUBSTANCES: "substance", HelpKind.FAMILY: "family", HelpKind.LAW: "legal", HelpKind.DAILY: "home care",
    HelpKind.COMPANY: "community",
}  # fmt: skip


def look_for(help_kinds: Iterable[str]) -> str:
    """What to look for in the directory for somebody who needs this; nothing when that is not known."""
    wanted = set(help_kinds)
    return next((words for kind, words in LOOK_FOR.items() if kind.value in wanted), "")


def as_kept(screening: Decision) -> dict[str, str]:
    """What is kept of an answer when somebody decides on it: criterion → yes, warn or no."""
    return {each.facts["criterion"].value: each.answer.value for each in screening.facts["findings"]}


def fits_age(facts: Facts) -> Decision:
    low, high = facts.criteria.minimum_age, facts.criteria.maximum_age
    if low is None and high is None:
        return yes(_("Any age."))
    wanted = _ages(low, high)
    if facts.born_on is None:
        return warn(format_lazy(_("We do not know their age. This program takes {ages}."), ages=wanted))
    youngest, oldest = ages_on(facts.born_on, facts.born_precision, facts.today)
    said = {"age": youngest if youngest == oldest else f"{youngest}-{oldest}", "ages": wanted}
    if low is not None and oldest < low:
        return no(format_lazy(_("They are too young: {age}. This program takes {ages}."), **said), minimum=low)
    if high is not None and youngest > high:
        return no(format_lazy(_("They are too old: {age}. This program takes {ages}."), **said), maximum=high)
    if (low is not None and youngest < low) or (high is not None and oldest > high):
        return warn(_("They may be too young or too old: ask for their date of birth."))
    return yes(format_lazy(_("Their age fits: {age}."), **said))


def _ages(low: int | None, high: int | None) -> Any:
    if low is None:
        return format_lazy(_("people up to {age} years"), age=high)
    if high is None:
        return format_lazy(_("people from {age} years"), age=low)
    return format_lazy(_("people from {low} to {high} years"), low=low, high=high)


def ages_on(born_on: date, precision: str, day: date) -> tuple[int, int]:
    """The youngest and oldest they can be, given how well the birth date is known."""
    match precision:
        case DatePrecision.DAY:
            first = last = born_on
        case DatePrecision.MONTH:
            first, last = born_on.replace(day=1), _end_of_month(born_on)
        case DatePrecision.YEAR:
            first, last = date(born_on.year, 1, 1), date(born_on.year, 12, 31)
        case _:
            first, last = date(born_on.year - GUESS_YEARS, 1, 1), date(born_on.year + GUESS_YEARS, 12, 31)
    return max(age_on(last, day) or 0, 0), max(age_on(first, day) or 0, 0)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def fits_area(facts: Facts) -> Decision:
    """Words, not maps: a place fits when one of the program's places is in what they wrote."""
    if not facts.criteria.areas:
        return yes(_("People from anywhere are welcome."))
    served = ", ".join(sorted(facts.criteria.areas))
    if not facts.area.strip():
        return warn(format_lazy(_("We do not know where they live. This program serves {places}."), places=served))
    wrote = f" {_plain(facts.area)} "
    if any(f" {_plain(place)} " in wrote for place in facts.criteria.areas):
        return yes(_("They live where this program works."))
    return no(format_lazy(_("They live outside the places this program serves: {places}."), places=served))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def areas_of(text: str) -> frozenset[str]:
    """A program's places, written with commas between."""
    return frozenset(place.strip() for place in text.split(",") if _plain(place))


def fits_need(facts: Facts) -> Decision:
    """One kind of help that the program gives is enough; what it cannot help with is named."""
    given, asked = facts.criteria.needs, facts.help_kinds
    if not given:
        return yes(_("Any kind of help."))
    if not asked:
        return warn(
            format_lazy(
                _("We do not know what kind of help. This program helps with: {kinds}."), kinds=_named(HelpKind, given)
            )
        )
    if not asked & given:
        return no(
            format_lazy(
                _("This program does not help with: {kinds}. It helps with: {given}."),
                kinds=_named(HelpKind, asked),
                given=_named(HelpKind, given),
            )
        )
    if asked - given:
        return yes(
            format_lazy(
                _("This program helps with: {given}. For this they need somebody else: {kinds}."),
                given=_named(HelpKind, asked & given),
                kinds=_named(HelpKind, asked - given),
            )
        )
    return yes(format_lazy(_("This program helps with: {kinds}."), kinds=_named(HelpKind, asked)))


def fits_household(facts: Facts) -> Decision:
    taken = facts.criteria.households
    if not taken:
        return yes(_("Any household."))
    if not facts.household:
        return warn(
            format_lazy(
                _("We do not know their household. This program takes: {kinds}."), kinds=_named(HouseholdKind, taken)
            )
        )
    if facts.household in taken:
        return yes(format_lazy(_("Their household fits: {kind}."), kind=_named(HouseholdKind, {facts.household})))
    return no(format_lazy(_("This program takes only: {kinds}."), kinds=_named(HouseholdKind, taken)))


def _joined(labels: Iterable[Any]) -> str:
    return "; ".join(str(label) for label in labels)


_later = lazy(_joined, str)


def _named(kinds: Any, codes: Iterable[str]) -> str | Promise:
    """The codes in words, in the order they are asked in; one that is no longer offered keeps its code."""
    known = [code for code in kinds.values if code in set(codes)]
    found: str | Promise = _later([*(kinds(code).label for code in known), *sorted(set(codes) - set(known))])
    return found


def has_room(facts: Facts) -> Decision:
    if facts.criteria.capacity is None:
        return yes(_("There is no limit to places."))
    said = {"taken": facts.open_cases, "all": facts.criteria.capacity}
    if facts.open_cases >= facts.criteria.capacity:
        return no(format_lazy(_("All places are taken: {taken} of {all}."), **said), free=0)
    free = facts.criteria.capacity - facts.open_cases
    return yes(format_lazy(_("There is a free place: {taken} of {all} are taken."), **said), free=free)


def speaks_with_them(facts: Facts) -> tuple[Decision, ...]:
    """Whether somebody on the team speaks their language. Nobody is turned away for it: an interpreter is planned."""
    if not facts.criteria.languages or not facts.language:
        return ()
    if facts.language in facts.criteria.languages:
        return (yes(_("Somebody on the team speaks their language.")),)
    return (warn(_("Nobody on the team speaks their language: plan an interpreter."), plan=True),)
