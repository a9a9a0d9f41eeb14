"""The process apart: a spreadsheet comes in, its rows go out as text, one JSON line each; nothing in it is ever run."""

import codecs
import csv
import io
import json
import re
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Generator
from contextlib import closing
from datetime import date, datetime, time
from typing import IO, Any, Final

from keyworker.interop.sheets.bounds import LONGEST_CELL, MOST_COLUMNS, Bounds, Stopped, Why

SAMPLE_BYTES: Final = 64 * 1024
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

Row = tuple[int, list[str]]


def main() -> None:
    """Read a file from the standard input within the bounds of the command line; say its rows, then how it ended.

    What ends the process before it says so was too much for it: the kernel stops it, or it has no memory left.
    """
    bounds = Bounds(*map(int, sys.argv[1:]))
    for limit, most in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_CPU, bounds.cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    end: dict[str, Any] = {}
    try:
        for row in rows(sys.stdin.buffer, bounds):
            sys.stdout.write(f"{json.dumps(row)}\n")
    except Stopped as stopped:
        end = {"why": stopped.why, "row": stopped.row}
    sys.stdout.write(f"{json.dumps(end)}\n")
    sys.stdout.flush()


def rows(file: IO[bytes], bounds: Bounds) -> Generator[Row]:
    """Every row that is not empty, with its number as a spreadsheet counts. Raises `Stopped` where it cannot go on."""
    start = file.read(SAMPLE_BYTES)
    file.seek(0)
    count = 0
    found = _workbook(file, bounds) if start.startswith(b"PK\x03\x04") else _separated(file, start)
    with closing(found):
        for number, row in found:
            cells = _cells(number, row)
            if not any(cells):
                continue
            count += 1
            if count > bounds.rows + 1:
                raise Stopped(Why.ROWS)
            yield number, cells


def _cells(number: int, row: list[str]) -> list[str]:
    cells = [_clean(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise Stopped(Why.COLUMNS, number)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise Stopped(Why.LETTERS, number)
    return cells


def _clean(raw: str) -> str:
    """Text that a database and a screen can hold; a formula stays the text it is."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", raw)).strip()


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
        raise Stopped(Why.CODE, number) from error
    except csv.Error as error:
        raise Stopped(Why.QUOTES, number + 1) from error
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


def _workbook(file: IO[bytes], bounds: Bounds) -> Generator[Row]:
    """The first sheet. Formulas are read as what they last came to; a date as its day."""
    from openpyxl import load_workbook  # half a second that no list of commas should pay

    _look_into(file, bounds)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), 1):
            yield number, [_said(cell) for cell in row]
        book.close()
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise, from KeyError to an entity that is forbidden
        raise Stopped(Why.BROKEN) from error


def _look_into(file: IO[bytes], bounds: Bounds) -> None:
    """What a zip says of itself is counted before anything is opened."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {info.filename for info in archive.infolist()}
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Stopped(Why.BROKEN) from error
    finally:
        file.seek(0)
    if "xl/workbook.xml" not in names:
        raise Stopped(Why.NO_WORKBOOK)
    if unpacked > bounds.unpacked:
        raise Stopped(Why.UNPACKED)


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
