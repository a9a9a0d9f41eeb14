"""How near somebody is to what was asked, and why, in reasons that are shown; no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from rapidfuzz.distance import OSA

from keyworker.people.finding.asked import Asked, Born
from keyworker.people.finding.likeness import NOTHING, Match, Way, alike
from keyworker.people.models import DatePrecision
from keyworker.people.names import written

CLEAR = 0.9  # from here on a name is found without looking further
SHOWN, BELOW_THE_BEST = 0.7, 0.24
WITH_THE_DATE = 0.3  # a name this little alike is shown when the birth date is the same
ESTIMATE_YEARS = 3
LEAST = 0.72  # of each word of a name, where nothing but names speaks for two being one


class Because(StrEnum):
    """Why somebody is shown."""

    SCRIPT = "script"
    SPELLING = "spelling"
    SHORT = "short"
    SOUND = "sound"
    SLIP = "slip"
    OTHER_WORD = "other-word"
    OTHER_NAME = "other-name"
    SAME_DATE = "same-date"
    SWAPPED = "swapped"
    NEAR_DATE = "near-date"
    SAME_YEAR = "same-year"
    AGE = "age"
    OTHER_DATE = "other-date"
    PHONE = "phone"
    IDENTIFIER = "identifier"
    NUMBER = "number"


WAYS = {
    Way.OTHER_SCRIPT: Because.SCRIPT,
    Way.OTHER_SPELLING: Because.SPELLING,
    Way.SHORT: Because.SHORT,
    Way.SOUND: Because.SOUND,
    Way.SLIP: Because.SLIP,
}
# How much each moves the score of the name, which is at most 1.
WORTH = {
    Because.SAME_DATE: 0.25,
    Because.SWAPPED: 0.2,
    Because.NEAR_DATE: 0.12,
    Because.SAME_YEAR: 0.12,
    Because.AGE: 0.12,
    Because.OTHER_DATE: -0.15,
    Because.PHONE: 0.3,
    Because.IDENTIFIER: 0.6,
    Because.NUMBER: 1.0,
}
SURE = frozenset({Because.PHONE, Because.IDENTIFIER, Because.NUMBER})
DATES = frozenset({Because.SAME_DATE, Because.SWAPPED})


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `word` is the name that it is about, where it is about one."""

    because: Because
    word: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant: every name the worker may know, the one they say first; what else was found by.

    `shown` is how they are written in a list, which is no name of theirs while none is known.
    """

    id: UUID
    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    called: str = ""
    born_on: date | None = None
    born_precision: str = DatePrecision.DAY.value
    found_by: frozenset[Because] = field(default_factory=frozenset)
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody, how near to what was asked, and why. `likely`: nobody new is made before they were looked at."""

    one: Candidate
    score: float
    reasons: tuple[Reason, ...]
    name_score: float
    likely: bool

    @property
    def id(self) -> UUID:
        return self.one.id


def ranked(asked: Asked, candidates: Iterable[Candidate]) -> list[Found]:
    """The nearest first; whom nothing that the worker may know brings near is left out."""
    found = [one for one in (_judged(asked, each) for each in candidates) if one is not None]
    found.sort(key=lambda one: (-one.score, one.id))
    least = max(SHOWN, found[0].score - BELOW_THE_BEST) if found and asked.words else 0.0
    return [one for one in found if one.score >= least or one.likely or _speaks_for_itself(one)]


def _speaks_for_itself(one: Found) -> bool:
    return any(reason.because in SURE | DATES for reason in one.reasons)


def is_clear(found: list[Found]) -> bool:
    """Whether somebody bears the name that was asked, so that no search among misspelt ones is needed."""
    return any(one.name_score >= CLEAR for one in found)


def _judged(asked: Asked, one: Candidate) -> Found | None:
    match = alike(asked.words, (*one.names, *one.others)) if asked.words else NOTHING
    dated = _dated(asked.born, one) if asked.born is not None else None
    known = {*one.found_by, *([dated] if dated else [])}
    if not _is_meant(asked, match, known):
        return None
    score = (match.score if asked.words else 0.7) + sum(WORTH[because] for because in known)
    reasons = (*_named(asked, match, one), *(Reason(because) for because in sorted(known, key=lambda b: -WORTH[b])))
    return Found(one, score, reasons, match.score, _is_likely(asked, match, known, one))


def _is_meant(asked: Asked, match: Match, known: set[Because]) -> bool:
    if known & SURE:
        return True
    if not asked.words:
        return bool(known - {Because.OTHER_DATE})
    return match.score >= SHOWN or (match.score >= WITH_THE_DATE and bool(known & DATES))


def _is_likely(asked: Asked, match: Match, known: set[Because], one: Candidate) -> bool:
    """Both a name and something else, or a whole name against which nothing speaks."""
    if Because.IDENTIFIER in known:
        return True
    if Because.PHONE in known:
        return match.score >= 0.55
    if known & DATES:
        return match.score >= 0.62
    if Because.OTHER_DATE in known:
        return False
    whole = len(asked.words) > 1 or len(written(one.names[0] if one.names else "")) == 1
    return match.score >= (0.8 if known else 0.84) and match.least >= LEAST and whole


def _named(asked: Asked, match: Match, one: Candidate) -> Iterable[Reason]:
    if match.way in WAYS:
        yield Reason(WAYS[match.way], match.name.title())
    elif match.way is Way.NOT and match.name:
        yield Reason(Because.OTHER_WORD, match.name.title())
    if match.score > 0 and one.others:
        plain = alike(asked.words, one.names)
        if plain.score + 0.03 < match.score:
            near = max(one.others, key=lambda other: alike(asked.words, (other,)).score)
            yield Reason(Because.OTHER_NAME, near)


def _dated(asked: Born, one: Candidate) -> Because | None:
    """What a birth date says for or against them; nothing where none is known."""
    if one.born_on is None:
        return None
    if asked.span is not None:
        return _in_span(asked, one)
    if one.born_precision == DatePrecision.DAY:
        return _by_day(asked.days, one.born_on)
    years = [abs(day.year - one.born_on.year) for day in asked.days]
    wide = ESTIMATE_YEARS if one.born_precision == DatePrecision.ESTIMATED else 0
    return Because.SAME_YEAR if min(years) <= wide else Because.OTHER_DATE


def _in_span(asked: Born, one: Candidate) -> Because:
    first, last = asked.span or (date.min, date.max)
    born = one.born_on or date.min
    wide = ESTIMATE_YEARS if one.born_precision == DatePrecision.ESTIMATED else 0
    coarse = one.born_precision in {DatePrecision.YEAR, DatePrecision.ESTIMATED}
    slack = timedelta(days=366 if asked.age is not None else 0)  # an age is a guess, or was told before a birthday
    inside = first.year - wide <= born.year <= last.year + wide if coarse else first - slack <= born <= last + slack
    if not inside:
        return Because.OTHER_DATE
    return Because.AGE if asked.age is not None else Because.SAME_YEAR


def _by_day(days: tuple[date, ...], born: date) -> Because:
    if born == days[0]:
        return Because.SAME_DATE
    if born in days[1:] or born in swapped(days):
        return Because.SWAPPED
    near = min(OSA.distance(f"{day:%Y%m%d}", f"{born:%Y%m%d}") for day in days)
    return Because.NEAR_DATE if near == 1 else Because.OTHER_DATE


def swapped(days: Iterable[date]) -> list[date]:
    """The same days with day and month exchanged, where that is a day."""
    return [date(day.year, day.day, day.month) for day in days if day.day <= 12]
