"""How alike two names are, from 0 to 1, and in which way; no database, no person."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from keyworker.people.names import joined, written
from keyworker.people.names.sounding import bare, folded, sounds
from keyworker.people.names.table import same_name, short_for
from keyworker.people.names.writing import Word

SMALL_WEIGHT = 0.25
SHORTEST_SLIPPED = 4  # letters of a word in which a slip can be told from another name
CERTAIN = 0.9
WORTH_ANOTHER_LOOK = 0.3
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
    """How alike, in which way, and of which word of theirs; `least` of it among the words that tell people apart."""

    score: float
    way: Way
    name: str = ""
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A word to compare. `apart`: not two that were joined; `first`: of the name they say."""

    word: Word
    apart: bool = True
    first: bool = True


NOTHING = Match(0.0, Way.NOT)


def alike(asked: tuple[Word, ...], names: Iterable[str]) -> Match:
    """How alike what was asked is to any or all of somebody's names; in any order, written together or apart."""
    return _alike(asked, tuple(dict.fromkeys(names)))


@lru_cache(maxsize=4096)
def _alike(asked: tuple[Word, ...], names: tuple[str, ...]) -> Match:
    theirs = _pool(names)
    if not asked or not theirs:
        return NOTHING
    best = _together(tuple(_Part(word) for word in asked), theirs, names)
    if best.least < CERTAIN and best.score >= WORTH_ANOTHER_LOOK:
        for tried in _written_together(asked):
            best = max(best, _together(tried, theirs, names), key=lambda match: match.score)
    return best


def _pool(names: tuple[str, ...]) -> tuple[_Part, ...]:
    """Every word that somebody is called, and each two as one."""
    found: dict[Word, _Part] = {}
    for number, name in enumerate(names):
        words = written(name)
        for word in words:
            found.setdefault(word, _Part(word, first=number == 0))
        for both in joined(words):
            found.setdefault(both, _Part(both, apart=False, first=number == 0))
    return tuple(found.values())


def _written_together(asked: tuple[Word, ...]) -> Iterable[tuple[_Part, ...]]:
    for at, both in enumerate(joined(asked)):
        before, after = asked[:at], asked[at + 2 :]
        yield (*(_Part(word) for word in before), _Part(both, apart=False), *(_Part(word) for word in after))


def _together(asked: tuple[_Part, ...], theirs: tuple[_Part, ...], names: tuple[str, ...]) -> Match:
    """Each word with its nearest; particles and titles count little, and take no word away from the others."""
    telling = [part for part in asked if not part.word.small] or list(asked)
    total, least, way, name, used = 0.0, 1.0, Way.SAME, "", set[str]()
    for part in telling:
        score, how, own = _nearest(part, theirs, used)
        used.add(own)
        total += score
        if how > way or how is Way.NOT:
            way, name = how, own
        least = min(least, score)
    small = [_nearest(part, theirs, set())[0] for part in asked if part not in telling]
    score = (total + SMALL_WEIGHT * sum(small)) / (len(telling) + SMALL_WEIGHT * len(small))
    said = WHOLE_NAME * _whole(names[0], used) + ORDER * _in_order(asked[0].word, names[0])
    return Match(score * (1 - WHOLE_NAME - ORDER) + said, way, name, least)


def _nearest(part: _Part, theirs: tuple[_Part, ...], used: set[str]) -> tuple[float, Way, str]:
    best: tuple[float, Way, str] = (0.0, Way.NOT, "")
    for other in theirs:
        if other.word.own in used or not (part.apart or other.apart):
            continue
        score, way = compare(part.word, other.word)
        if score < CERTAIN and not (part.apart and other.apart):
            continue  # what was joined to be compared is the same word, or none
        if score > best[0] or (score == best[0] and other.first and way < best[1]):
            best = (score, way, other.word.own)
    return best


def _whole(name: str, used: set[str]) -> float:
    """Which part of the name they say was asked for."""
    words = [word for word in written(name) if not word.small]
    covered = sum(1 for word in words if any(word.own in each for each in used if each))
    return covered / len(words) if words else 0.0


def _in_order(asked: Word, name: str) -> float:
    first = written(name)[:1]
    return float(bool(first) and asked.latin[:1] == first[0].latin[:1])


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
    if folded(bare(one)) == folded(bare(other)):
        return 0.93, Way.OTHER_SPELLING
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
    written_near = OSA.normalized_similarity(folded(one), folded(other))
    heard = 0.7 + 0.18 * JaroWinkler.similarity(folded(one), folded(other)) + 0.06 * written_near
    return max(near, heard), Way.SOUND


def _slipped(one: str, other: str) -> tuple[float, Way]:
    """A slip of the hand: a letter more, less, other or exchanged with its neighbour, in words long enough to tell."""
    longest = max(len(one), len(other))
    slips = min(OSA.distance(one, other), OSA.distance(folded(one), folded(other)))
    allowed = 1 if longest < 6 else 2 if longest < 10 else 3
    if longest >= SHORTEST_SLIPPED and 0 < slips <= allowed:
        return 0.95 - 0.42 * slips / longest, Way.SLIP
    return 0.7 * JaroWinkler.similarity(one, other), Way.NOT
