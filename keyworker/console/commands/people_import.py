"""Brings a list of people into an agency, or says what is wrong with it by row and column."""

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import override

from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.console.agencies import UnknownAgency, job_in
from keyworker.console.environment import Installation
from keyworker.interop.models import Alike, Sheet, SheetMapping, SheetState
from keyworker.interop.sheets import actions, planning, queries, running
from keyworker.interop.sheets.actions import NEEDS, Matching
from keyworker.interop.sheets.columns import problems
from keyworker.interop.sheets.reading import MOST_BYTES, Unusable, beginning
from keyworker.people.linking.folding import folded


class Unclear(Exception):
    """What was asked for is not here, or cannot be used; the message says what."""


def run(options: argparse.Namespace, installation: Installation) -> int:
    """0 when all of it came in (with --dry-run: could); 1 when rows were left out, or nothing came in or went back."""
    with override("en"):
        try:
            actor = job_in(options.agency, "sheet-import")
            content = _content(options.path)
            if options.take_back:
                return _taken_back(actor, content)
            sheet = _brought_in(actor, options, content)
        except (UnknownAgency, Unclear, Unusable, Refused, OSError) as problem:
            print(f"keyworker: {_words(problem)}", file=sys.stderr)
            return 1
        return _tell(actor, sheet, options)


def _content(path: str) -> bytes:
    content = Path(path).read_bytes()
    if len(content) > MOST_BYTES:
        raise Unclear(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it.")
    return content


def _brought_in(actor: Actor, options: argparse.Namespace, content: bytes) -> Sheet:
    """A list that was cut off goes on; any other is looked over first, and comes in unless that is all."""
    with reading(actor):
        sheet = queries.of_this_file(actor, content, SheetState.RUNNING)
    if sheet is not None and not options.dry_run:
        print(f"It goes on after row {sheet.place}.", file=sys.stderr)
        return running.bring_in(actor, sheet.pk, _progress)
    sheet = _looked_over(actor, options, content)
    if options.dry_run or sheet.state == SheetState.FAILED:
        return sheet
    actions.start_sheet(actor=actor, sheet=sheet, enqueued=False)
    return running.bring_in(actor, sheet.pk, _progress)


def _taken_back(actor: Actor, content: bytes) -> int:
    """What came in from this very file and nobody has touched since."""
    with reading(actor):
        sheet = queries.of_this_file(actor, content, SheetState.DONE, SheetState.UNDONE, SheetState.UNDOING)
    if sheet is None:
        raise Unclear("Nothing came in from this file.")
    if sheet.state != SheetState.UNDOING:
        actions.start_undoing(actor=actor, sheet=sheet, enqueued=False)
    sheet = running.take_back(actor, sheet.pk, _progress)
    with reading(actor):
        for line in queries.every_line(actor, sheet):
            print(f"row {line.row}: {line.why}")
    print(f"{sheet.counts['taken_back']} people were taken back, {sheet.counts['kept']} rows stay.")
    return int(bool(sheet.counts["kept"]))


def _words(problem: Exception) -> object:
    if isinstance(problem, Refused):
        return problem.decision.reason
    return problem.strerror if isinstance(problem, OSError) else problem


def _looked_over(actor: Actor, options: argparse.Namespace, content: bytes) -> Sheet:
    sheet = _sent(actor, options, content)
    try:
        with reading(actor):
            said = _whose(actor, options)
        if wrong := problems(sheet.columns):
            raise Unclear(" ".join(map(str, wrong)))
    except Unclear:
        actions.put_sheet_aside(actor=actor, sheet=sheet)
        raise
    rule = Alike.SAME if options.same_person else Alike.ASK
    matching = Matching(columns=sheet.columns, words=sheet.words, order=sheet.order, alike=rule.value)
    actions.match_sheet(actor=actor, sheet=sheet, matching=matching, enqueued=False, **said)
    return running.look_over(actor, sheet.pk, _progress)


def _sent(actor: Actor, options: argparse.Namespace, content: bytes) -> Sheet:
    begins = beginning(io.BytesIO(content))
    with reading(actor):
        agency = require(Agency, actor.agency_id, actor=actor, needs=NEEDS)
        mapping = _mapping(actor, options.mapping)
    name = Path(options.path).name
    return actions.send_sheet(actor=actor, agency=agency, name=name, content=content, begins=begins, mapping=mapping)


def _mapping(actor: Actor, name: str) -> SheetMapping | None:
    known = {each.name: each for each in queries.mappings(actor)}
    if name and name not in known:
        raise Unclear(f"There is no mapping “{name}”. There are: {', '.join(known) or 'none'}.")
    return known.get(name)


def _whose(actor: Actor, options: argparse.Namespace) -> dict[str, Any]:
    programs = {folded(each.name): each for each in planning.programs(actor)}
    workers = {folded(each.name): each for each in planning.workers(actor)}
    for asked, known, what in ((options.program, programs, "program"), (options.worker, workers, "worker")):
        if folded(asked) not in known:
            raise Unclear(f"There is no {what} “{asked}”. There are: {', '.join(e.name for e in known.values())}.")
    return {"program_id": programs[folded(options.program)].pk, "worker_id": workers[folded(options.worker)].pk}


def _progress(sheet: Sheet) -> None:
    if sys.stderr.isatty():
        print(f"\r{sheet.get_state_display()}: row {sheet.place:,}", end="", file=sys.stderr, flush=True)


def _tell(actor: Actor, sheet: Sheet, options: argparse.Namespace) -> int:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    with reading(actor):
        lines = list(queries.every_line(actor, sheet))
        left_out = sheet.counts.get("left_out", 0) + queries.undecided(actor, sheet).count()
    report = {
        "state": sheet.state,
        "rows": sheet.rows,
        "people": sheet.counts.get("people", 0),
        "added": sheet.counts.get("added", 0),
        "left_out": left_out,
        "failed": sheet.failed_because,
    }
    if options.json:
        print(json.dumps(report | {"problems": [_problem(line) for line in lines]}, ensure_ascii=False, indent=1))
    else:
        _say(report, lines)
    if options.dry_run or sheet.state == SheetState.FAILED:
        actions.put_sheet_aside(actor=actor, sheet=sheet)
    return int(sheet.state == SheetState.FAILED or bool(left_out))


def _problem(line: queries.Line) -> dict[str, Any]:
    said = {"row": line.row, "column": line.column, "value": line.value, "why": str(line.why)}
    return said | {"left_out": line.leaves_out}


def _say(report: dict[str, Any], lines: list[queries.Line]) -> None:
    for line in lines:
        column = f", {line.column}" if line.column else ""
        value = f" “{line.value}”" if line.value else ""
        print(f"row {line.row}{column}:{value} {line.why}")
    if report["failed"]:
        print(report["failed"])
    elif report["state"] == SheetState.CHECKED:
        print(f"{report['rows']} rows looked over; {report['left_out']} would be left out. Nothing was brought in.")
    else:
        print(f"{report['people']} people came in; {report['added']} rows were added to files that are here.")
        print(f"{report['left_out']} rows were left out.")
