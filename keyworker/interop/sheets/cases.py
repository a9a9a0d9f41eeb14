"""What rows say of cases becomes cases, with what is to be done in them and what was done."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor, ActorKind
from keyworker.cases.bringing import CaseComer, bring_cases_in
from keyworker.cases.models import Case
from keyworker.delivery.bringing import ContactComer, NoteComer, bring_contacts_in, bring_notes_in
from keyworker.interop.sheets.checking import Checked, NoteRead
from keyworker.people.bringing import Brought
from keyworker.tasks.bringing import TaskComer, bring_tasks_in

NOON = time(12)


def write_cases(actor: Actor, brought: Brought, read: Sequence[Checked]) -> None:
    """Of the rows whose people came in and that say anything of a case."""
    said = [row for row in read if row.number in brought.people and row.case.named]
    if not said:
        return
    place = workplace(actor)
    zone, today = ZoneInfo(place.agency.time_zone), place.today
    keys = {row.program_id for row in said if row.program_id}
    days = dict(
        facts(Program, because="a new case is looked at within its program's days")
        .filter(pk__in=keys)
        .values_list("pk", "first_contact_days")
    )
    due = {
        row.number: row.case.task_due or today + timedelta(days=days[row.program_id]) for row in said if row.program_id
    }
    comers = [_case(brought, row, zone, due[row.number]) for row in said]
    cases = bring_cases_in(comers, brought.at)
    bring_contacts_in(
        [
            ContactComer(cases[row.number][0], row.worker_id, kind, _at(on, NOON, zone), row.case.contact)
            for row in said
            if (kind := row.case.contact_kind) and (on := row.case.contact_on) and row.worker_id
        ],
        brought.at,
    )
    bring_notes_in(_notes(actor, brought, said, cases, zone), brought.at)
    bring_tasks_in(
        [
            TaskComer(case, row.case.task, due[row.number])
            for row in said
            for case, new in [cases[row.number]]
            if case.is_open and (new or row.case.task)
        ],
        brought.at,
    )


def _case(brought: Brought, row: Checked, zone: ZoneInfo, due: date) -> CaseComer:
    if row.program_id is None or row.worker_id is None:
        raise ValueError("A row that came in has a program and a worker.")
    said = row.case
    opened = said.opened_on or said.closed_on or said.contact_on
    return CaseComer(
        row=row.number,
        person_id=brought.people[row.number].pk,
        program_id=row.program_id,
        staff_id=row.worker_id,
        opened_at=_at(opened, time(), zone) if opened else brought.at,
        closed_at=_at(said.closed_on, NOON, zone) if said.closed_on else None,
        next_step_on=due,
    )


def _notes(
    actor: Actor, brought: Brought, read: Sequence[Checked], cases: Mapping[int, tuple[Case, bool]], zone: ZoneInfo
) -> list[NoteComer]:
    with translation.override(workplace(actor).agency.language):
        return [_note(actor, brought, row, row.case.note, cases[row.number][0], zone) for row in read if row.case.note]


def _note(actor: Actor, brought: Brought, row: Checked, note: NoteRead, case: Case, zone: ZoneInfo) -> NoteComer:
    """Where the list names nobody we know, it is of whoever brings it in."""
    author = note.by_id or (actor.staff_id if actor.kind is ActorKind.STAFF else row.worker_id)
    if author is None:
        raise ValueError("A row that came in has a worker.")
    text = _("Written by %(name)s.") % {"name": note.by_said} + f"\n\n{note.text}" if note.by_said else note.text
    return NoteComer(case, author, _at(note.on, NOON, zone) if note.on else brought.at, text, signed=note.signed)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone)
