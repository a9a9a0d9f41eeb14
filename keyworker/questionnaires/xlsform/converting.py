"""An XLSForm as a FHIR R4 Questionnaire: from the bytes of a spreadsheet to JSON and remarks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.findings import Level
from keyworker.questionnaires.engine.loading import refusal
from keyworker.questionnaires.xlsform.book import CHOICES, SETTINGS, SURVEY, Book, Line, Remark, Remarks
from keyworker.questionnaires.xlsform.choices import Lists, Scales
from keyworker.questionnaires.xlsform.items import Items
from keyworker.questionnaires.xlsform.kinds import Kinds
from keyworker.questionnaires.xlsform.making import Making
from keyworker.questionnaires.xlsform.opening import opened
from keyworker.questionnaires.xlsform.outline import outline
from keyworker.questionnaires.xlsform.showing import find_shown
from keyworker.questionnaires.xlsform.wording import Languages

DESIGN_NOTE = f"{ext.CORE}designNote"
ROWS_REMARKED = 300


@dataclass(frozen=True, slots=True)
class Converted:
    """A form made from a spreadsheet. `rows` says where each question stood: link ids to rows of the survey sheet."""

    content: Mapping[str, Any]
    remarks: tuple[Remark, ...]
    rows: Mapping[str, int]


def converted(data: bytes, *, called: str = "") -> Converted:
    """The form in a spreadsheet; `called` names one that does not name itself. Raises InvalidQuestionnaire."""
    return form_of(opened(data), called=called)


def form_of(book: Book, *, called: str = "") -> Converted:
    """The same from its sheets."""
    remarks = Remarks(book)
    lists = Lists(book, remarks)
    languages = Languages(book, remarks)
    found = outline(book, lists, remarks)
    making = Making(book, remarks, languages, lists, found, Kinds(found), Scales(lists))
    find_shown(found, making.kinds, making.variables)
    items = Items(making).all()
    if not items:
        raise refusal("asks-nothing", _("The form has no questions."))
    content = _head(book, languages, called) | {"item": items}
    _remark_rest(book, remarks)
    kept = remarks.all()
    content["extension"] = [_design_note(remark) for remark in kept if remark.level is Level.WARNING][:ROWS_REMARKED]
    if not content["extension"]:
        del content["extension"]
    return Converted(content, kept, {entry.link_id: entry.line.row for entry in found.walk()})


def where(remark: Remark) -> str:
    """ "survey, row 5, relevant": the place of a remark, as a person finds it in the spreadsheet."""
    if not remark.column:
        return _("%(sheet)s, row %(row)d") % {"sheet": remark.sheet, "row": remark.row}
    place = {"sheet": remark.sheet, "row": remark.row, "column": remark.column}
    return _("%(sheet)s, row %(row)d, %(column)s") % place


def _head(book: Book, languages: Languages, called: str) -> dict[str, Any]:
    settings = book.lines[SETTINGS][0] if book.lines[SETTINGS] else Line(SETTINGS, 2, {})
    title = languages.words(settings.wordings("title")).text
    name, version = settings.text("id_string") or settings.text("name"), settings.text("version")
    settings.take("name")
    head: dict[str, Any] = {"resourceType": "Questionnaire", "status": "draft", "language": languages.code}
    head["title"] = title or name or called or _("Form without a title")
    if name:
        head["name"] = name
    if version:
        head["version"] = version[:60]
    return head


def _design_note(remark: Remark) -> dict[str, Any]:
    """What was lost on the way stays with the form, for whoever looks after it."""
    return {"url": DESIGN_NOTE, "valueMarkdown": f"{where(remark)}: {remark.says}"}


# Settings of apps that collect answers; none of them changes what is asked.
_OF_NO_MATTER = frozenset(
    {
        "public_key", "submission_url", "allow_choice_duplicates", "omit_instanceID", "clean_text_values", "style",
        "instance_name", "instance_xmlns", "namespaces", "auto_send", "auto_delete", "client_editable", "sms_keyword",
        "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format", "sms_response", "attribute",
        "prefix", "delimiter", "compact_tag", "entity_version",
    }
)  # fmt: skip


def _remark_rest(book: Book, remarks: Remarks) -> None:
    """What nobody took up is said as well, so that nothing is left out in silence."""
    for sheet, columns in book.columns.items():
        for column in columns:
            if not column.known and not _is_filter_column(sheet):
                says = _("XLSForm does not know this column, so it is not read.")
                remarks.about(sheet, 1, column.title, says, Level.NOTE)
    for line in (*book.lines[SURVEY], *book.lines[CHOICES]):
        _remark_left(line, book, remarks)
    for line in book.lines[SETTINGS]:
        _remark_settings(line, remarks)
    for name in book.more:
        remarks.about(name, 1, "", _("This sheet is not read."))
    _remark_gaps(book, remarks)


def _is_filter_column(sheet: str) -> bool:
    """On the sheet “choices”, the author's own columns are there for filters."""
    return sheet == CHOICES


def _remark_left(line: Line, book: Book, remarks: Remarks) -> None:
    known = {column.path[0] for column in book.columns[line.sheet] if column.known}
    for path in line.left():
        if path[0] == "media" and line.sheet == CHOICES:
            remarks.warn(line, path, _("Pictures and sounds are not shown: %s.") % path[-1][:60])
        elif path[0] in known:
            remarks.warn(line, path, _("This is not followed here."))


def _remark_settings(line: Line, remarks: Remarks) -> None:
    if line.row > 2:
        remarks.about(SETTINGS, line.row, "", _("Only the first row of settings counts."), Level.NOTE)
        return
    for path in line.left():
        level = Level.NOTE if path[0] in _OF_NO_MATTER else Level.WARNING
        value = str(line.text(*path))
        if path[0] == "add_none_option" and value.upper() in {"FALSE", "NO", ""}:
            continue
        remarks.about(SETTINGS, 2, path[0], _("This setting is not followed here."), level)


_GAPS = {
    "formula": lambda: _("The cell holds a formula whose result the file does not have; it is read as empty."),
    "error": lambda: _("The spreadsheet shows an error in this cell."),
    "below": lambda: _("Rows from here on stand below many empty ones, and are not read."),
}


def _remark_gaps(book: Book, remarks: Remarks) -> None:
    for gap in book.gaps:
        remarks.about(gap["sheet"], gap["row"], gap["column"], _GAPS[gap["what"]]())
