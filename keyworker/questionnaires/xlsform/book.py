"""A spreadsheet once read: lines that know their row, and what is remarked about each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from keyworker.questionnaires.engine.findings import Level

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What could not be taken as it stands, and where: `row` and `column` as the spreadsheet shows them.

    A WARNING means that something asked for is missing or works otherwise; a NOTE that it only looks otherwise.
    """

    sheet: str
    row: int
    column: str
    says: str
    level: Level = Level.WARNING


@dataclass(slots=True)
class Line:
    """One row. Each cell is taken by whoever understands it; what nobody took is remarked at the end."""

    sheet: str
    row: int
    cells: Mapping[str, Any]
    kind: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, str] | None = None
    dynamic_default: bool = False
    taken: set[Path] = field(default_factory=set)

    def take(self, *path: str) -> Any:
        """The cell under this XLSForm name, from now on counted as understood: text, texts by language, or None."""
        self.taken.add(path)
        return self._at(path)

    def text(self, *path: str) -> str:
        """The same as one text, empty where there is none."""
        found = self.take(*path)
        return found.strip() if isinstance(found, str) else ""

    def wordings(self, *path: str) -> dict[str, str]:
        """The texts by language; "" for a text that names none."""
        found = self.take(*path)
        if isinstance(found, str):
            return {"": found}
        texts = found.items() if isinstance(found, Mapping) else ()
        return {"" if name == "default" else name: text for name, text in texts if isinstance(text, str)}

    def left(self) -> Iterator[Path]:
        """The cells that nobody took."""
        for path in _leaves(self.cells, ()):
            if not any(path[: len(known)] == known for known in self.taken):
                yield path

    def _at(self, path: Path) -> Any:
        found: Any = self.cells
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found


def _leaves(cells: Mapping[str, Any], above: Path) -> Iterator[Path]:
    for name, content in cells.items():
        if isinstance(content, Mapping):
            yield from _leaves(content, (*above, name))
        else:
            yield (*above, name)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it was titled, under XLSForm's name for it; `known` to XLSForm, or the author's own."""

    title: str
    path: Path
    known: bool


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of one XLSForm. `gaps` are cells that the file holds no value for."""

    lines: Mapping[str, tuple[Line, ...]]
    columns: Mapping[str, tuple[Column, ...]]
    more: tuple[str, ...] = ()
    gaps: tuple[Mapping[str, Any], ...] = ()

    def title(self, sheet: str, path: Path) -> str:
        """How the spreadsheet titles this column; the nearest one where there are several languages."""
        found = [column for column in self.columns[sheet] if column.path[: len(path)] == path]
        return found[0].title if found else path[-1]


class Remarks:
    """Collects what is remarked while a book is turned into a form, in the order of the rows."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._found: dict[Remark, None] = {}

    def warn(self, line: Line, path: Path, says: str) -> None:
        self._add(line.sheet, line.row, self._book.title(line.sheet, path), says, Level.WARNING)

    def note(self, line: Line, path: Path, says: str) -> None:
        self._add(line.sheet, line.row, self._book.title(line.sheet, path), says, Level.NOTE)

    def about(self, sheet: str, row: int, column: str, says: str, level: Level = Level.WARNING) -> None:
        self._add(sheet, row, column, says, level)

    def _add(self, sheet: str, row: int, column: str, says: str, level: Level) -> None:
        self._found[Remark(sheet, row, column, says, level)] = None

    def all(self) -> tuple[Remark, ...]:
        order = {SETTINGS: 0, SURVEY: 1, CHOICES: 2}
        return tuple(sorted(self._found, key=lambda remark: (order.get(remark.sheet, 3), remark.row)))
