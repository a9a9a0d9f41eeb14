"""What reading a directory file gives: the rows we can use, and every problem by file, row and column."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from keyworker.directory.entries import Entry, Key

PROBLEMS_KEPT = 2000


class Weight(StrEnum):
    """What a problem costs the person who imports the file."""

    FILE = "file"
    """This file cannot be read at all."""
    ROW = "row"
    """This row is left out."""
    VALUE = "value"
    """The row comes in without this value."""
    NOTE = "note"
    """Nothing is lost, but the person should know."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the row as a spreadsheet counts it, or the nth entry of a JSON list."""

    file: str
    row: int | None = None
    inside: str = ""

    def column(self, name: str) -> str:
        return f"{self.inside}.{name}" if self.inside and name else self.inside or name


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    row: int | None
    column: str
    reason: str
    weight: Weight


class Problems:
    """All problems counted, the first of them kept: a file of rubbish must not fill the memory."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.counts: Counter[Weight] = Counter()
        self._said: set[tuple[str, str]] = set()
        self.asks = True
        """Whether the standard is what it was written by: what the standard asks for is then said to be missing."""

    def add(self, place: Place, column: str, reason: str, weight: Weight) -> None:
        self.counts[weight] += 1
        if len(self.kept) < PROBLEMS_KEPT:
            self.kept.append(Problem(place.file, place.row, place.column(column), reason, weight))

    def say_once(self, file: str, column: str, reason: str) -> None:
        """A note about a whole column or file, however many rows it has."""
        if (file, column) not in self._said:
            self._said.add((file, column))
            self.add(Place(file), column, reason, Weight.NOTE)


@dataclass(slots=True)
class Row:
    """One row as it stands in the file, before anything is checked."""

    table: str
    source_id: str
    values: dict[str, object]
    links: dict[str, str]
    place: Place

    @property
    def key(self) -> Key:
        return (self.table, self.source_id)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read and checked; nothing has been written yet."""

    entries: list[Entry]
    set_aside: frozenset[Key]
    """Rows that are in the file but could not be used: what we already hold of them stays as it is."""
    problems: list[Problem]
    problem_counts: Mapping[Weight, int] = field(default_factory=dict)
    is_part: bool = False
    """The file says it is a page of several, and the others are not here."""

    @property
    def is_clean(self) -> bool:
        """True when importing everything loses nothing."""
        return not any(self.problem_counts.get(weight) for weight in Weight if weight != Weight.NOTE)

    @property
    def can_stand_for_all(self) -> bool:
        """False when something of the list was not read: what is missing here may still exist."""
        return not self.is_part and not self.problem_counts.get(Weight.FILE)

    @property
    def counts(self) -> Counter[str]:
        """Usable rows by table."""
        return Counter(entry.table for entry in self.entries)

    @property
    def problems_not_shown(self) -> int:
        return sum(self.problem_counts.values()) - len(self.problems)
