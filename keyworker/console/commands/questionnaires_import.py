"""Brings questionnaires (FHIR R4 JSON, XLSForm) into an agency, or says what is wrong with them."""

import argparse
import sys

from keyworker.console.agencies import UnknownAgency, job_in
from keyworker.console.environment import Installation
from keyworker.console.reports import tell
from keyworker.questionnaires.importing import import_paths


def run(options: argparse.Namespace, installation: Installation) -> int:
    """1 when any file was refused."""
    try:
        agency_id = job_in(options.agency, "questionnaire-import").agency_id
    except UnknownAgency as problem:
        print(f"keyworker: {problem}", file=sys.stderr)
        return 1
    return tell(import_paths(options.paths, agency_id=agency_id, publish=options.publish), as_json=options.json)
