"""Reads one XLSForm spreadsheet in a process of its own: bytes in, JSON out, with little memory and little time.

Run as a file, never imported by the product: whoever sends a hostile file stops this process and nothing else. It knows
nothing of Keyworker, has no keys, and looks only at cells: macros, pictures and links in the file are not opened.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

MEGABYTE = 1 << 20
MEMORY = 700 * MEGABYTE
SECONDS = 12
UNPACKED = 40 * MEGABYTE
PARTS = 300
ROWS = {"survey": 3_000, "choices": 20_000, "settings": 50}
LETTERS = 6_000_000
MOST_GAPS = 200
BLANK_ROWS = 60  # pyxform stops reading a sheet after so many in a row
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class Refused(Exception):
    """The file cannot be read; the first argument is why, by name, the second what is more to say."""


def main() -> None:
    """Answers on the standard output: `{"sheets": …}` or `{"refused": name, "detail": text}`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = read(sys.stdin.buffer.read())
    except Refused as refused:
        found = {"refused": refused.args[0], "detail": refused.args[1] if len(refused.args) > 1 else ""}
    except MemoryError:
        found = {"refused": "too-large", "detail": ""}
    sys.stdout.write(json.dumps(found))


def read(data: bytes) -> dict[str, Any]:
    """What `main` answers. Raises Refused."""
    if not data.startswith(OLD_EXCEL):
        _look_into_zip(data)
    # Only now, and only here: the libraries that open the file work within the limits above.
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import PyXFormReadError, xls_to_dict, xlsx_to_dict

    open_book = xls_to_dict if data.startswith(OLD_EXCEL) else xlsx_to_dict
    try:
        book = open_book(data)
    except PyXFormReadError as error:
        raise Refused("broken") from error
    except PyXFormError as error:
        raise Refused("bad-columns", str(error)) from error
    except MemoryError:
        raise
    except Exception as error:  # the libraries raise whatever a broken file makes them stumble over
        raise Refused("broken") from error
    _count(book)
    if not book.get("survey"):
        raise Refused("no-survey")
    gaps = list(_old_gaps(data) if data.startswith(OLD_EXCEL) else _gaps(data, book))[:MOST_GAPS]
    return {"sheets": {name: _sheet(book, name) for name in ROWS}, "more": _more(book), "gaps": gaps}


def _look_into_zip(data: bytes) -> None:
    """A zip may hold a thousand times what it weighs; what it says of itself is counted before anything is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Refused("broken") from error
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Refused("too-large")
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Refused("not-a-spreadsheet")


def _count(book: dict[str, Any]) -> None:
    letters = 0
    for name, most in ROWS.items():
        rows = book.get(name) or []
        if len(rows) > most:
            raise Refused("too-many-rows", f"{name}: {most}")
        letters += sum(len(text) for row in rows for text in row.values())
    if letters > LETTERS:
        raise Refused("too-large")


def _sheet(book: dict[str, Any], name: str) -> dict[str, Any]:
    """The rows of a sheet under XLSForm's own column names: `label::Español` is `{"label": {"Español": …}}`."""
    from pyxform.errors import PyXFormError
    from pyxform.parsing.sheet_headers import dealias_and_group_headers, process_header

    aliases, columns = _known_columns(name)
    rows, header = book.get(name) or [], book.get(f"{name}_header") or []
    titles = list(header[0]) if header else []
    doubled = any("::" in title for title in titles)
    try:
        grouped = dealias_and_group_headers(
            sheet_name=name, sheet_data=rows, sheet_header=header, header_aliases=aliases, header_columns=columns,
            strip_whitespace=True,
        )  # fmt: skip
    except PyXFormError as error:
        raise Refused("bad-columns", str(error)) from error
    named = {title: process_header(title, doubled, aliases, columns)[1] for title in titles}
    return {
        "columns": [
            [title, list(tokens), tokens[0] in columns or tokens[0] in _KNOWN] for title, tokens in named.items()
        ],
        "rows": [_row(name, number, cells) for number, cells in enumerate(grouped.data, start=2) if cells],
    }


_KNOWN = {"bind", "control", "media", "instance", "name", "list name", "label"}


def _known_columns(name: str) -> tuple[dict[str, Any], set[str]]:
    from pyxform import aliases
    from pyxform.question import MultipleChoiceQuestion, Option
    from pyxform.survey import Survey

    if name == "survey":
        return aliases.survey_header, set(MultipleChoiceQuestion.get_slot_names())
    if name == "choices":
        return aliases.list_header, set(Option.get_slot_names())
    return aliases.settings_header, set(Survey.get_slot_names())


