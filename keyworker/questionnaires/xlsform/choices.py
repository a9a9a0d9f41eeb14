"""The lists of the sheet “choices”: answers by list, with their wordings and the author's own columns for filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from keyworker.questionnaires.xlsform.book import CHOICES, Book, Line, Remarks
from keyworker.questionnaires.xlsform.xpath import REFERENCE


@dataclass(slots=True)
class Choice:
    """One answer. `columns` are the author's own cells; a code listed twice has several sets of them."""

    line: Line
    code: str
    labels: dict[str, str]
    columns: list[Mapping[str, str]] = field(default_factory=list)


class Lists:
    """All lists of a book by name."""

    def __init__(self, book: Book, remarks: Remarks) -> None:
        self._lists: dict[str, dict[str, Choice]] = {}
        self._own = [column for column in book.columns[CHOICES] if not column.known]
        for line in book.lines[CHOICES]:
            self._add(line, remarks)

    def choices(self, name: str) -> list[Choice]:
        return list(self._lists.get(name, {}).values())

    def are_numbers(self, name: str) -> bool:
        """Whether every code is a number, as in lists that are made to be added up."""
        codes = [choice.code for choice in self.choices(name)]
        return bool(codes) and all(_is_number(code) for code in codes)

    def _add(self, line: Line, remarks: Remarks) -> None:
        listed, code = line.text("list name"), line.text("name")
        columns = {column.title: line.text(*column.path) for column in self._own}
        if not listed or not code:
            if any(name in line.cells for name in ("list name", "name", "label")):
                says = _("The row has no list or no name, so it is left out.")
                remarks.warn(line, ("name",) if listed else ("list name",), says)
            line.taken.update((top,) for top in line.cells)
            return
        labels = line.wordings("label")
        if any(REFERENCE.search(text) for text in labels.values()):
            says = _("Another answer cannot be shown in a listed answer; “…” stands in its place.")
            remarks.warn(line, ("label",), says)
        known = self._lists.setdefault(listed, {}).get(code)
        if known is None:
            if not labels:
                remarks.note(line, ("label",), _("The answer has no wording; its name, “%s”, is shown.") % code[:60])
            self._lists[listed][code] = Choice(line, code, labels or {"": code}, [columns])
            return
        known.columns.append(columns)
        if not any(columns.values()) or labels != known.labels:
            says = _("The name “%s” is in this list twice; the first wording counts.") % code[:60]
            remarks.warn(line, ("name",), says)


class Scales:
    """The lists that are added up: where each code is a number, the codes become the weights of the answers."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self.weighed: set[str] = set()

    def weigh(self, name: str) -> bool:
        """Whether answers of this list have weights, from now on."""
        if not self._lists.are_numbers(name):
            return False
        self.weighed.add(name)
        return True


def _is_number(code: str) -> bool:
    return code.removeprefix("-").replace(".", "", 1).isdigit() and code.isascii() and len(code) < 12
