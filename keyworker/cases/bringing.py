"""Several cases at once, as a list brings them: opened and perhaps closed long ago, with who carried them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency, Program
from keyworker.audit import trail
from keyworker.base import clock, context
from keyworker.base.many import insert
from keyworker.cases.models import Assignment, Case, CaseNumber, CaseStatus, Step
from keyworker.cases.path import onward
from keyworker.people.bringing import BECAUSE
from keyworker.people.timeline import line

# One statement, as for a single case: two that open at once wait in line.
NEXT_NUMBERS = """
INSERT INTO cases_casenumber (id, agency_id, created_at, version, year, last) VALUES (%s, %s, %s, 1, %s, %s)
ON CONFLICT (agency_id, year) DO UPDATE SET last = cases_casenumber.last + excluded.last RETURNING last
"""


@dataclass(frozen=True, slots=True)
class CaseComer:
    """What one row says of a case. `next_step_on` is for one that is open."""

    row: int
    person_id: UUID
    program_id: UUID
    staff_id: UUID
    opened_at: datetime
    closed_at: datetime | None = None
    next_step_on: date | None = None


def bring_cases_in(comers: Sequence[CaseComer], at: datetime) -> dict[int, tuple[Case, bool]]:
    """The case of each row, by its number, and whether it is new: nobody has two open ones in a program.

    A closed case that was brought in by an earlier row is the same when it was opened and closed on the same days.
    """
    known: dict[tuple[UUID, UUID], list[Case]] = defaultdict(list)
    for case in facts(Case, because="a row adds to the case that is here").filter(
        person_id__in={comer.person_id for comer in comers}
    ):
        known[case.person_id, case.program_id].append(case)
    found: dict[int, tuple[Case, bool]] = {}
    programs = {one.pk: one for one in _programs(comers)}
    for comer in comers:
        theirs = known[comer.person_id, comer.program_id]
        same = next((case for case in theirs if _is_same(case, comer)), None)
        found[comer.row] = (same, False) if same else (_new(comer, programs[comer.program_id], at), True)
        if same is None:
            theirs.append(found[comer.row][0])
    _keep([case for case, new in found.values() if new], at)
    return found


def _programs(comers: Iterable[CaseComer]) -> "QuerySet[Program, Any]":
    return facts(Program, because="a case begins where its program begins").filter(
        pk__in={comer.program_id for comer in comers}
    )


def _is_same(case: Case, comer: CaseComer) -> bool:
    if comer.closed_at is None:
        return case.closed_at is None
    return (case.opened_at, case.closed_at) == (comer.opened_at, comer.closed_at)


def _new(comer: CaseComer, program: Program, at: datetime) -> Case:
    return Case(
        created_at=at,
        person_id=comer.person_id,
        program=program,
        owner_id=comer.staff_id,
        status=(CaseStatus.FINISHED if comer.closed_at else CaseStatus.ACTIVE).value,
        step=(Step.EXIT if comer.closed_at else onward(program, Step.ASSESSMENT)).value,
        opened_at=comer.opened_at,
        closed_at=comer.closed_at,
        next_step_on=None if comer.closed_at else comer.next_step_on,
    )


def _keep(cases: Sequence[Case], at: datetime) -> None:
    if not cases:
        return
    for case, number in zip(cases, _next_numbers(len(cases)), strict=True):
        case.number = number
    insert(cases)
    insert(
        Assignment(
            created_at=at,
            case=case,
            person_id=case.person_id,
            program_id=case.program_id,
            staff_id=case.owner_id,
            since=case.opened_at,
            until=case.closed_at,
            because=BECAUSE,
        )
        for case in cases
    )
    lines = [_line(case, at) for case in cases]
    insert(lines)
    trail.record("cases.many_brought_in", facts={"cases": len(cases)})


def _line(case: Case, at: datetime) -> Any:
    told = {"number": case.number}
    of = (case.person_id, case.program_id)
    entry = line("cases.brought_in", case, of, needs=Permission.CASE_VIEW, facts=told)
    entry.created_at = at
    return entry


def _next_numbers(count: int) -> list[str]:
    """So many of the agency's case numbers of the year."""
    agency = facts(Agency, because="its code begins the number").get()
    year = clock.today(agency.time_zone).year
    row = CaseNumber(year=year, last=count)
    with connections[context.current().actor.alias].cursor() as cursor:
        cursor.execute(NEXT_NUMBERS, [row.id, row.agency_id, row.created_at, year, count])
        (last,) = cursor.fetchone()
    return [f"{agency.code}-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]
