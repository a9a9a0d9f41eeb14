"""Rows that were read become files: whose each is, was decided before; here it is carried out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.base.actor import Actor
from keyworker.interop.models import Sheet, SheetRow
from keyworker.interop.sheets.cases import write_cases
from keyworker.interop.sheets.checking import Checked
from keyworker.interop.sheets.deciding import Becomes, Noted, becomes
from keyworker.interop.sheets.faults import Wrong
from keyworker.people.bringing import Comer, bring_in
from keyworker.people.finding.many import in_the_index
from keyworker.people.models import BroughtIn


@dataclass(slots=True)
class Written:
    """How many records are new, how many rows added to one, and which rows could not come in after all."""

    new: int = 0
    added: int = 0
    refused: dict[int, Wrong] = field(default_factory=dict)


def written(actor: Actor, sheet: Sheet, read: Sequence[Checked]) -> Written:
    """Bring some rows in, within the action that imports."""
    noted = _noted(actor, sheet, read)
    decided = [(row, becomes(noted[row.number][0], sheet.alike)) for row in read if row.comes_in]
    earlier = _earlier(sheet, [each.like_row for _row, each in decided if each.like_row])
    gone = _gone(actor, {each.person_id for _row, each in decided if each.person_id})
    made, comers = Written(), list[Comer]()
    going_in: set[int] = set()
    for row, each in decided:
        if row.identity is None and each.new:
            made.refused[row.number] = Wrong.UNKNOWN_NUMBER
            continue
        if each.person_id in gone:
            made.refused[row.number] = Wrong.KEPT_OUT
            continue
        comer = _comer(row, each, noted[row.number][1], earlier, going_in)
        if comer is not None:
            comers.append(comer)
            going_in.add(row.number)
        elif each.like_row:
            made.refused[row.number] = Wrong.FIRST_LEFT_OUT
    brought = bring_in(sheet.pk, comers)
    write_cases(actor, brought, read)
    made.refused |= dict.fromkeys(brought.kept_out, Wrong.KEPT_OUT)
    made.new = sum(1 for comer in comers if comer.identity is not None)
    made.added = len(comers) - made.new - len(brought.kept_out)
    return made


def _noted(actor: Actor, sheet: Sheet, read: Sequence[Checked]) -> dict[int, tuple[Noted, int]]:
    """What was noted of each row, and its household; nothing of most."""
    kept = rows(SheetRow, actor=actor, needs=Permission.SHEET_IMPORT).filter(
        sheet=sheet, number__range=(read[0].number, read[-1].number)
    )
    columns = ("number", "same_as", "same_key", "alike", "choice", "person_id", "home")
    found = {row.number: (Noted(), row.number if row.household else 0) for row in read}
    for number, same_as, same_key, alike, choice, person_id, home in kept.values_list(*columns):
        likely = [(UUID(each["id"]), each["exact"]) for each in alike]
        found[number] = (Noted(same_as, same_key, likely, choice, person_id), home or found[number][1])
    return found


def _gone(actor: Actor, people: set[UUID]) -> set[UUID]:
    """Who left the index since the list was looked over: a list opens nobody's file that was shielded meanwhile."""
    still = in_the_index(actor).filter(pk__in=people) if people else ()
    return people - {one.pk for one in still}


def _earlier(sheet: Sheet, numbers: Sequence[int]) -> dict[int, UUID]:
    """Who rows of earlier steps are about."""
    kept = facts(BroughtIn, because="a row adds to the file that an earlier row began").filter(
        source_id=sheet.pk, row__in=numbers, household=False
    )
    return dict(kept.values_list("row", "file_id"))


def _comer(row: Checked, each: Becomes, home: int, earlier: dict[int, UUID], going_in: set[int]) -> Comer | None:
    person_id = each.person_id or (earlier.get(each.like_row) if each.like_row else None)
    like_row = each.like_row if each.like_row in going_in else 0
    if not (each.new or person_id or like_row) or row.program_id is None or row.worker_id is None:
        return None
    return Comer(
        row=row.number,
        program_id=row.program_id,
        staff_id=row.worker_id,
        identity=row.identity if each.new else None,
        person_id=None if each.new else person_id,
        like_row=like_row or 0,
        ways=row.ways,
        identifiers=row.identifiers,
        home=home,
        role=row.role,
    )
