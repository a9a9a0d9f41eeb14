"""What each XLSForm type of question is in FHIR, and which cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.xlsform.book import Line

# As XLSForm has it (pyxform.aliases.yes_no).
YES = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "true()"})
NO = frozenset({"no", "No", "NO", "false", "False", "FALSE", "false()", ""})


class Holds(Enum):
    """What an answer, or the result of an expression, is."""

    NUMBER = auto()
    TEXT = auto()
    TRUTH = auto()
    DATE = auto()
    MOMENT = auto()
    TIME = auto()
    CODE = auto()
    CODES = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Asks:
    """A question as FHIR asks it. `worked_out`: a calculation that nobody sees. `one_tick`: a single box to tick."""

    type: ItemType
    holds: Holds
    list_name: str = ""
    other: bool = False
    worked_out: bool = False
    hidden: bool = False
    one_tick: bool = False
    slider: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class StandsFor:
    """No question: a moment that the device would note. References to it become this FHIRPath."""

    expression: str
    holds: Holds


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that cannot be taken. `harmless`: Keyworker keeps what it asks for anyway, or nobody misses it."""

    says: str
    harmless: bool = False


_PLAIN: Mapping[str, tuple[ItemType, Holds]] = {
    "string": (ItemType.STRING, Holds.TEXT),
    "int": (ItemType.INTEGER, Holds.NUMBER),
    "decimal": (ItemType.DECIMAL, Holds.NUMBER),
    "date": (ItemType.DATE, Holds.DATE),
    "dateTime": (ItemType.DATE_TIME, Holds.MOMENT),
    "time": (ItemType.TIME, Holds.TIME),
    "barcode": (ItemType.STRING, Holds.TEXT),
    "binary": (ItemType.ATTACHMENT, Holds.NOTHING),
}
_PLACES = frozenset({"geopoint", "geotrace", "geoshape"})
_MOMENTS = {
    "today": StandsFor("today()", Holds.DATE),
    "start": StandsFor("now()", Holds.MOMENT),
    "end": StandsFor("now()", Holds.MOMENT),
}
_KEPT_ANYWAY = gettext_lazy("Who answered, when and on what is kept by Keyworker itself; the row is left out.")
_BACKGROUND: Mapping[str, Promise] = {
    "audit": gettext_lazy("Keyworker keeps its own record of what was done; the row is left out."),
    "start-geopoint": gettext_lazy("A place is not recorded here; the row is left out."),
    "background-geopoint": gettext_lazy("A place is not recorded here; the row is left out."),
    "background-audio": gettext_lazy("Nothing is recorded in the background here; the row is left out."),
    "xml-external": gettext_lazy("The file it names is not part of the spreadsheet; the row is left out."),
    "csv-external": gettext_lazy("The file it names is not part of the spreadsheet; the row is left out."),
}


def asks(line: Line) -> Asks | StandsFor | LeftOut:
    """What the row of a question asks. Groups are not for here."""
    kind = line.kind
    if "select" in kind:
        return _choice(kind)
    word, bind = kind.get("word", ""), kind.get("bind", "")
    if word in _BACKGROUND:
        return LeftOut(str(_BACKGROUND[word]), harmless=not word.endswith("external"))
    if kind.get("preload"):
        return _MOMENTS.get(kind.get("preload_of", ""), LeftOut(str(_KEPT_ANYWAY), harmless=True))
    if word in {"calculate", "add calculate prompt", "q calculate"}:
        return Asks(ItemType.STRING, Holds.TEXT, worked_out=True, hidden=True)
    if word == "hidden":
        return Asks(ItemType.STRING, Holds.TEXT, hidden=True)
    if kind.get("tag") == "trigger":
        return Asks(ItemType.CHOICE, Holds.CODE, one_tick=True)
    if kind.get("note"):
        return Asks(ItemType.DISPLAY, Holds.NOTHING)
    return _range(line) if word == "range" else _plain(bind, line.text("type"))


def _plain(bind: str, written: str) -> Asks | LeftOut:
    if bind in _PLACES:
        return LeftOut(_("A place on the map cannot be asked for here; the row is left out."))
    if bind not in _PLAIN:
        return LeftOut(_("The type “%s” is not known here; the row is left out.") % written[:60])
    kind, holds = _PLAIN[bind]
    remark = _("The code is typed in here, not scanned.") if bind == "barcode" else ""
    return Asks(kind, holds, remark=remark)


def _choice(kind: Mapping[str, object]) -> Asks | LeftOut:
    listed = str(kind["list"])
    if kind["select"] == "select one external" or kind["elsewhere"]:
        says = _("Its list of answers is in another file, “%s”; the question is asked with an empty line instead.")
        return Asks(ItemType.STRING, Holds.TEXT, remark=says % listed[:60])
    several = kind["select"] in {"select all that apply", "rank"}
    remark = _("The order of the answers is not kept; they are ticked.") if kind["select"] == "rank" else ""
    return Asks(
        ItemType.OPEN_CHOICE if kind["other"] else ItemType.CHOICE,
        Holds.CODES if several else Holds.CODE,
        list_name=listed,
        other=bool(kind["other"]),
        remark=remark,
    )


def _range(line: Line) -> Asks:
    """A range counts in whole numbers unless its start, end or step is not one."""
    given = (line.parameters or {}).values()
    whole = not any("." in value for value in given)
    return Asks(ItemType.INTEGER if whole else ItemType.DECIMAL, Holds.NUMBER, slider=True)
