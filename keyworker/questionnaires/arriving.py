"""Looks files over before anybody keeps them: what each would become, and what is wrong with it. No database."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.apart import checked
from keyworker.questionnaires.engine.checking import Outcome
from keyworker.questionnaires.engine.definition import Definition
from keyworker.questionnaires.engine.findings import Finding, InvalidQuestionnaire, Level
from keyworker.questionnaires.engine.loading import as_plain_json
from keyworker.questionnaires.engine.loading import fingerprint as fingerprint
from keyworker.questionnaires.xlsform.book import Remark
from keyworker.questionnaires.xlsform.converting import DESIGN_NOTE, Converted, converted, where
from keyworker.questionnaires.xlsform.opening import is_spreadsheet

URL, VERSION, TITLE = 400, 60, 300
ENDINGS = frozenset({".json", ".xlsx", ".xls", ".xlsm"})


@dataclass(frozen=True, slots=True)
class Arriving:
    """What is about to be kept. The definition carries the url and the version, so that answers can name them."""

    url: str
    form_version: str
    title: str
    definition: Mapping[str, Any]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one row of a spreadsheet, in words. `lost`: something asked for is missing or works otherwise."""

    sheet: str
    row: int
    column: str
    says: str
    lost: bool
    place: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file.

    `reasons` are warnings or refusals in words; `notes` what changes nothing; `rows` the rows of a spreadsheet that
    could not be taken as they stand.
    """

    source: str
    outcome: Outcome
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    form_version: str = ""
    questionnaire_id: UUID | None = None
    rows: tuple[Row, ...] = ()

    @property
    def refused(self) -> bool:
        return self.outcome is Outcome.REFUSED


@dataclass(frozen=True, slots=True)
class LookedOver:
    """A file looked over: the report, and the form it would become. `definition` is None for a refused one."""

    report: ImportReport
    definition: Definition | None = field(default=None, repr=False)


def arriving(definition: Definition) -> Arriving:
    """A form without a url is named by its title; one without a version by its content."""
    content = as_plain_json(definition.source)
    title = definition.title.default[:TITLE]
    url = definition.url or f"urn:keyworker:questionnaire:{_slug(definition.name or title)}"
    version = definition.version or fingerprint(content)[:12]
    content = {**content, "url": url, "version": version}
    return Arriving(url, version, title, content, fingerprint(content))


def look_over(data: bytes | Mapping[str, Any], *, source: str = "") -> LookedOver:
    """Never raises: whatever was brought, FHIR JSON or XLSForm, is accepted, warned of or refused, with the reasons."""
    if not isinstance(data, bytes) or not is_spreadsheet(data):
        return _looked_over(data, source, None)
    try:
        form = converted(data, called=Path(source).stem)
    except InvalidQuestionnaire as error:
        return LookedOver(ImportReport(source, Outcome.REFUSED, tuple(map(str, error.faults))))
    return _looked_over(form.content, source, form)


def look_over_paths(paths: Iterable[str | Path]) -> list[ImportReport]:
    """One report for each file; folders are searched for all that may be a form."""
    return [
        found if isinstance(found := content_of(path), ImportReport) else look_over(found, source=str(path)).report
        for path in files_in(paths)
    ]


def files_in(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files themselves, and in folders those whose names end as forms' do. A folder's hidden files are left."""
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in ENDINGS and not file.name.startswith((".", "~$")):
                yield file


def content_of(path: Path) -> bytes | ImportReport:
    """A file's bytes; of one that is far too large only so many that it is seen to be."""
    try:
        with path.open("rb") as file:
            return file.read(limits.BYTES + 1)
    except OSError as error:
        says = _("The file cannot be read: %s.") % (error.strerror or "")
        return ImportReport(str(path), Outcome.REFUSED, (says,))


def _looked_over(data: bytes | Mapping[str, Any], source: str, form: Converted | None) -> LookedOver:
    found = checked(data)
    rows = tuple(_row(remark) for remark in form.remarks) if form else ()
    told = [(finding.level, _said(finding, form)) for finding in found.findings if not _is_ours(finding, form)]
    reasons = tuple(says for level, says in told if level is not Level.NOTE)
    notes = tuple(says for level, says in told if level is Level.NOTE)
    outcome = found.outcome
    if outcome is Outcome.ACCEPTED and any(row.lost for row in rows):
        outcome = Outcome.WARNED
    report = ImportReport(source, outcome, reasons, notes, rows=rows)
    if found.definition is None:
        return LookedOver(report)
    named = arriving(found.definition)
    whole = ImportReport(
        source, outcome, reasons, notes, named.title, named.url, named.form_version, None, rows
    )  # fmt: skip
    return LookedOver(whole, found.definition)


def _row(remark: Remark) -> Row:
    return Row(remark.sheet, remark.row, remark.column, remark.says, remark.level is Level.WARNING, where(remark))


def _said(finding: Finding, form: Converted | None) -> str:
    """A finding in words; of a spreadsheet, with the row where the question stands."""
    row = form.rows.get(finding.link_id) if form else None
    if row is None:
        return str(finding)
    place = {"sheet": "survey", "row": row, "says": finding.says}
    return _("%(sheet)s, row %(row)d: %(says)s") % place


def _is_ours(finding: Finding, form: Converted | None) -> bool:
    """What we wrote into the form ourselves needs no note."""
    return form is not None and DESIGN_NOTE.rpartition("/")[2] in finding.says


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")[:100] or "form"
