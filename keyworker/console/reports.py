"""What became of forms that were brought in or looked over, on the terminal: for people, or as JSON for pipelines."""

import dataclasses
import json
from collections.abc import Sequence

from keyworker.questionnaires.arriving import ImportReport


def tell(reports: Sequence[ImportReport], *, as_json: bool) -> int:
    """Print one report for each file; 1 when any file was refused, or none was found."""
    if as_json:
        print(json.dumps([dataclasses.asdict(report) for report in reports], default=str, indent=1))
    elif reports:
        for report in reports:
            _say(report)
    else:
        print("No file that could be a form (.json, .xlsx, .xls) was found there.")
    return int(not reports or any(report.refused for report in reports))


def _say(report: ImportReport) -> None:
    print(f"{report.outcome.value}: {report.source}{f' ({report.title})' if report.title else ''}")
    for reason in (*report.reasons, *report.notes):
        print(f"    {reason}")
    for row in report.rows:
        print(f"    {row.place}: {row.says}")
