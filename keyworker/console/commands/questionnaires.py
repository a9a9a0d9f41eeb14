"""Brings questionnaires (FHIR R4 JSON) into an agency, or says what is wrong with them."""

import argparse
import dataclasses
import json
import sys

from keyworker.console.agencies import UnknownAgency, job_in
from keyworker.console.environment import Installation
from keyworker.questionnaires.importing import ImportReport, import_paths


def run(options: argparse.Namespace, installation: Installation) -> int:
    """1 when any file was refused."""
    try:
        agency_id = None if options.dry_run else job_in(options.agency, "questionnaire-import").agency_id
    except UnknownAgency as problem:
        print(f"keyworker: {problem}", file=sys.stderr)
        return 1
    reports = import_paths(options.paths, agency_id=agency_id, publish=options.publish, dry_run=options.dry_run)
    _tell(reports, as_json=options.json)
    return int(not reports or any(report.refused for report in reports))


def _tell(reports: list[ImportReport], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([dataclasses.asdict(report) for report in reports], default=str, indent=1))
        return
    for report in reports:
        print(f"{report.outcome.value}: {report.source}{f' ({report.title})' if report.title else ''}")
        for reason in (*report.reasons, *report.notes):
            print(f"    {reason}")
    if not reports:
        print("No *.json file was found there.")
