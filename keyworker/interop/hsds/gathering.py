"""The rows of a file as they come in, each once: nested JSON repeats a row, a table must not."""

from django.utils.translation import gettext as _

from keyworker.directory.entries import Key
from keyworker.interop.hsds.bundle import CannotRead, Limits
from keyworker.interop.hsds.cells import clean, shorten
from keyworker.interop.hsds.reading import Place, Problems, Row, Weight
from keyworker.interop.hsds.standard import Table

ID_LONGEST = 200


class Gathering:
    def __init__(self, problems: Problems, limits: Limits) -> None:
        self.rows: dict[Key, Row] = {}
        self.problems = problems
        self.limits = limits
        self.pages_told = 0
        self.pages_read = 0

    def row_from(self, table: Table, cells: dict[str, object], place: Place) -> Row | None:
        """A row of this table out of named cells, or None (and a problem) when it has no id."""
        source_id = self._source_id(cells.get("id"), place)
        if not source_id:
            return None
        links = {
            link.column: clean(cells[link.column])
            for link in table.links
            if isinstance(cells.get(link.column), str | int) and clean(cells[link.column])
        }
        values = {column.name: cells[column.name] for column in table.columns if not _blank(cells.get(column.name))}
        return Row(table.name, source_id, values, links, place)

    def add_flat(self, table: Table, cells: dict[str, object], place: Place) -> None:
        """A row as CSV and the tabular form have it; a category says in words what it hangs on."""
        if table.name == "attribute":
            if cells.get("link_entity") != "service":
                reason = _("We keep the categories of services. Labels of other things are not kept yet.")
                self.problems.say_once(place.file, "link_entity", reason)
                return
            cells = {**cells, "service_id": cells.get("link_id")}
        row = self.row_from(table, cells, place)
        if row:
            self._add(row)

    def _add(self, row: Row) -> None:
        """A row of a table, where an id may stand once."""
        first = self.rows.get(row.key)
        if first is not None:
            reason = _("This id was used before, in row %(row)s. Every row needs its own id.")
            self.problems.add(row.place, "id", reason % {"row": first.place.row}, Weight.ROW)
            return
        self._keep(row)

    def merge(self, row: Row) -> Row:
        """A row of nested JSON, where a row may be written out in many places; the first is believed."""
        first = self.rows.get(row.key)
        if first is None:
            return self._keep(row)
        if self._hangs_elsewhere(first, row):
            row.source_id = f"{row.source_id}@{min(row.links.values())}"[:ID_LONGEST]
            return self.merge(row)
        for name, value in row.values.items():
            if first.values.setdefault(name, value) != value:
                self._differs(row, name)
        for name, target in row.links.items():
            first.links.setdefault(name, target)
        return first

    def _keep(self, row: Row) -> Row:
        if len(self.rows) >= self.limits.rows:
            reason = _("It holds more than %(most)d rows, the most we read at once.") % {"most": self.limits.rows}
            raise CannotRead(row.place.file, reason)
        self.rows[row.key] = row
        return row

    @staticmethod
    def _hangs_elsewhere(first: Row, row: Row) -> bool:
        """Publishers give one phone to two services under one id; each service keeps its phone."""
        return (
            any(first.links.get(name, target) != target for name, target in row.links.items())
            and "@" not in row.source_id
        )

    def _differs(self, row: Row, name: str) -> None:
        reason = _("This row is in the file more than once, and not the same each time. We keep the first.")
        self.problems.add(row.place, name, reason, Weight.VALUE)

    def _source_id(self, raw: object, place: Place) -> str:
        source_id = clean(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
        if not source_id:
            self.problems.add(
                place, "id", _("There is no id here, so we cannot tell this row from others."), Weight.ROW
            )
        elif len(source_id) > ID_LONGEST:
            reason = _("The id “%(value)s” is too long.") % {"value": shorten(source_id)}
            self.problems.add(place, "id", reason, Weight.ROW)
            return ""
        return source_id


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
