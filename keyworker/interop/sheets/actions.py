"""A list of people comes in: sent, matched, looked over, decided about, brought in row by row, and taken back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.ids import new_id
from keyworker.base.jobs import enqueue
from keyworker.base.models import change
from keyworker.interop.models import Alike, Lists, Sheet, SheetMapping, SheetRow, SheetState
from keyworker.interop.sheets import keeping, planning
from keyworker.interop.sheets.checking import Checked
from keyworker.interop.sheets.deciding import AT_WORK, Choice, may_become, may_go_on
from keyworker.interop.sheets.faults import Wrong
from keyworker.interop.sheets.matching import columns_of, keep_mapping, order_of
from keyworker.interop.sheets.noting import Finding, as_row
from keyworker.interop.sheets.reading import Beginning
from keyworker.interop.sheets.undoing import TakenBack, take_back
from keyworker.interop.sheets.words import CANNOT
from keyworker.interop.sheets.writing import written
from keyworker.people.models import BroughtIn
from keyworker.people.numbers import country_of

NEEDS = Permission.SHEET_IMPORT
SAMPLE = 3  # rows that are shown beside the columns
LOOK_OVER, BRING_IN, TAKE_BACK = "interop.look_over_sheet", "interop.bring_sheet_in", "interop.take_sheet_back"


@dataclass(frozen=True, slots=True)
class Matching:
    """How a list is read: field by header, words by field, the order of dates, and a rule for who may be here already.

    `save_as` keeps it under a name for the next list.
    """

    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    order: str = "day"
    alike: str = Alike.ASK.value
    save_as: str = ""


@action(needs=Permission.SHEET_IMPORT, on="agency")
def send_sheet(
    *,
    actor: Actor,
    agency: Agency,
    name: str,
    content: bytes,
    begins: Beginning,
    mapping: SheetMapping | None = None,
) -> Sheet:
    """Keep a list, sealed, until it is brought in or put aside. It is read as `mapping` says, and else as guessed."""
    key = new_id()
    columns = columns_of(begins, mapping)
    sheet = Sheet(
        id=key,
        name=name[:200],
        sent_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
        headers=begins.headers,
        columns=columns,
        words=mapping.words if mapping else {},
        order=mapping.order if mapping else order_of(begins, columns, country_of(workplace(actor).agency.time_zone)),
        sample=json.dumps([row for _number, row in begins.rows[:SAMPLE]]),
        fingerprint=sha256(content).digest(),
        wrapped_key=keeping.keep(key, content),
    )
    sheet.save(force_insert=True)
    trail.record("interop.sheet_sent", subject=sheet)
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def match_sheet(
    *, actor: Actor, sheet: Sheet, program_id: UUID, worker_id: UUID, matching: Matching, enqueued: bool = True
) -> Sheet:
    """Say what the columns are and whose people they are; then the list is looked over. Nothing comes in by it."""
    insist(may_become(sheet.state, SheetState.CHECKING))
    program = require(Program, program_id, actor=actor, needs=NEEDS)
    worker = require(Staff, worker_id, actor=actor, needs=Permission.STAFF_VIEW)
    there = planning.carriers([program])
    insist(yes() if (program.pk, worker.pk) in there else no(CANNOT["not-there"]))
    said: dict[str, Any] = {"columns": dict(matching.columns), "words": dict(matching.words), "order": matching.order}
    _begin(sheet, SheetState.CHECKING)
    change(sheet, program=program, worker=worker, alike=matching.alike, rows=0, counts={}, **said)
    rows(SheetRow, actor=actor, needs=NEEDS).filter(sheet=sheet).delete()
    if matching.save_as:
        _keep_mapping(actor, matching.save_as, said)
    _record("interop.sheet_matched", sheet)
    _ask_for(LOOK_OVER, sheet, enqueued)
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def note_findings(
    *, actor: Actor, sheet: Sheet, after: int, findings: Sequence[Finding], counts: dict[str, Any]
) -> Sheet:
    """Keep what was found in the rows after `after`; `counts` are of all rows so far."""
    insist(may_go_on(sheet.state, SheetState.CHECKING, at=after, place=sheet.place))
    SheetRow.objects.bulk_create(as_row(sheet, finding) for finding in findings if finding.is_noted)
    change(sheet, place=findings[-1].row.number, rows=sheet.rows + len(findings), counts=counts, moved_at=clock.now())
    _record("interop.sheet_rows_looked_over", sheet, rows=len(findings))
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def look_again(*, actor: Actor, sheet: Sheet) -> Sheet:
    """Begin to look over from the first row: what earlier rows said was lost with whoever looked."""
    insist(may_go_on(sheet.state, SheetState.CHECKING, at=sheet.place, place=sheet.place))
    rows(SheetRow, actor=actor, needs=NEEDS).filter(sheet=sheet).delete()
    change(sheet, place=0, rows=0, counts={})
    _record("interop.sheet_looked_over_again", sheet)
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def finish_looking(*, actor: Actor, sheet: Sheet, failed_because: str = "") -> Sheet:
    """All rows were looked over, or the file cannot be read any further."""
    insist(may_go_on(sheet.state, SheetState.CHECKING, at=sheet.place, place=sheet.place))
    state = SheetState.FAILED if failed_because else SheetState.CHECKED
    change(sheet, state=state.value, failed_because=failed_because[:300], moved_at=clock.now())
    _record("interop.sheet_looked_over", sheet, rows=sheet.rows)
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def decide_rows(*, actor: Actor, sheet: Sheet, alike: str, choices: Mapping[int, str]) -> Sheet:
    """Say who rows are about: "new", "skip", "row" for the earlier row, or the key of somebody they may be.

    Raises `Refused` for a row about which nobody is asked.
    """
    insist(yes() if sheet.state == SheetState.CHECKED else no(CANNOT[SheetState.CHECKING]))
    asked = rows(SheetRow, actor=actor, needs=NEEDS).filter(sheet=sheet, waits=True, number__in=list(choices))
    found = {row.number: row for row in asked.select_for_update(no_key=True, of=("self",))}
    insist(yes() if set(choices) <= set(found) else no(CANNOT["row"]))
    for number, choice in choices.items():
        _decide(found[number], choice)
    change(sheet, alike=Alike(alike).value)
    _record("interop.sheet_rows_decided", sheet, rows=len(choices))
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def start_sheet(*, actor: Actor, sheet: Sheet, enqueued: bool = True) -> Sheet:
    """Bring the good rows in; whoever looks at the page sees how far it is."""
    insist(may_become(sheet.state, SheetState.RUNNING))
    _begin(sheet, SheetState.RUNNING)
    change(sheet, counts={**sheet.counts, "people": 0, "added": 0})
    _record("interop.sheet_started", sheet, rows=sheet.rows)
    _ask_for(BRING_IN, sheet, enqueued)
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def bring_rows_in(*, actor: Actor, sheet: Sheet, after: int, read: Sequence[Checked]) -> Sheet:
    """The rows after `after`, all of them in one step with how far we are: cut off, it goes on with the next."""
    insist(may_go_on(sheet.state, SheetState.RUNNING, at=after, place=sheet.place))
    made = written(actor, sheet, read)
    counts = {
        **sheet.counts,
        "people": sheet.counts["people"] + made.new,
        "added": sheet.counts["added"] + made.added,
    }
    change(sheet, place=read[-1].number, counts=counts, moved_at=clock.now())
    for number, wrong in made.refused.items():
        _leave_out(actor, sheet, number, wrong)
    _record("interop.sheet_rows_brought_in", sheet, rows=len(read), people=made.new)
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def finish_sheet(*, actor: Actor, sheet: Sheet) -> Sheet:
    """All rows were handled: the file goes, the list of what came in stays."""
    insist(may_go_on(sheet.state, SheetState.RUNNING, at=sheet.place, place=sheet.place))
    keeping.forget(sheet)
    change(sheet, state=SheetState.DONE.value, wrapped_key=None, sample=None, moved_at=clock.now())
    _record("interop.sheet_brought_in", sheet, people=sheet.counts["people"])
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def start_undoing(*, actor: Actor, sheet: Sheet, enqueued: bool = True) -> Sheet:
    """Take back what came with a list, as far as nobody has touched it."""
    insist(may_become(sheet.state, SheetState.UNDOING))
    last = facts(BroughtIn, because="what came in is taken back from its end").filter(source_id=sheet.pk)
    newest = last.order_by("-row").values_list("row", flat=True).first() or 0
    _begin(sheet, SheetState.UNDOING)
    change(sheet, place=newest + 1, counts={**sheet.counts, "taken_back": 0, "kept": 0})
    _record("interop.sheet_undo_started", sheet)
    _ask_for(TAKE_BACK, sheet, enqueued)
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def take_rows_back(*, actor: Actor, sheet: Sheet, before: int) -> TakenBack:
    """Some rows before `before`, the last first. What somebody has worked on since stays, and is said."""
    insist(may_go_on(sheet.state, SheetState.UNDOING, at=before, place=sheet.place))
    done = take_back(sheet.pk, before)
    counts = {
        **sheet.counts,
        "taken_back": sheet.counts["taken_back"] + done.people,
        "kept": sheet.counts["kept"] + len(done.kept),
    }
    for number, why in done.kept.items():
        _note(actor, sheet, number, kept=why)
    state = SheetState.UNDOING if done.more else SheetState.UNDONE
    change(sheet, place=done.place, counts=counts, state=state.value, moved_at=clock.now())
    _record("interop.sheet_rows_taken_back", sheet, people=done.people, kept=len(done.kept))
    return done


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def go_on(*, actor: Actor, sheet: Sheet) -> Sheet:
    """Ask again for work that stands still: whoever did it may have died."""
    insist(yes() if sheet.state in AT_WORK else no(CANNOT[SheetState.RUNNING]))
    change(sheet, moved_at=clock.now())
    _record("interop.sheet_goes_on", sheet)
    again = {SheetState.CHECKING: LOOK_OVER, SheetState.RUNNING: BRING_IN, SheetState.UNDOING: TAKE_BACK}
    _ask_for(again[SheetState(sheet.state)], sheet, enqueued=True)
    return sheet


@action(needs=Permission.SHEET_IMPORT, on="sheet")
def put_sheet_aside(*, actor: Actor, sheet: Sheet) -> None:
    """Forget a list and what was noted of it. What it brought in stays, and can then not be taken back any more."""
    insist(no(CANNOT["aside"]) if sheet.state in AT_WORK else yes())
    if sheet.wrapped_key is not None:
        keeping.forget(sheet)
    _record("interop.sheet_put_aside", sheet)
    rows(Sheet, actor=actor, needs=NEEDS).filter(pk=sheet.pk).delete()


def _begin(sheet: Sheet, state: SheetState) -> None:
    change(sheet, state=state.value, failed_because="", place=0, moved_at=clock.now())


def _decide(row: SheetRow, choice: str) -> None:
    if choice in set(Choice) - {Choice.FILE}:
        insist(yes() if choice != Choice.ROW or row.same_as is not None else no(CANNOT["row"]))
        change(row, choice=choice, person_id=None)
    elif choice in {each["id"] for each in row.alike}:
        change(row, choice=Choice.FILE.value, person_id=UUID(choice))
    else:
        insist(no(CANNOT["row"]))


def _leave_out(actor: Actor, sheet: Sheet, number: int, wrong: Wrong) -> None:
    _note(actor, sheet, number, left_out=True, faulty=True, said=json.dumps({"problems": [["", wrong.value, ""]]}))


def _note(actor: Actor, sheet: Sheet, number: int, **said: Any) -> None:
    """Say something of a row of which perhaps nothing was said yet."""
    row = rows(SheetRow, actor=actor, needs=NEEDS).filter(sheet=sheet, number=number).first()
    if row is None:
        SheetRow(**{"sheet": sheet, "number": number, "said": "{}", **said}).save(force_insert=True)
    else:
        change(row, **{name: value for name, value in said.items() if name != "said"})


def _keep_mapping(actor: Actor, name: str, said: dict[str, Any]) -> None:
    """Under its name; said anew, it is its next version."""
    held = rows(SheetMapping, actor=actor, needs=NEEDS).filter(of=Lists.PEOPLE, name=name)
    keep_mapping(held, SheetMapping(name=name), said)


def _record(verb: str, sheet: Sheet, **counted: int) -> None:
    trail.record(verb, subject=sheet, program_id=sheet.program_id, facts=counted)


def _ask_for(job: str, sheet: Sheet, enqueued: bool) -> None:
    if enqueued:
        enqueue(job, agency_id=str(sheet.agency_id), staff_id=str(sheet.sent_by_id), sheet_id=str(sheet.pk))


def held_sheet(actor: Actor, sheet_id: UUID | str) -> Sheet:
    """Raises `Absent`."""
    return require(Sheet, sheet_id, actor=actor, needs=NEEDS)