def _row(sheet: str, number: int, cells: dict[str, Any]) -> dict[str, Any]:
    row = {"row": number, "cells": cells}
    return row | _kind(cells, number) if sheet == "survey" else row


def _kind(cells: dict[str, Any], number: int) -> dict[str, Any]:
    """What the `type` cell means to XLSForm, which has had many words for one thing."""
    from pyxform.errors import PyXFormError
    from pyxform.parsing.parameters import parse
    from pyxform.utils import default_is_dynamic

    written = cells.get("type")
    kind = written if isinstance(written, str) else ""
    default = cells.get("default")
    try:
        parameters = parse(cells["parameters"], number) if isinstance(cells.get("parameters"), str) else {}
    except PyXFormError:
        parameters = None
    dynamic = isinstance(default, str) and default_is_dynamic(default, kind)
    return {"kind": _meaning(kind) or _meaning(kind.lower()), "parameters": parameters, "dynamic": dynamic}


def _meaning(kind: str) -> dict[str, Any]:
    from pyxform import aliases
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
    from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

    if found := RE_BEGIN_CONTROL.search(kind):
        return {"begin": aliases.control[found["type"]], "list": found["list_name"]}
    if found := RE_END_CONTROL.search(kind):
        return {"end": aliases.control[found["type"]]}
    if found := RE_SELECT.search(kind):
        command = found["select_command"]
        elsewhere = command in aliases.select_from_file
        return {
            "select": aliases.select[command], "list": found["list_name"], "other": bool(found["specify_other"]),
            "elsewhere": elsewhere,
        }  # fmt: skip
    if kind in aliases.settings_header:
        return {"setting": aliases.settings_header[kind]}
    if RE_OSM.search(kind):
        return {"bind": "osm"}
    plain = aliases._type_alias_map.get(kind, kind)
    known = QUESTION_TYPE_DICT.get(plain)
    if known is None:
        return {}
    bind, control = known.get("bind", {}), known.get("control", {})
    return {
        "word": plain,
        "bind": bind.get("type", ""),
        "tag": control.get("tag", ""),
        "note": bind.get("readonly") == "true()",
        "preload": bind.get("jr:preload", ""),
        "preload_of": bind.get("jr:preloadParams", ""),
    }


def _more(book: dict[str, Any]) -> list[str]:
    """Sheets that XLSForm knows and we do not read."""
    return [name for name in ("external_choices", "osm", "entities") if book.get(name)]


def _gap(sheet: str, row: int, column: str, what: str) -> dict[str, Any]:
    return {"sheet": sheet, "row": row, "column": column, "what": what}


def _gaps(data: bytes, book: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Formulas whose result the file does not hold, and rows that stand too far below the others to be read."""
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    for sheet in workbook:
        name = sheet.title.lower() if len(workbook.sheetnames) > 1 else "survey"
        if name not in ROWS:
            continue
        last = len(book.get(name) or []) + 1
        titles: list[Any] = []
        for number, row in enumerate(sheet.iter_rows(max_row=last + 10 * BLANK_ROWS), start=1):
            if number == 1:
                titles = [cell.value for cell in row]
            elif number > last and any(cell.value is not None for cell in row):
                yield _gap(name, number, "", "below")
                break
            else:
                yield from _formulas(name, number, row, titles, book)


def _formulas(name: str, number: int, row: Any, titles: list[Any], book: dict[str, Any]) -> Iterator[dict[str, Any]]:
    read = (book.get(name) or [])[number - 2 : number - 1]
    for title, cell in zip(titles, row, strict=False):
        if cell.value is None or title is None or not read:
            continue
        if cell.data_type == "f" and str(title).strip() not in read[0]:
            yield _gap(name, number, str(title), "formula")
        elif cell.data_type == "e":
            yield _gap(name, number, str(title), "error")


def _old_gaps(data: bytes) -> Iterator[dict[str, Any]]:
    """The same for .xls, which always holds the results of its formulas."""
    import xlrd

    workbook = xlrd.open_workbook(file_contents=data)
    for sheet in workbook.sheets():
        name = sheet.name.lower() if workbook.nsheets > 1 else "survey"
        blank = 0
        for number in range(1, sheet.nrows if name in ROWS else 0):
            kinds = sheet.row_types(number)
            filled = any(str(value).strip() for value in sheet.row_values(number))
            if filled and blank > BLANK_ROWS:
                yield _gap(name, number + 1, "", "below")
                break
            blank = 0 if filled else blank + 1
            for column, kind in enumerate(kinds):
                if kind == xlrd.XL_CELL_ERROR:
                    yield _gap(name, number + 1, str(sheet.cell_value(0, column)), "error")


if __name__ == "__main__":
    main()
