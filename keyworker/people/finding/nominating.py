"""Under which tokens and days somebody may be kept who was asked for; no database."""

from datetime import date, timedelta

from keyworker.people.finding.ranking import swapped
from keyworker.people.names import Kind, exact_tokens, joined, near_tokens, piece_tokens
from keyworker.people.names.writing import Word

MOST_NOMINATED = 300
MOST_BEGINNING = 100  # of those whose name only begins with a word
# How much each kind of token counts when there are more people than are looked at closely.
WEIGHTS = {Kind.WORD: 6, Kind.NAME: 3, Kind.SOUND: 2, Kind.BEGINNING: 1, Kind.ENDING: 1}


def asked_tokens(words: tuple[Word, ...], *, loosely: bool) -> list[str]:
    """The tokens to look up; `loosely` with pieces of words too, for misspelt names."""
    found: set[str] = set()
    for word in _telling(words):
        found |= exact_tokens(word) | near_tokens(word) | (piece_tokens(word) if loosely else set())
    for word in joined(words):
        found |= exact_tokens(word) | near_tokens(word)
    return sorted(found)


def asked_beginnings(words: tuple[Word, ...]) -> list[str]:
    """Tokens that are the beginning of those to look up: a name may be typed in part."""
    return sorted({f"{Kind.WORD}{text}" for word in _telling(words) for text in (word.own, word.latin)})


def near_days(days: tuple[date, ...]) -> list[date]:
    """The days themselves, with day and month exchanged, and those that one slip of the hand makes of them."""
    found = {*days, *swapped(days)}
    for day in days:
        found |= {day + timedelta(days=by) for by in (-20, -10, -3, -2, -1, 1, 2, 3, 10, 20)}
        for years in (-60, -40, -30, -20, -10, -9, -2, -1, 1, 2, 9, 10, 20, 30, 40, 60):
            found |= set(_same_day(day, day.year + years, day.month))
        for month in range(1, 13):
            found |= set(_same_day(day, day.year, month))
    return sorted(found)


def _same_day(day: date, year: int, month: int) -> list[date]:
    try:
        return [date(year, month, day.day)]
    except ValueError:
        return []


def _telling(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """All but particles and titles, where there is anything else."""
    return tuple(word for word in words if not word.small) or words
