"""Writes everything an agency owns to a folder: CSV or JSON, the files, and a dictionary of every field."""

import argparse
import json
import shutil
import sys
from pathlib import Path

from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.console.agencies import UnknownAgency, job_in
from keyworker.console.environment import Installation
from keyworker.interop.actions import take_along
from keyworker.interop.leaving.writing import Format


class NotEmpty(Exception):
    """There is something in the folder: nothing is written over."""


def run(options: argparse.Namespace, installation: Installation) -> int:
    """1 when nothing was written. What was begun and failed is removed again."""
    folder = Path(options.path)
    try:
        written = _export(job_in(options.agency, "agency-export"), _made(folder), options)
    except (UnknownAgency, NotEmpty, Refused, OSError) as problem:
        said = problem.decision.reason if isinstance(problem, Refused) else problem
        print(f"keyworker: {said}", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"folder": str(folder), "rows": written}))
    else:
        print(f"{sum(written.values()):,} rows and files are in {folder}. Keep it as safely as the database itself.")
    return 0


def _export(job: Actor, folder: Path, options: argparse.Namespace) -> dict[str, int]:
    with reading(job):
        agency = require(Agency, job.agency_id, actor=job, needs=Permission.AGENCY_EXPORT)

    def tell(table: str, rows: int, done: bool) -> None:
        if done:
            print(f"  {table}: {rows:,}", file=sys.stderr)

    try:
        form, agreed = Format(options.format), options.whole_with
        return take_along(actor=job, agency=agency, folder=folder, form=form, tell=tell, whole_with=agreed)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise NotEmpty(f"The folder {folder} is not empty.")
    return folder
