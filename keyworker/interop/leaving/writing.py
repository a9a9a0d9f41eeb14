"""Writes the tables, row by row, with the dictionary beside them, to a folder or a zip: memory stays flat."""

import csv
import dataclasses
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Protocol, cast

from keyworker.base.keyring import Unreadable
from keyworker.documents.keeping import give_out
from keyworker.documents.models import Document
from keyworker.interop.leaving.dictionary import Entry, dictionary
from keyworker.interop.leaving.plain import as_plain, cell
from keyworker.interop.leaving.tables import Hidden, fields, file_name, rows_of, tables

AT_ONCE = 2_000
FILES = "files"


class Written(Protocol):
    """What can be written to, and nothing else: all that packing asks for."""

    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


Out = Callable[[str], AbstractContextManager[IO[bytes]]]
"""Opens a new file by its name."""
Tell = Callable[[str, int, bool], None]
"""Hears, every two thousand rows and at its end, of which table how many are written, and whether those are all."""


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"


def count(hidden: Hidden) -> int:
    """How many rows and files there are to write."""
    everything = sum(rows_of(model, hidden).order_by().count() for model in tables())
    return everything + rows_of(Document, hidden).order_by().count()


def write(out: Out, form: Format, hidden: Hidden, tell: Tell) -> dict[str, int]:
    """Every table, the dictionary and the files; how many rows of each."""
    written: dict[str, int] = {}
    for model in tables():
        names = [field.attname for field in fields(model)]
        rows = (as_plain(row, hidden) for row in rows_of(model, hidden).iterator(chunk_size=AT_ONCE))
        label = model._meta.label
        with out(f"{file_name(model)}.{form}") as file:
            written[label] = _put(file, form, names, _told(rows, label, tell))
        tell(label, written[label], True)
    entries = [field.name for field in dataclasses.fields(Entry)]
    with out(f"dictionary.{form}") as file:
        _put(file, form, entries, (dataclasses.asdict(each) for each in dictionary()))
    written[FILES] = _files(out, hidden, tell)
    tell(FILES, written[FILES], True)
    return written


def _told(rows: Iterable[dict[str, Any]], label: str, tell: Tell) -> Iterator[dict[str, Any]]:
    for count, row in enumerate(rows, 1):
        yield row
        if count % AT_ONCE == 0:
            tell(label, count, False)


def _put(raw: IO[bytes], form: Format, names: list[str], rows: Iterable[dict[str, Any]]) -> int:
    written = 0
    with io.TextIOWrapper(raw, encoding="utf-8", newline="") as file:
        if form is Format.CSV:
            # With the mark by which spreadsheets know UTF-8.
            file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
            table = csv.writer(file)
            table.writerow(names)
            for written, row in enumerate(rows, 1):  # noqa: B007 - counted for whoever called
                table.writerow([cell(row[name]) for name in names])
            return written
        file.write("[")
        for written, row in enumerate(rows, 1):
            file.write(",\n" if written > 1 else "\n")
            json.dump(row, file, ensure_ascii=False, default=str)
        file.write("\n]\n")
    return written


def _files(out: Out, hidden: Hidden, tell: Tell) -> int:
    """What lies encrypted outside the database, under the keys of `documents_document`; one at a time in memory."""
    count = 0
    for document in rows_of(Document, hidden).iterator(chunk_size=AT_ONCE):
        ending = Path(document.name).suffix
        try:
            content = b"".join(give_out(document))
        except Unreadable:
            continue
        ending = ending if ending.isascii() and ending[1:].isalnum() else ""
        with out(f"{FILES}/{document.pk}{ending}") as file:
            file.write(content)
        count += 1
        tell(FILES, count, False)
    return count


def into_folder(folder: Path) -> Out:
    """New files that only their owner reads."""

    def opened(name: str) -> IO[bytes]:
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    return opened


@contextmanager
def into_zip(file: Written) -> Iterator[Out]:
    """Parts of one file that is only ever written to, never gone back in."""
    with zipfile.ZipFile(cast(IO[bytes], file), "w", zipfile.ZIP_DEFLATED) as archive:
        yield lambda name: archive.open(name, "w", force_zip64=True)
