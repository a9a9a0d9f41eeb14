"""Brings forms in from files: looked over first, then kept; each with a report of what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.questionnaires.actions import bring_in_questionnaire, publish_questionnaire
from keyworker.questionnaires.arriving import (
    ImportReport,
    arriving,
    content_of,
    files_in,
    look_over,
    look_over_paths,
)
from keyworker.questionnaires.engine.checking import Outcome
from keyworker.questionnaires.engine.shipped import LIBRARY as LIBRARY
from keyworker.questionnaires.engine.shipped import shipped_files
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus

JOB = "questionnaire-import"


def import_questionnaire(
    actor: Actor, data: bytes | Mapping[str, Any], *, source: str = "", publish: bool = False
) -> ImportReport:
    """Look a form over and keep it, in the actor's agency, as a draft; or put it to use at once.

    Raises `Absent` where the actor may not manage forms.
    """
    found = look_over(data, source=source)
    report = found.report
    if found.definition is None:
        return report
    with reading(actor):
        agency = require(Agency, actor.agency_id, actor=actor, needs=Permission.QUESTIONNAIRE_MANAGE)
    try:
        kept = bring_in_questionnaire(actor=actor, agency=agency, form=arriving(found.definition))
        if publish and kept.status == QuestionnaireStatus.DRAFT:
            kept = publish_questionnaire(actor=actor, questionnaire=kept)
    except Refused as error:
        return replace(report, outcome=Outcome.REFUSED, reasons=(str(error.decision.reason),), rows=())
    return _kept(report, kept)


def _kept(report: ImportReport, kept: Questionnaire) -> ImportReport:
    return replace(report, title=kept.title, url=kept.url, form_version=kept.form_version, questionnaire_id=kept.pk)


def import_paths(
    paths: Iterable[str | Path], *, agency_id: UUID | None, publish: bool = False, dry_run: bool = False
) -> list[ImportReport]:
    """One report for each file; folders are searched for all that may be a form."""
    if dry_run or agency_id is None:
        return look_over_paths(paths)
    importer = actors.job(JOB, agency_id=agency_id)
    return [
        found
        if isinstance(found := content_of(path), ImportReport)
        else import_questionnaire(importer, found, source=str(path), publish=publish)
        for path in files_in(paths)
    ]


def import_library(actor: Actor) -> list[ImportReport]:
    """Put the forms that Keyworker ships to use in the actor's agency."""
    return [import_questionnaire(actor, file.read_bytes(), source=file.name, publish=True) for file in shipped_files()]
