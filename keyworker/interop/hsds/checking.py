"""Rows checked against the standard and against each other; only rows that hold become entries."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from keyworker.directory.entries import Entry, Key, Value
from keyworker.interop.hsds.cells import BadCell, clean, convert
from keyworker.interop.hsds.reading import Problems, Reading, Row, Weight
from keyworker.interop.hsds.standard import TABLES, Column, Kind, Link, Need, Table, Tie

Known = Mapping[str, Collection[str]]
"""Source ids that the directory already holds, by table."""

_PAIRS = (("minimum_age", "maximum_age"), ("valid_from", "valid_to"))


def check(rows: Mapping[Key, Row], problems: Problems, known: Known) -> Reading:
    """Entries in an order in which they can be written: what is pointed at comes first."""
    by_table: dict[str, list[Row]] = {name: [] for name in TABLES}
    for row in rows.values():
        by_table[row.table].append(row)
    good: dict[str, dict[str, Entry]] = {}
    for name, table in TABLES.items():
        good[name] = _good_entries(table, by_table[name], rows, good, known, problems)
    entries = [entry for name in TABLES for entry in good[name].values()]
    set_aside = frozenset(rows) - {entry.key for entry in entries}
    return Reading(entries, set_aside, problems.kept, dict(problems.counts))


def _good_entries(
    table: Table,
    rows: Iterable[Row],
    all_rows: Mapping[Key, Row],
    good: Mapping[str, Mapping[str, Entry]],
    known: Known,
    problems: Problems,
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for row in rows:
        values = _values(table, row, problems)
        links = None if values is None else _links(table, row, all_rows, good, known, problems)
        if values is not None and links is not None:
            entries[row.source_id] = Entry(table.name, row.source_id, values, links)
    return _without_broken_parents(table, entries, all_rows, known, problems)


def _values(table: Table, row: Row, problems: Problems) -> dict[str, Value] | None:
    """Every column's value, or None when one that we need is missing or cannot be read."""
    values: dict[str, Value] = {}
    usable = True
    for column in table.columns:
        try:
            value = convert(column, row.values.get(column.name))
        except BadCell as error:
            value = None
            _complain(column, row, error.reason, problems)
            usable = usable and column.need != Need.MUST
        else:
            usable = _asked(column, row, value, problems) and usable
        values[column.name] = value
    if not usable or not _says_something(table, row, values, problems):
        return None
    _check_pairs(row, values, problems)
    return values


def _complain(column: Column, row: Row, reason: str, problems: Problems) -> None:
    problems.add(row.place, column.name, reason, Weight.ROW if column.need == Need.MUST else Weight.VALUE)


def _asked(column: Column, row: Row, value: Value, problems: Problems) -> bool:
    """False when a value we cannot do without is missing."""
    if value is None and column.need == Need.MUST:
        problems.add(row.place, column.name, _("This is missing, and we cannot use the row without it."), Weight.ROW)
        return False
    if value is None and column.need == Need.ASKED and problems.asks:
        problems.add(row.place, column.name, _("This is missing. HSDS asks for it; we can do without."), Weight.NOTE)
    if column.kind == Kind.PHONE and value is not None and value != clean(row.values.get(column.name)):
        problems.add(row.place, column.name, _("We took the quotation marks off this number."), Weight.NOTE)
    if isinstance(value, str) and value.startswith("=") and column.kind != Kind.URL:
        problems.add(row.place, column.name, _("This looks like a formula. We keep it as plain text."), Weight.NOTE)
    return True


def _says_something(table: Table, row: Row, values: Mapping[str, Value], problems: Problems) -> bool:
    if not table.one_of or any(values[name] is not None for name in table.one_of):
        return True
    reason = _("This row says nothing: one of these is needed: %(columns)s.") % {"columns": ", ".join(table.one_of)}
    problems.add(row.place, table.one_of[0], reason, Weight.ROW)
    return False


