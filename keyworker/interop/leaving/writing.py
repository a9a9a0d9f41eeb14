"""Writes the tables to a folder, row by row, with the dictionary beside them: memory stays flat."""

import csv
import dataclasses
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from keyworker.base.keyring import Unreadable
from keyworker.documents.keeping import give_out
from keyworker.documents.models import Document
from keyworker.interop.leaving.dictionary import Entry, dictionary
from keyworker.interop.leaving.plain import as_plain, cell
from keyworker.interop.leaving.tables import Hidden, fields, file_name, rows_of, tables

AT_ONCE = 2_000
Tell = Callable[[str, int], None]


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"


def write(folder: Path, form: Format, hidden: Hidden, tell: Tell) -> dict[str, int]:
    """Every table, the dictionary and the files; how many rows of each. `tell` hears each table as it is done."""
    written: dict[str, int] = {}
    for model in tables():
        names = [field.attname for field in fields(model)]
        rows = (as_plain(row, hidden) for row in rows_of(model, hidden).iterator(chunk_size=AT_ONCE))
        written[model._meta.label] = _put(folder / f"{file_name(model)}.{form}", form, names, rows)
        tell(model._meta.label, written[model._meta.label])
    entries = [field.name for field in dataclasses.fields(Entry)]
    _put(folder / f"dictionary.{form}", form, entries, (dataclasses.asdict(each) for each in dictionary()))
    written["files"] = _files(folder / "files", hidden)
    tell("files", written["files"])
    return written


def _put(path: Path, form: Format, names: list[str], rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    with _opened(path) as file:
        if form is Format.CSV:
            # With the mark by which spreadsheets know UTF-8.
            file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
            table = csv.writer(file)
            table.writerow(names)
            for row in rows:
                table.writerow([cell(row[name]) for name in names])
                count += 1
            return count
        file.write("[")
        for count, row in enumerate(rows, 1):
            file.write(",\n" if count > 1 else "\n")
            json.dump(row, file, ensure_ascii=False, default=str)
        file.write("\n]\n")
    return count


def _files(folder: Path, hidden: Hidden) -> int:
    """What lies encrypted outside the database, under the keys of `documents_document`."""
    folder.mkdir(mode=0o700)
    count = 0
    for document in rows_of(Document, hidden).iterator(chunk_size=AT_ONCE):
        ending = Path(document.name).suffix
        try:
            content = b"".join(give_out(document))
        except Unreadable:
            continue
        path = folder / f"{document.pk}{ending if ending.isascii() and ending[1:].isalnum() else ''}"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        count += 1
    return count


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """A new file that only its owner reads."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        yield file
