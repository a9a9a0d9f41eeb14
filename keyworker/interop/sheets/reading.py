"""Reads a spreadsheet row by row: CSV however it was saved, and XLSX. Every cell is text; nothing in it is ever run."""

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Any, Final

from django.utils.translation import gettext as _

MOST_BYTES: Final = 24 * 1024 * 1024
MOST_UNPACKED: Final = 600 * 1024 * 1024  # a zip may hold a thousand times what it weighs
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 120
LONGEST_CELL: Final = 20_000
SAMPLE_BYTES: Final = 64 * 1024
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

Row = tuple[int, list[str]]


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
        headers = _each_once(first[1])
        return Beginning(headers, list(islice(found, rows)))


def read(file: IO[bytes]) -> Generator[Row]:
    """Every row that is not empty, with its number as a spreadsheet counts; the headers are the first.

    Cells are trimmed. Raises `Unusable` at the row that cannot be read.
    """
    start = file.read(SAMPLE_BYTES)
    file.seek(0)
    count = 0
    with closing(_workbook(file) if start.startswith(b"PK\x03\x04") else _separated(file, start)) as rows:
        for number, row in rows:
            cells = _cells(number, row)
            if not any(cells):
                continue
            count += 1
            if count > MOST_ROWS + 1:
                raise Unusable(_("The file has more than %(most)d rows. Split it.") % {"most": MOST_ROWS})
            yield number, cells


def _cells(number: int, row: list[str]) -> list[str]:
    cells = [_clean(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        said = {"row": number, "most": MOST_COLUMNS}
        raise Unusable(_("Row %(row)d has more than %(most)d columns.") % said)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        said = {"row": number, "most": LONGEST_CELL}
        raise Unusable(_("Row %(row)d has a cell of more than %(most)d letters.") % said)
    return cells


def _clean(raw: str) -> str:
    """Text that a database and a screen can hold; a formula stays the text it is."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", raw)).strip()


def _each_once(headers: list[str]) -> list[str]:
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


def _separated(file: IO[bytes], start: bytes) -> Generator[Row]:
    csv.field_size_limit(LONGEST_CELL * 4)
    encoding = _encoding(file, start)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    number = 0
    try:
        # Strictly: a quotation mark that is missing would make one cell of all that follows.
        reader = csv.reader(text, delimiter=_separator(start, encoding), skipinitialspace=True, strict=True)
        for row in reader:
            number += 1
            yield number, row
    except UnicodeDecodeError as error:
        raise Unusable(_("After row %(row)d there are letters we cannot read.") % {"row": number}) from error
    except csv.Error as error:
        said = {"row": number + 1}
        raise Unusable(_("Row %(row)d cannot be read. Is a quotation mark missing?") % said) from error
    finally:
        text.detach()


def _encoding(file: IO[bytes], start: bytes) -> str:
    """By its mark; else UTF-8 if all of it is; else what Windows writes in western Europe."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if start[:200].count(0) > 20:
        return "utf-16-le" if start[1:200:2].count(0) > start[0:200:2].count(0) else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1024 * 1024):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
        return "utf-8"
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)


def _separator(start: bytes, encoding: str) -> str:
    """What stands most often between the headers, outside quotation marks."""
    line = start.decode(encoding, errors="replace").lstrip("\ufeff").splitlines()[:1]
    bare = re.sub(r'"[^"]*"', "", line[0]) if line else ""
    return max(",;\t|", key=bare.count)


def _workbook(file: IO[bytes]) -> Generator[Row]:
    """The first sheet. Formulas are read as what they last came to; a date as its day."""
    from openpyxl import load_workbook  # half a second that no other page should pay

    _look_into(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), 1):
            yield number, [_said(cell) for cell in row]
        book.close()
    except Unusable:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise, from KeyError to an entity that is forbidden
        raise Unusable(_("This Excel file cannot be read. Save it again, or as CSV.")) from error


def _look_into(file: IO[bytes]) -> None:
    """What a zip says of itself is counted before anything is opened."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {info.filename for info in archive.infolist()}
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unusable(_("This Excel file cannot be read. Save it again, or as CSV.")) from error
    finally:
        file.seek(0)
    if "xl/workbook.xml" not in names:
        raise Unusable(_("This is a zip, but not an Excel file. Save the sheet as .xlsx or .csv."))
    if unpacked > MOST_UNPACKED:
        raise Unusable(_("This file is too large when it is unpacked. Split it, or save it as CSV."))


def _said(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