def _check_pairs(row: Row, values: dict[str, Value], problems: Problems) -> None:
    """Both or neither, and the first not after the second; a pair that cannot be true is left out."""
    for first, last in _PAIRS:
        start, end = values.get(first), values.get(last)
        if start is not None and end is not None and start > end:  # type: ignore[operator]  # same column kind
            reason = _("%(first)s is after %(last)s. We left both out.") % {"first": first, "last": last}
            problems.add(row.place, last, reason, Weight.VALUE)
            values[first] = values[last] = None
    if "latitude" in values:
        _check_point(row, values, problems)


def _check_point(row: Row, values: dict[str, Value], problems: Problems) -> None:
    """Half a point on the map is no point."""
    for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if values[name] is not None and values[other] is None:
            reason = _("We left this out because %(other)s is missing or wrong.") % {"other": other}
            problems.add(row.place, name, reason, Weight.VALUE)
            values[name] = None


def _links(
    table: Table,
    row: Row,
    all_rows: Mapping[Key, Row],
    good: Mapping[str, Mapping[str, Entry]],
    known: Known,
    problems: Problems,
) -> dict[str, str] | None:
    """Links that lead somewhere, or None when the row hangs on nothing."""
    links: dict[str, str] = {}
    usable = True
    for link in table.links:
        target = row.links.get(link.column)
        if target is None:
            usable = usable and _may_be_missing(link, row, problems)
        elif link.table == table.name or target in good[link.table] or target in known.get(link.table, ()):
            links[link.column] = target
        else:
            weight = Weight.ROW if link.tie == Tie.MUST else Weight.VALUE
            problems.add(row.place, link.column, _missing(link, target, all_rows), weight)
            usable = usable and link.tie != Tie.MUST
    owners = [link.column for link in table.links if link.tie == Tie.OWNER]
    if usable and owners and not any(column in links for column in owners):
        reason = _("This row belongs to nothing we can use: one of these is needed: %(columns)s.")
        problems.add(row.place, owners[0], reason % {"columns": ", ".join(owners)}, Weight.ROW)
        return None
    return links if usable else None


def _may_be_missing(link: Link, row: Row, problems: Problems) -> bool:
    if link.tie != Tie.MUST:
        return True
    problems.add(row.place, link.column, _("This is missing, and we cannot use the row without it."), Weight.ROW)
    return False


def _missing(link: Link, target: str, all_rows: Mapping[Key, Row]) -> str:
    other = all_rows.get((link.table, target))
    if other is None:
        reason = _("It points to %(table)s %(id)s, which is not in this file.")
        return reason % {"table": link.table, "id": target}
    reason = _("It points to %(table)s %(id)s (row %(row)s), which we had to leave out.")
    return reason % {"table": link.table, "id": target, "row": other.place.row}


def _without_broken_parents(
    table: Table, entries: dict[str, Entry], all_rows: Mapping[Key, Row], known: Known, problems: Problems
) -> dict[str, Entry]:
    """A parent in the same table must be there, and nobody is their own ancestor."""
    link = next((link for link in table.links if link.table == table.name), None)
    if link is None:
        return entries
    for source_id, entry in list(entries.items()):
        parent = entry.links.get(link.column)
        if parent is None:
            continue
        place = all_rows[entry.key].place
        if parent not in entries and parent not in known.get(table.name, ()):
            problems.add(place, link.column, _missing(link, parent, all_rows), Weight.NOTE)
        elif _is_own_ancestor(source_id, entries, link.column):
            problems.add(place, link.column, _("It is listed above and below itself."), Weight.VALUE)
        else:
            continue
        links = {column: target for column, target in entry.links.items() if column != link.column}
        entries[source_id] = Entry(entry.table, source_id, entry.values, links)
    return entries


def _is_own_ancestor(source_id: str, entries: Mapping[str, Entry], column: str) -> bool:
    """Also true past fifty steps up: no honest list is that deep, and a long chain must not cost hours."""
    above = entries[source_id].links.get(column)
    for _step in range(50):
        if above is None or above not in entries:
            return False
        if above == source_id:
            return True
        above = entries[above].links.get(column)
    return True
