"""HSDS 3.0 as compiled JSON: services or organizations with all that belongs to them nested inside."""

import json
from typing import Any

from django.utils.translation import gettext as _

from keyworker.interop.hsds.bundle import CannotRead
from keyworker.interop.hsds.cells import shorten
from keyworker.interop.hsds.gathering import Gathering
from keyworker.interop.hsds.reading import Place, Problems, Row, Weight
from keyworker.interop.hsds.standard import MANY, NOT_KEPT, ONE, TABLE_OF_FILE, TABLES, Table, best_table
from keyworker.interop.hsds.text_form import decode

Item = dict[str, Any]


def nothing_found() -> str:
    return _("We found no services or organizations in it. Is it an HSDS 3.0 file?")


def read_json(file: str, data: bytes, gathering: Gathering) -> None:
    """Reads a page (`contents`), a list, one object, or tables by file name. Raises CannotRead."""
    content = _parse(file, data, gathering.problems)
    if isinstance(content, dict) and any(name in TABLE_OF_FILE for name in content):
        _read_tables(file, content, gathering)
        return
    _count_page(content, gathering)
    items = _items(content)
    for number, (table, item) in enumerate(items, start=1):
        _read_item(table, item, Place(file, number), gathering)
    if not items:
        raise CannotRead(file, nothing_found())


def _parse(file: str, data: bytes, problems: Problems) -> Any:
    try:
        return json.loads(decode(file, data, problems))
    except json.JSONDecodeError as error:
        reason = _("This is not JSON: it breaks off at line %(line)d, letter %(letter)d.")
        raise CannotRead(file, reason % {"line": error.lineno, "letter": error.colno}) from error
    except (ValueError, RecursionError) as error:
        raise CannotRead(
            file, _("This JSON cannot be read: it is nested too deep or holds an impossible number.")
        ) from error


def _count_page(content: Any, gathering: Gathering) -> None:
    """A page says how many there are of its kind."""
    total = content.get("total_pages") if isinstance(content, dict) else None
    if isinstance(total, int):
        gathering.pages_told = max(gathering.pages_told, total)
        gathering.pages_read += 1


def _items(content: Any) -> list[tuple[Table | None, Any]]:
    """The objects at the top, each with its table where the key it stands under says so."""
    if isinstance(content, list):
        return [(None, item) for item in content]
    if not isinstance(content, dict):
        return []
    if isinstance(content.get("contents"), list):
        return [(None, item) for item in content["contents"]]
    if "id" in content:
        return [(None, content)]
    named = [(TABLES[MANY[key]], value) for key, value in content.items() if key in MANY and isinstance(value, list)]
    return [(table, item) for table, value in named for item in value]


def _read_item(table: Table | None, item: Any, place: Place, gathering: Gathering) -> None:
    if not isinstance(item, dict):
        gathering.problems.add(place, "", _("This should be a group of named values, but it is not."), Weight.ROW)
        return
    table = table or best_table(item)
    if table is None:
        reason = _("We cannot tell whether this is a service, an organization or a place.")
        gathering.problems.add(place, "", reason, Weight.ROW)
        return
    _read_row(table, item, place, gathering, {}, depth=0)


def _read_row(
    table: Table, item: Item, place: Place, gathering: Gathering, links: dict[str, str], depth: int
) -> Row | None:
    """One object and all that is nested in it; `links` says where it stands."""
    if depth > gathering.limits.depth:
        gathering.problems.add(place, "", _("This is nested too deep. We did not read it."), Weight.ROW)
        return None
    row = gathering.row_from(table, item, place)
    if row is None:
        return None
    row.links.update(links)
    row.links.update(_read_single(table, item, place, gathering, depth))
    row = gathering.merge(row)
    _read_nested(table, row, item, gathering, depth, place)
    return row


def _read_single(table: Table, item: Item, place: Place, gathering: Gathering, depth: int) -> dict[str, str]:
    """Rows this one points at, written out inside it: `service.organization` and the like."""
    links: dict[str, str] = {}
    for key, (other, column) in ONE.items():
        if isinstance(item.get(key), dict) and table.link(column):
            inside = Place(place.file, place.row, place.column(key))
            found = _read_row(TABLES[other], item[key], inside, gathering, {}, depth + 1)
            if found:
                links[column] = found.source_id
    return links


def _read_nested(table: Table, row: Row, item: Item, gathering: Gathering, depth: int, place: Place) -> None:
    """Rows that point at this one, listed inside it: `service.phones` and the like."""
    known = table.known
    for key, value in item.items():
        child = TABLES[MANY[key]] if key in MANY else None
        column = f"{table.name}_id"
        if child and child.link(column) and isinstance(value, list):
            for number, one in enumerate(value):
                inside = Place(place.file, place.row, place.column(f"{key}[{number}]"))
                _read_child(child, one, inside, gathering, {column: row.source_id}, depth)
        elif key not in known and not (key in ONE and isinstance(value, dict)):
            _say_not_kept(table, key, value, place, gathering.problems)


def _read_child(child: Table, item: Any, place: Place, gathering: Gathering, links: dict[str, str], depth: int) -> None:
    if isinstance(item, dict):
        _read_row(child, item, place, gathering, links, depth + 1)
    else:
        gathering.problems.add(place, "", _("This should be a group of named values, but it is not."), Weight.ROW)


def _say_not_kept(table: Table, key: str, value: Any, place: Place, problems: Problems) -> None:
    if value in (None, "", [], {}):
        return
    reason = (
        _("We do not keep this part of HSDS yet.")
        if key in NOT_KEPT or (key in MANY and isinstance(value, list | dict))
        else _("“%(name)s” is not part of HSDS 3.0. We do not keep it.") % {"name": shorten(key)}
    )
    problems.say_once(place.file, f"{table.name}.{key}", reason)


def _read_tables(file: str, content: Item, gathering: Gathering) -> None:
    """The tabular form: `{"services.csv": [{…}], …}`."""
    for name, rows in content.items():
        table = TABLE_OF_FILE.get(name)
        if table is None or not isinstance(rows, list):
            gathering.problems.say_once(file, name, _("We do not keep this part of HSDS yet."))
            continue
        for number, cells in enumerate(rows, start=1):
            place = Place(f"{file}: {name}", number)
            if isinstance(cells, dict):
                gathering.add_flat(table, cells, place)
            else:
                gathering.problems.add(
                    place, "", _("This should be a group of named values, but it is not."), Weight.ROW
                )
