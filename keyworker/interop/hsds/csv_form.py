"""HSDS 3.0 as tables: a package of CSV files, told apart by datapackage.json or by their standard names."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from keyworker.interop.hsds.bundle import Bundle, CannotRead, is_inside
from keyworker.interop.hsds.cells import shorten
from keyworker.interop.hsds.gathering import Gathering
from keyworker.interop.hsds.reading import Place, Problems, Weight
from keyworker.interop.hsds.standard import FILES_NOT_KEPT, NOT_KEPT, TABLE_OF_FILE, TABLES, Need, Table, Tie
from keyworker.interop.hsds.text_form import decode

PACKAGE = "datapackage.json"
CELL_LONGEST = 1_000_000


def read_package(bundle: Bundle, gathering: Gathering) -> None:
    """Reads every table it can; a table that cannot be read is a problem of its own."""
    tables = _tables(bundle, gathering.problems)
    for file, table in tables.items():
        try:
            _read_table(file, table, bundle[file], gathering)
        except CannotRead as error:
            gathering.problems.add(Place(error.file), "", error.reason, Weight.FILE)
    for file in sorted(set(bundle) - set(tables) - {PACKAGE}):
        kept_later = PurePosixPath(file).name in FILES_NOT_KEPT
        not_ours = _("This is not one of the files of HSDS 3.0. We did not read it.")
        gathering.problems.say_once(file, "", _("We do not keep this part of HSDS yet.") if kept_later else not_ours)


def _tables(bundle: Bundle, problems: Problems) -> dict[str, Table]:
    """Which file holds which table: as the description says, else by the standard's own names."""
    named = {file: TABLE_OF_FILE[base] for file in bundle if (base := PurePosixPath(file).name) in TABLE_OF_FILE}
    if PACKAGE not in bundle:
        return named
    described: dict[str, Table] = {}
    for name, path in _resources(bundle[PACKAGE], problems):
        if not is_inside(path):
            problems.add(Place(PACKAGE), "path", _outside(path), Weight.FILE)
        elif name in TABLES and path in bundle:
            described[path] = TABLES[name]
    return described or named


def _outside(path: str) -> str:
    return _("“%(path)s” points outside the folder. We did not open it.") % {"path": shorten(path)}


def _resources(data: bytes, problems: Problems) -> list[tuple[str, str]]:
    """(table, path) of each file that datapackage.json names; none when it cannot be read."""
    try:
        package = json.loads(decode(PACKAGE, data, problems))
        resources = package["resources"]
        pairs = [(resource.get("name"), resource.get("path")) for resource in resources]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        problems.say_once(PACKAGE, "", _("We could not read this description, so we went by the names of the files."))
        return []
    return [(name, path) for name, path in pairs if isinstance(name, str) and isinstance(path, str)]


def _read_table(file: str, table: Table, data: bytes, gathering: Gathering) -> None:
    records = _records(file, decode(file, data, gathering.problems))
    header = next((record for _number, record in records), [])
    names = [name.strip().lower() for name in header]
    _check_header(file, table, names, gathering.problems)
    for number, record in records:
        if any(cell.strip() for cell in record):
            _read_record(table, names, record, Place(file, number), gathering)


def _records(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered as a spreadsheet numbers them: the header is row 1, and a cell of two lines is one row."""
    csv.field_size_limit(CELL_LONGEST)
    lines = StringIO(text, newline="")
    try:
        yield from enumerate(csv.reader(lines, delimiter=_delimiter(text)), start=1)
    except csv.Error as error:
        raise CannotRead(file, _("This CSV file is broken: %(reason)s.") % {"reason": error}) from error


def _delimiter(text: str) -> str:
    """A comma by the standard; some countries' spreadsheets write semicolons or tabs."""
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _check_header(file: str, table: Table, names: list[str], problems: Problems) -> None:
    needed = {"id"} | {column.name for column in table.columns if column.need == Need.MUST}
    needed |= _link_columns(table)
    missing = sorted(needed - set(names))
    if missing:
        reason = _("It has no column %(columns)s, which %(name)s has in HSDS 3.0. It may follow an older layout.")
        raise CannotRead(file, reason % {"columns": ", ".join(missing), "name": table.file})
    if len(set(names)) != len(names):
        raise CannotRead(file, _("Two columns have the same name."))
    for name in names:
        if name not in table.known:
            _say_column_not_kept(file, name, problems)


def _link_columns(table: Table) -> set[str]:
    if table.name == "attribute":
        return {"link_id", "link_entity", "taxonomy_term_id"}
    return {link.column for link in table.links if link.tie == Tie.MUST}


def _say_column_not_kept(file: str, name: str, problems: Problems) -> None:
    ours = _("We do not keep this part of HSDS yet.")
    strange = _("“%(name)s” is not part of HSDS 3.0. We do not keep it.") % {"name": shorten(name)}
    problems.say_once(file, name, ours if name in NOT_KEPT else strange)


def _read_record(table: Table, names: list[str], record: list[str], place: Place, gathering: Gathering) -> None:
    if len(record) != len(names):
        reason = _("This row has %(found)d cells, but the top row has %(expected)d.")
        gathering.problems.add(place, "", reason % {"found": len(record), "expected": len(names)}, Weight.ROW)
        return
    gathering.add_flat(table, dict(zip(names, record, strict=True)), place)
