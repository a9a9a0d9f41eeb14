"""Reads a spreadsheet row by row, in a process apart that the kernel stops when it wants too much; cells are text."""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from itertools import islice
from typing import IO, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.interop.sheets import workroom
from keyworker.interop.sheets.bounds import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, Bounds, Why

__all__ = ["MOST_BYTES", "Beginning", "Row", "Unusable", "beginning", "read"]

BOUNDS = Bounds()
WORK = f"from {workroom.__name__} import main; main()"
LONGEST_LINE: Final = MOST_COLUMNS * LONGEST_CELL * 6  # a letter is six bytes at most, as JSON writes it
Row = tuple[int, list[str]]
WHY: Final[Mapping[str, str | Promise]] = {
    Why.ROWS: gettext_lazy("The file has more than %(rows)d rows. Split it."),
    Why.COLUMNS: gettext_lazy("Row %(row)d has more than %(columns)d columns."),
    Why.LETTERS: gettext_lazy("Row %(row)d has a cell of more than %(letters)d letters."),
    Why.CODE: gettext_lazy("After row %(row)d there are letters we cannot read."),
    Why.QUOTES: gettext_lazy("Row %(row)d cannot be read. Is a quotation mark missing?"),
    Why.BROKEN: gettext_lazy("This Excel file cannot be read. Save it again, or as CSV."),
    Why.NO_WORKBOOK: gettext_lazy("This is a zip, but not an Excel file. Save the sheet as .xlsx or .csv."),
    Why.UNPACKED: gettext_lazy("This file is too large when it is unpacked. Split it, or save it as CSV."),
    Why.TOO_MUCH: gettext_lazy("This file takes too long or too much memory to read. Split it, or save it as CSV."),
}


class Unusable(Exception):
    """The file cannot be read; the message says why in words, and quotes nothing about anybody."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a file begins with: the headers, each once, and some rows."""

    headers: list[str]
    rows: list[Row]


def beginning(file: IO[bytes], *, rows: int = 200) -> Beginning:
    """The headers and the first rows. Raises `Unusable`."""
    with closing(read(file)) as found:
        first = next(found, None)
        if first is None:
            raise Unusable(_("The file is empty."))
        headers = each_once(first[1])
        return Beginning(headers, list(islice(found, rows)))


def read(file: IO[bytes]) -> Generator[Row]:
    """Every row that is not empty, with its number as a spreadsheet counts; the headers are the first.

    Cells are trimmed. Raises `Unusable` at the row that cannot be read.
    """
    with _with_a_number(file) as opened, _apart(opened) as process:
        if process.stdout is None:
            raise ValueError("What it says is read.")
        for line in iter(lambda: process.stdout.readline(LONGEST_LINE), b""):  # type: ignore[union-attr]
            said = _said(line)
            if said is None:
                return
            yield said
    raise _unusable(Why.TOO_MUCH)


@contextmanager
def _with_a_number(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """As a file of the system, which a process can be given; what lies in memory is written to one without a name."""
    try:
        file.fileno()
    except (AttributeError, io.UnsupportedOperation):
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.seek(0)
            yield copy
    else:
        yield file


@contextmanager
def _apart(file: IO[bytes]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, *map(str, astuple(BOUNDS))],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # No address of a database and no key: what runs there could not use them.
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _said(line: bytes) -> Row | None:
    """A row, or None at the end. What comes out of the process apart is believed no more than the file was.

    Raises `Unusable` where it says why it stopped, or nothing that we understand.
    """
    try:
        said = json.loads(line)
    except ValueError:
        raise _unusable(Why.TOO_MUCH) from None
    match said:
        case [int(number), list(cells)] if all(isinstance(cell, str) for cell in cells):
            return number, cells
        case {"why": str(why), "row": int(row)} if why in WHY:
            raise _unusable(why, row)
        case dict() if not said:
            return None
    raise _unusable(Why.TOO_MUCH)


def _unusable(why: str, row: int = 0) -> Unusable:
    said = {"row": row, "rows": BOUNDS.rows, "columns": MOST_COLUMNS, "letters": LONGEST_CELL}
    return Unusable(str(WHY[why]) % said)


def each_once(headers: list[str]) -> list[str]:
    """A header that stands twice is told apart by a number; an empty one by its column's letter."""
    found: list[str] = []
    for at, header in enumerate(headers):
        name = " ".join(header.split())[:100] or _("Column %(letter)s") % {"letter": _letter(at)}
        count = 2
        plain = name
        while name in found:
            name, count = f"{plain} ({count})", count + 1
        found.append(name)
    return found


def _letter(at: int) -> str:
    return chr(65 + at) if at < 26 else _letter(at // 26 - 1) + chr(65 + at % 26)
