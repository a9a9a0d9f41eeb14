"""Brings a list of outside services (Open Referral HSDS 3) into an agency's directory."""

import argparse
import sys

from keyworker.console.agencies import UnknownAgency, job_in
from keyworker.console.environment import Installation
from keyworker.interop.hsds.importing import Report, import_path


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Import all of it, or nothing; 1 when nothing was brought in."""
    try:
        actor = job_in(options.agency, "directory-import")
    except UnknownAgency as problem:
        print(f"keyworker: {problem}", file=sys.stderr)
        return 1
    report = import_path(
        actor, options.path, good_rows_only=options.good_rows_only, source=options.source, whole=options.whole
    )
    _tell(report)
    return 0 if report.tally is not None else 1


def _tell(report: Report) -> None:
    for problem in report.reading.problems:
        row = f", row {problem.row}" if problem.row is not None else ""
        print(f"{problem.weight.value}: {problem.file}{row}, {problem.column}: {problem.reason}")
    if report.tally is None:
        print("Nothing was brought in. Mend the rows named above, or add --good-rows-only.")
        return
    tally = report.tally
    print(f"{tally.created} new, {tally.updated} changed, {tally.unchanged} as they were, {tally.removed} taken out.")
