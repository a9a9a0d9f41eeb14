"""How one list is read: its columns and words as somebody said them, with the programs and workers there are now."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.base.actor import Actor
from keyworker.intake.queries import live_carriers
from keyworker.interop.models import Sheet
from keyworker.interop.sheets.checking import Plan
from keyworker.people.linking.folding import folded
from keyworker.people.numbers import country_of

NEEDS = Permission.SHEET_IMPORT


def programs(actor: Actor) -> list[Program]:
    """Programs people can be brought into, by name."""
    return list(rows(Program, actor=actor, needs=NEEDS).filter(closed_at=None).order_by("name"))


def workers(actor: Actor) -> list[Staff]:
    """Colleagues who carry cases anywhere, by name."""
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(ended_at=None)
    return list(found.filter(Exists(live_carriers().filter(staff_id=OuterRef("pk")))).order_by("name"))


def carriers(open_programs: Iterable[Program]) -> frozenset[tuple[UUID, UUID]]:
    """Who carries cases where: a role for the whole agency covers no sealed program."""
    held: list[tuple[UUID, UUID | None]] = list(live_carriers().values_list("staff_id", "program_id"))
    everywhere = {staff_id for staff_id, program_id in held if program_id is None}
    wide = {(program.pk, staff_id) for program in open_programs if not program.sealed for staff_id in everywhere}
    return frozenset(wide | {(program_id, staff_id) for staff_id, program_id in held if program_id is not None})


def plan_of(actor: Actor, sheet: Sheet) -> Plan:
    """Everything that reading a row needs, asked once."""
    place, there, staff = workplace(actor), programs(actor), workers(actor)
    if sheet.program_id is None or sheet.worker_id is None:
        raise ValueError("A list is read once it is said whose it is.")
    return Plan(
        headers=sheet.headers,
        columns=sheet.columns,
        today=place.today,
        program_id=sheet.program_id,
        worker_id=sheet.worker_id,
        order=sheet.order,
        country=country_of(place.agency.time_zone),
        words=sheet.words,
        programs=_once((folded(program.name), program.pk) for program in there),
        workers=_once((folded(name), each.pk) for each in staff for name in _names(each.name)),
        carriers=carriers(there),
        authors=_authors(actor),
    )


def _authors(actor: Actor) -> dict[str, UUID]:
    """Everybody who works here or did, by name and by e-mail address: what they wrote stays theirs."""
    staff = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).select_related("user")
    named = [(folded(name), each.pk) for each in staff for name in _names(each.name)]
    return _once([*named, *((folded(each.user.email), each.pk) for each in staff)])


def _names(name: str) -> set[str]:
    """Also as lists have it: the last word first."""
    first, _, last = name.rpartition(" ")
    return {name, f"{last} {first}".strip()}


def _once(pairs: Iterable[tuple[str, UUID]]) -> dict[str, UUID]:
    """A name that two bear says of neither that it is meant."""
    found: dict[str, UUID] = {}
    twice = set()
    for name, key in pairs:
        if found.setdefault(name, key) != key:
            twice.add(name)
    return {name: key for name, key in found.items() if name not in twice}


def sample_of(sheet: Sheet) -> list[list[str]]:
    """The first rows, for whoever says what the columns are."""
    found: Any = json.loads(sheet.sample) if sheet.sample else []
    return list(found)
