"""How a question asks to be shown (XLSForm's `appearance` and `parameters`), as FHIR says it, where it can."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.definition import Control, ItemType
from keyworker.questionnaires.xlsform.book import Line, Remarks
from keyworker.questionnaires.xlsform.outline import Entry
from keyworker.questionnaires.xlsform.references import decimal_in
from keyworker.questionnaires.xlsform.types import Holds
from keyworker.questionnaires.xlsform.xpath import CannotSay

CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
APPEARANCE = ("control", "appearance")
HEADS_A_TABLE, ROW_OF_A_TABLE = "label", "list-nolabel"
_CONTROLS = {
    "minimal": Control.DROP_DOWN,
    "quick": Control.RADIO,
    "autocomplete": Control.AUTOCOMPLETE,
    "search": Control.AUTOCOMPLETE,
}
_SIDE_BY_SIDE = frozenset(
    {"likert", "horizontal", "horizontal-compact", "compact", "columns", "columns-pack", "quickcompact"}
)
# Said by the way Keyworker asks anyway: groups stand on one page, numbers get a keyboard of numbers.
_ANYWAY = frozenset({"field-list", "numbers", "month-year", "year", "no-calendar", "gregorian", "no-ticks", "vertical"})


_RANGE = {"start": (ext.MIN_VALUE, "1"), "end": (ext.MAX_VALUE, "10"), "step": (ext.SLIDER_STEP, "1")}


@dataclass(slots=True)
class Looks:
    """What the appearance of one entry amounts to."""

    control: Control = Control.PLAIN
    side_by_side: bool = False
    long: bool = False

    def extensions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        if self.control:
            found.append(control(self.control))
        if self.side_by_side:
            found.append({"url": ext.ORIENTATION, "valueCode": "horizontal"})
        return found


def control(code: Control) -> dict[str, Any]:
    """FHIR's `itemControl`."""
    return {"url": ext.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"system": CONTROLS, "code": code.value}]}}


def words_of(entry: Entry) -> list[str]:
    """The appearance of a row, word by word, as it was written."""
    return entry.line.text(*APPEARANCE).lower().split()


def looks(entry: Entry, remarks: Remarks) -> Looks:
    """The appearance of a question or a group; words that change nothing here are remarked."""
    found = Looks(long=bool(entry.line.text("control", "rows")))
    unknown = [word for word in words_of(entry) if not _apply(word, entry, found)]
    if _is_table(entry):
        found.control = Control.TABLE
    if unknown:
        says = _("It looks otherwise here: “%s” is not followed.") % " ".join(unknown)[:80]
        remarks.note(entry.line, APPEARANCE, says)
    return found


def _apply(word: str, entry: Entry, found: Looks) -> bool:
    is_choice = entry.asks.holds in {Holds.CODE, Holds.CODES}
    if word in _ANYWAY or word in {ROW_OF_A_TABLE, HEADS_A_TABLE, "table-list"}:
        return True
    if is_choice and word in _CONTROLS:
        found.control = _CONTROLS[word]
        return True
    if is_choice and (word in _SIDE_BY_SIDE or word.startswith(("compact-", "columns-"))):
        found.side_by_side = True
        return True
    if word == "multiline" and entry.asks.type is ItemType.STRING:
        found.long = True
        return True
    return False


def _is_table(entry: Entry) -> bool:
    """A group of choices under one row of headings."""
    if entry.asks.type is not ItemType.GROUP:
        return False
    return "table-list" in words_of(entry) or any(ROW_OF_A_TABLE in words_of(child) for child in entry.below)


def only_heads_a_table(entry: Entry) -> bool:
    """The row that writes the answers above a table is no question: the table does so itself."""
    if HEADS_A_TABLE not in words_of(entry) or entry.above is None:
        return False
    return any(ROW_OF_A_TABLE in words_of(sibling) for sibling in entry.above.below)


def slider(line: Line, kind: ItemType, remarks: Remarks) -> list[dict[str, Any]]:
    """A range: from where to where, and in which steps. XLSForm's own are 1 to 10 by 1."""
    given = line.parameters or {}
    found = [control(Control.SLIDER)]
    for name, url, usual in (
        ("start", ext.MIN_VALUE, "1"),
        ("end", ext.MAX_VALUE, "10"),
        ("step", ext.SLIDER_STEP, "1"),
    ):
        try:
            written = decimal_in(given.get(name, usual))
        except CannotSay as reason:
            remarks.warn(line, ("parameters",), str(reason))
            continue
        number = {"valueInteger": int(float(written))} if kind is ItemType.INTEGER else {"valueDecimal": float(written)}
        found.append({"url": url, **(number if name != "step" else {"valueInteger": max(1, int(float(written)))})})
    return found


def remark_parameters(line: Line, understood: Iterable[str], remarks: Remarks) -> None:
    """What the row asks for besides, and does not get."""
    if line.text("parameters") and line.parameters is None:
        remarks.warn(line, ("parameters",), _("This cannot be read as “name=value”."))
    for name in sorted(set(line.parameters or {}) - set(understood)):
        if name == "randomize":
            remarks.warn(line, ("parameters",), _("The answers are not shuffled; they stand in the order of the list."))
        elif name != "seed":
            remarks.note(line, ("parameters",), _("“%s” is not followed here.") % name[:40])
