"""Writes an agency's forms as FHIR R4 JSON: those in use, or one version of one form."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from keyworker.base.context import reading
from keyworker.console.agencies import UnknownAgency, job_in
from keyworker.console.environment import Installation
from keyworker.questionnaires.describing import file_name
from keyworker.questionnaires.models import Questionnaire
from keyworker.questionnaires.queries import forms_to_export


def run(options: argparse.Namespace, installation: Installation) -> int:
    """1 when there is nothing to write, or nowhere to write it."""
    try:
        actor = job_in(options.agency, "questionnaire-export")
        with reading(actor):
            forms = list(forms_to_export(actor, url=options.url, version=options.version))
        written = _write(forms, Path(options.path))
    except (UnknownAgency, OSError) as problem:
        print(f"keyworker: {problem}", file=sys.stderr)
        return 1
    for path in written:
        print(path)
    if not written:
        print("keyworker: the agency has no such form.", file=sys.stderr)
    return 0 if written else 1


def _write(forms: Sequence[Questionnaire], path: Path) -> list[Path]:
    if path.suffix == ".json" and len(forms) == 1:
        return [_put(forms[0], path)]
    if forms:
        path.mkdir(parents=True, exist_ok=True)
    return [_put(form, path / file_name(form.title, form.form_version)) for form in forms]


def _put(form: Questionnaire, path: Path) -> Path:
    path.write_text(json.dumps(form.definition, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
