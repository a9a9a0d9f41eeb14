"""How alike two names are, from 0 to 1, and in which way; no database, no person."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from keyworker.people.names import joined, written
from keyworker.people.names.sounding import folded, sounds
from keyworker.people.names.table import same_name, short_for
from keyworker.people.names.writing import Word

ALIKE = 0.8  # from here on two words are taken for one name
SMALL_WEIGHT = 0.25
WHOLE_NAME = 0.06  # how much it counts that nothing of their name is left over
ORDER = 0.015


class Way(IntEnum):
    """In which way two words are one name; the first is the nearest."""

    SAME = 0
    OTHER_SCRIPT = 1
    OTHER_SPELLING = 2
    BEGINS = 3
    SHORT = 4
    SOUND = 5
    SLIP = 6
    NOT = 7


@dataclass(frozen=True, slots=True)
class Match:
    """How alike, and the word of their name that it was, with the way in which it is the word that was asked."""

    score: float
    way: Way
    name: str = ""


NOTHING = Match(0.0, Way.NOT)


def alike(asked: tuple[Word, ...], names: Iterable[str]) -> Match:
    """How alike what was asked is to any or all of somebody's names; in any order, written together or apart."""
    pool = tuple(dict.fromkeys(names))
    return _alike(asked, pool)


@lru_cache(maxsize=4096)
def _alike(asked: tuple[Word, ...], names: tuple[str, ...]) -> Match:
    theirs = _pool(names)
    if not asked or not theirs:
        return NOTHING
    best = _together(asked, theirs, names)
    if best.score < 1 - WHOLE_NAME - ORDER:
        for tried in _written_together(asked):
            best = max(best, _together(tried, theirs, names), key=lambda match: match.score)
    return best


def _pool(names: tuple[str, ...]) -> tuple[tuple[Word, bool], ...]:
    """Every word that somebody is called, and each two as one; whether it is of the first name, the one they say."""
    found: dict[Word, bool] = {}
    for number, name in enumerate(names):
        words = written(name)
        for word in (*words, *joined(words)):
            found.setdefault(word, number == 0)
    return tuple(found.items())


def _written_together(asked: tuple[Word, ...]) -> Iterable[tuple[Word, ...]]:
    for at, both in enumerate(joined(asked)):
        yield (*asked[:at], both, *asked[at + 2 :])


def _together(asked: tuple[Word, ...], theirs: tuple[tuple[Word, bool], ...], names: tuple[str, ...]) -> Match:
    total, weights, worst, name, used = 0.0, 0.0, Way.SAME, "", set[str]()
    only_small = all(word.small for word in asked)
    for word in asked:
        weight = SMALL_WEIGHT if word.small and not only_small else 1.0
        score, way, own = _nearest(word, theirs, used)
        used.add(own)
        total, weights = total + weight * score, weights + weight
        if weight == 1.0 and way > worst:
            worst, name = way, own
    score = total / weights
    whole = _whole(names[0], used)
    return Match(
        score * (1 - WHOLE_NAME - ORDER) + WHOLE_NAME * whole + ORDER * _in_order(asked, names[0]), worst, name
    )


def _nearest(word: Word, theirs: tuple[tuple[Word, bool], ...], used: set[str]) -> tuple[float, Way, str]:
    best: tuple[float, Way, str] = (0.0, Way.NOT, "")
    for other, first in theirs:
        if other.own in used:
            continue
        score, way = compare(word, other)
        if score > best[0] or (score == best[0] and first and way < best[1]):
            best = (score, way, other.own)
    return best


def _whole(name: str, used: set[str]) -> float:
    """Which part of the name they say was asked for."""
    words = [word for word in written(name) if not word.small]
    covered = sum(1 for word in words if any(word.own in each for each in used if each))
    return covered / len(words) if words else 0.0


def _in_order(asked: tuple[Word, ...], name: str) -> float:
    first = written(name)[:1]
    return float(bool(first) and asked[0].latin[:1] == first[0].latin[:1])


@lru_cache(maxsize=65536)
def compare(asked: Word, theirs: Word) -> tuple[float, Way]:
    """How alike two words are; what was asked may be the beginning of theirs."""
    one, other = asked.latin, theirs.latin
    if asked.own == theirs.own:
        return 1.0, Way.SAME
    if one == other:
        return 1.0, Way.SAME if asked.own.isascii() == theirs.own.isascii() else Way.OTHER_SCRIPT
    if asked.unvowelled != theirs.unvowelled and sounds(one) & sounds(other):
        return 0.96, Way.OTHER_SCRIPT
    if folded(one) == folded(other):
        return 0.97, Way.OTHER_SPELLING
    if same_name(one, other):
        return 0.95, Way.OTHER_SPELLING
    return _less_alike(asked, theirs)


def _less_alike(asked: Word, theirs: Word) -> tuple[float, Way]:
    one, other = asked.latin, theirs.latin
    begins = (0.84 + 0.12 * len(one) / len(other), Way.BEGINS) if other.startswith(one) else (0.0, Way.NOT)
    if len(one) == 1:
        return (0.6, Way.BEGINS) if begins[0] else (0.0, Way.NOT)
    short = (0.9, Way.SHORT) if short_for(one, other) else (0.0, Way.NOT)
    return max(begins, short, _heard(one, other))


def _heard(one: str, other: str) -> tuple[float, Way]:
    """What sounds alike is at least as near as its letters are."""
    near, way = _slipped(one, other)
    if not sounds(one) & sounds(other):
        return near, way
    return max(near, 0.74 + 0.2 * JaroWinkler.similarity(folded(one), folded(other))), Way.SOUND


def _slipped(one: str, other: str) -> tuple[float, Way]:
    """A slip of the hand: a letter more, less, other or exchanged with its neighbour, in words long enough to tell."""
    near = max(OSA.normalized_similarity(one, other), OSA.normalized_similarity(folded(one), folded(other)))
    near = max(near, 0.92 * JaroWinkler.similarity(one, other))
    if near >= 0.72:
        return 0.6 + 0.38 * near, Way.SLIP
    return 0.75 * near, Way.NOT
