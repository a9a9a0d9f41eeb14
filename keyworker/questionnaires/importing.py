"""Brings forms in from files: looked over first, then kept; each with a report of what became of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.questionnaires.actions import bring_in_questionnaire, publish_questionnaire
from keyworker.questionnaires.arriving import arriving
from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.apart import checked as look_at
from keyworker.questionnaires.engine.checking import Checked, Outcome
from keyworker.questionnaires.engine.findings import Level
from keyworker.questionnaires.engine.shipped import LIBRARY as LIBRARY
from keyworker.questionnaires.engine.shipped import shipped_files
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus

JOB = "questionnaire-import"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file. `reasons` are warnings or refusals in words; `notes` what changes nothing."""

    source: str
    outcome: Outcome
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    form_version: str = ""
    questionnaire_id: UUID | None = None

    @property
    def refused(self) -> bool:
        return self.outcome is Outcome.REFUSED


def import_questionnaire(
    actor: Actor, data: bytes | Mapping[str, Any], *, source: str = "", publish: bool = False
) -> ImportReport:
    """Look a form over and keep it, in the actor's agency, as a draft; or put it to use at once.

    Raises `Absent` where the actor may not manage forms.
    """
    checked = look_at(data)
    report = look_over(checked, source)
    if checked.definition is None:
        return report
    with reading(actor):
        agency = require(Agency, actor.agency_id, actor=actor, needs=Permission.QUESTIONNAIRE_MANAGE)
    try:
        kept = bring_in_questionnaire(actor=actor, agency=agency, form=arriving(checked.definition))
        if publish and kept.status == QuestionnaireStatus.DRAFT:
            kept = publish_questionnaire(actor=actor, questionnaire=kept)
    except Refused as error:
        return ImportReport(source, Outcome.REFUSED, (str(error.decision.reason),), title=report.title, url=report.url)
    return _kept(report, kept)


def look_over(checked: Checked, source: str) -> ImportReport:
    """The report of a form that is only looked at."""
    notes = tuple(str(finding) for finding in checked.findings if finding.level is Level.NOTE)
    if checked.definition is None:
        return ImportReport(source, checked.outcome, checked.reasons, notes)
    form = arriving(checked.definition)
    return ImportReport(source, checked.outcome, checked.reasons, notes, form.title, form.url, form.form_version)


def _kept(report: ImportReport, kept: Questionnaire) -> ImportReport:
    return ImportReport(
        report.source,
        report.outcome,
        report.reasons,
        report.notes,
        kept.title,
        kept.url,
        kept.form_version,
        kept.pk,
    )


def import_paths(
    paths: Iterable[str | Path], *, agency_id: UUID | None, publish: bool = False, dry_run: bool = False
) -> list[ImportReport]:
    """One report for each file; folders are searched for *.json. A dry run needs neither agency nor database."""
    reports = []
    for path in _files(paths):
        data = _content(path)
        if isinstance(data, ImportReport):
            reports.append(data)
        elif dry_run or agency_id is None:
            reports.append(look_over(look_at(data), str(path)))
        else:
            importer = actors.job(JOB, agency_id=agency_id)
            reports.append(import_questionnaire(importer, data, source=str(path), publish=publish))
    return reports


def import_library(actor: Actor) -> list[ImportReport]:
    """Put the forms that Keyworker ships to use in the actor's agency."""
    return [import_questionnaire(actor, file.read_bytes(), source=file.name, publish=True) for file in shipped_files()]


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(path.rglob("*.json"))
        else:
            yield path


def _content(path: Path) -> bytes | ImportReport:
    """A file's bytes; of one that is far too large only so many that it is seen to be."""
    try:
        with path.open("rb") as file:
            return file.read(limits.BYTES + 1)
    except OSError as error:
        says = _("The file cannot be read: %s.") % (error.strerror or "")
        return ImportReport(str(path), Outcome.REFUSED, (says,))
