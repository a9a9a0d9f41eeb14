"""Reads a file of people, row by row, and says plainly what is wrong with it."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TextIO

from keyworker.people.linking.columns import Columns, Unusable, guessed, mapped
from keyworker.people.linking.rows import Habits, Written, habits_of

LOOKED_AT: Final = 2_000  # rows that tell in which order a date is written
LONGEST_CELL: Final = 100_000
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class PeopleFile:
    """A CSV file, opened. Iterating yields each person once; `Unusable` names the first row that cannot be read."""

    def __init__(self, path: Path, said: Mapping[str, Any] | None, region: str = "") -> None:
        csv.field_size_limit(LONGEST_CELL)
        self._text = _opened(path)
        self._rows = self._read()
        self.headers = self._header()
        self.columns: Columns = mapped(self.headers, said) if said is not None else guessed(self.headers)
        first = list(islice(self._rows, LOOKED_AT))
        if not first:
            raise Unusable("The file has a header and no rows.")
        self._rows = chain(first, self._rows)
        at = (self.columns.places.get("birth") or [-1])[0]
        self.habits: Habits = habits_of((row[at] for _number, row in first if 0 <= at < len(row)), region)

    def __iter__(self) -> Iterator[Written]:
        seen: set[str] = set()
        for number, row in self._rows:
            if len(row) > len(self.headers):
                raise Unusable(f"Row {number} has {len(row)} cells, and the header {len(self.headers)}.")
            person = self._person(row)
            if not person.id:
                raise Unusable(f"Row {number} has no key in the column “{self.columns.described()['id'][0]}”.")
            if person.id in seen:
                raise Unusable(f"Row {number} has a key that another row has already. Each row needs one of its own.")
            seen.add(person.id)
            yield person

    def _header(self) -> list[str]:
        found = next(self._rows, None)
        if found is None:
            raise Unusable("The file is empty.")
        headers = [cell.strip() for cell in found[1]]
        if len(headers) < 2:
            raise Unusable("The file has only one column: there is nothing to compare people by.")
        return headers

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        beginning = self._beginning()
        mark = max(",;\t|", key=beginning.count)
        reader = csv.reader(self._text, delimiter=mark, skipinitialspace=True)
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield reader.line_num, row
        except UnicodeDecodeError as error:
            raise Unusable(
                f"After line {reader.line_num} there are letters that are not UTF-8. Save the file as “CSV UTF-8”."
            ) from error
        except csv.Error as error:
            raise Unusable(f"Line {reader.line_num} cannot be read as CSV: {error}.") from error

    def _beginning(self) -> str:
        try:
            line = self._text.readline()
            self._text.seek(0)
        except UnicodeDecodeError as error:
            raise Unusable("The header has letters that are not UTF-8. Save the file as “CSV UTF-8”.") from error
        return line

    def _person(self, row: list[str]) -> Written:
        def cells(name: str) -> list[str]:
            places = self.columns.places.get(name, ())
            return [row[place].strip() for place in places if place < len(row) and row[place].strip()]

        def cell(name: str) -> str:
            return next(iter(cells(name)), "")

        parts = [cell("birth_year"), cell("birth_month"), cell("birth_day")]
        return Written(
            id=cell("id"),
            name=cell("name"),
            given=cell("given"),
            family=cell("family"),
            birth=cell("birth") or "-".join(part for part in parts if part),
            address=" ".join(cells("address")),
            city=cell("city"),
            postcode=cell("postcode"),
            phones=cells("phone"),
            numbers=cells("identifier"),
            email=cell("email"),
            sex=cell("sex"),
        )


def _opened(path: Path) -> TextIO:
    try:
        raw = path.open("rb")
        start = raw.read(4)
        raw.seek(0)
    except IsADirectoryError as error:
        raise Unusable(f"{path} is a folder.") from error
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from error
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
    return io.TextIOWrapper(raw, encoding=encoding, newline="")
