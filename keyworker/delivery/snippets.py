"""A few words of a text around what was looked for, with each of those words marked. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from keyworker.delivery.stemming import Spot, language_of, spots, stems

BEFORE, LONGEST = 80, 280  # letters


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of a snippet; `marked` is a word that was looked for."""

    text: str
    marked: bool


def snippet(text: str, wanted: frozenset[str], language: str) -> tuple[Piece, ...]:
    """Some 280 letters from a little before the first word whose stem is `wanted`; else those of the beginning."""
    spoken = language_of(text, language)
    found = next(_marks(text, wanted, spoken, 0, len(text)), None)
    start = 0 if found is None else _word_begins(text, found.start - BEFORE)
    end = _word_ends(text, start + LONGEST)
    return tuple(_pieces(text, start, end, list(_marks(text, wanted, spoken, start, end))))


def _marks(text: str, wanted: frozenset[str], language: str, start: int, end: int) -> Iterator[Spot]:
    for spot in spots(text[start:end]):
        if not wanted.isdisjoint(stems(spot.word, language)):
            yield Spot(spot.start + start, spot.end + start, spot.word)


def _pieces(text: str, start: int, end: int, marks: list[Spot]) -> Iterator[Piece]:
    if start > 0:
        yield Piece("… ", marked=False)
    at = start
    for spot in marks:
        if spot.end <= at:
            continue  # two letters of a script without spaces, of which one was marked with those before
        begins = max(spot.start, at)
        yield Piece(text[at:begins], marked=False)
        yield Piece(text[begins : spot.end], marked=True)
        at = spot.end
    yield Piece(text[at:end], marked=False)
    if end < len(text.rstrip()):
        yield Piece(" …", marked=False)


def _word_begins(text: str, at: int) -> int:
    """The beginning of the first whole word from `at` on."""
    if at <= 0:
        return 0
    space = text.find(" ", at, at + BEFORE)
    return at if space < 0 else space + 1


def _word_ends(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - BEFORE, at)
    return at if space < 0 else space
