"""What an administrator looks at: their lists, what was found in one, who its rows may be about, how far it is."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import NOBODY, may, rows
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.interop.models import Alike, Lists, Sheet, SheetMapping, SheetRow, SheetState
from keyworker.interop.sheets.actions import NEEDS, held_sheet
from keyworker.interop.sheets.deciding import AT_WORK, Choice
from keyworker.interop.sheets.faults import LEAVES_OUT, Wrong
from keyworker.interop.sheets.words import KEPT, WAITED, WRONG
from keyworker.people.finding.many import in_the_index
from keyworker.people.models import Person
from keyworker.people.pages import birth

A_PAGE = 25
SHEETS = 50
STANDS_STILL = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is wrong in one row."""

    row: int
    column: str
    value: str
    why: str | Promise
    leaves_out: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """Some of them, and the row after which the next begin."""

    found: Sequence[Line]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows somebody has to decide about, each with who it may be; and the row after which the next begin."""

    found: Sequence[tuple[SheetRow, str, Sequence[tuple[str, str]]]]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a list is. `undecided`: rows that wait, as the rule stands; `comes_in`: rows that would come in now."""

    sheet: Sheet
    undecided: int
    comes_in: int
    at_work: bool
    stands_still: bool
    percent: int


def sheets(actor: Actor) -> list[Sheet]:
    """One's own, the newest first."""
    return list(rows(Sheet, actor=actor, needs=NEEDS).defer("sample").order_by("-created_at", "-id")[:SHEETS])


def mappings(actor: Actor) -> list[SheetMapping]:
    return list(rows(SheetMapping, actor=actor, needs=NEEDS).filter(of=Lists.PEOPLE).order_by("name"))


def standing(actor: Actor, sheet_id: UUID) -> Standing:
    """Raises `Absent`."""
    sheet = held_sheet(actor, sheet_id)
    checked = sheet.state == SheetState.CHECKED
    waits = undecided(actor, sheet).count() if checked else 0
    skipped = _noted(actor, sheet).filter(waits=True, choice=Choice.SKIP).count() if checked else 0
    comes_in = sheet.rows - sheet.counts.get("left_out", 0) - waits - skipped
    at_work = sheet.state in AT_WORK
    still = at_work and clock.now() - sheet.moved_at > STANDS_STILL
    return Standing(sheet, waits, comes_in, at_work, still, _percent(sheet))


def _percent(sheet: Sheet) -> int:
    if sheet.state == SheetState.UNDOING:
        done, whole = sheet.counts.get("taken_back", 0) + sheet.counts.get("kept", 0), sheet.counts.get("people", 0)
    else:
        done, whole = sheet.place, sheet.rows + 1
    return min(100, 100 * done // whole) if whole else 0


def _noted(actor: Actor, sheet: Sheet) -> "QuerySet[SheetRow]":
    return rows(SheetRow, actor=actor, needs=NEEDS).filter(sheet=sheet).order_by("number")


def undecided(actor: Actor, sheet: Sheet) -> "QuerySet[SheetRow]":
    """Rows that are left out because neither a decision nor the rule says who they are about."""
    return _noted(actor, sheet).filter(_nobody_said(sheet))


def _nobody_said(sheet: Sheet) -> Q:
    waits = Q(waits=True, choice="")
    return {Alike.ASK: waits, Alike.SAME: waits & Q(sure=False), Alike.NEW: NOBODY}[Alike(sheet.alike)]


def of_this_file(actor: Actor, content: bytes, *states: SheetState) -> Sheet | None:
    """One's newest list of this very file that stands so."""
    found = rows(Sheet, actor=actor, needs=NEEDS).filter(fingerprint=sha256(content).digest(), state__in=states)
    newest: Sheet | None = found.order_by("-created_at").first()
    return newest


def every_line(actor: Actor, sheet: Sheet) -> Iterator[Line]:
    """All that is wrong, however much it is; never all of it at once."""
    after: int | None = 0
    while after is not None:
        some = lines(actor, sheet, after=after)
        yield from some.found
        after = some.next_after


def lines(actor: Actor, sheet: Sheet, *, after: int = 0) -> Lines:
    """What is wrong, by row and column; and what was not taken back, and why."""
    found = _noted(actor, sheet).filter(number__gt=after)
    wrong = Q(faulty=True) | _nobody_said(sheet) if sheet.state == SheetState.DONE else Q(faulty=True)
    shown = found.exclude(kept="") if sheet.state == SheetState.UNDONE else found.filter(wrong)
    some = list(shown[: A_PAGE + 1])
    return Lines([line for row in some[:A_PAGE] for line in _lines(sheet, row)], _next(some))


def _next(some: Sequence[SheetRow]) -> int | None:
    return some[A_PAGE - 1].number if len(some) > A_PAGE else None


def _lines(sheet: Sheet, row: SheetRow) -> list[Line]:
    if row.kept:
        return [Line(row.number, "", "", KEPT[row.kept], leaves_out=False)]
    said = _said(sheet, row)
    found = [
        Line(row.number, column, value, WRONG[Wrong(wrong)], Wrong(wrong) in LEAVES_OUT)
        for column, wrong, value in said.get("problems", [])
    ]
    if sheet.state == SheetState.DONE and row.waits and not row.choice and not _by_the_rule(sheet, row):
        found.append(Line(row.number, "", said.get("name", ""), WAITED, leaves_out=True))
    return found


def _by_the_rule(sheet: Sheet, row: SheetRow) -> bool:
    """Whether the rule said who the row is about."""
    return sheet.alike == Alike.NEW or (sheet.alike == Alike.SAME and row.sure)


def _said(sheet: Sheet, row: SheetRow) -> dict[str, Any]:
    row.sheet = sheet  # its salt opens what is sealed
    found: dict[str, Any] = json.loads(row.said)
    return found


def asked(actor: Actor, sheet: Sheet, *, after: int = 0) -> Asked:
    """Rows that wait, decided or not: a decision can be changed until the list comes in."""
    some = list(_noted(actor, sheet).filter(waits=True, number__gt=after)[: A_PAGE + 1])
    looks = may(actor, Permission.PERSON_INDEX)  # the list may have been looked over while they might
    keys = {each["id"] for row in some for each in row.alike if looks}
    people = {str(one.pk): one for one in in_the_index(actor).filter(pk__in=keys)}
    return Asked([_question(sheet, row, people) for row in some[:A_PAGE]], _next(some))


def _question(
    sheet: Sheet, row: SheetRow, people: dict[str, Person]
) -> tuple[SheetRow, str, Sequence[tuple[str, str]]]:
    said = _said(sheet, row)
    born = date.fromisoformat(said["born"]) if said["born"] else None
    who = ", ".join(filter(None, (said["name"], birth(_Born(born, said["precision"])))))
    known = [
        (key, _("%(person)s, who is here already") % {"person": ", ".join(filter(None, (one.full_name, birth(one))))})
        for each in row.alike
        if (key := each["id"]) and (one := people.get(key)) is not None
    ]
    if row.same_as is not None:
        known.append((Choice.ROW.value, _("The same person as in row %(row)d") % {"row": row.same_as}))
    return row, _("Row %(row)d: %(person)s") % {"row": row.number, "person": who}, known


@dataclass(frozen=True, slots=True)
class _Born:
    born_on: date | None
    born_precision: str
