"""Recording what was done: contacts, and notes from first draft to amendment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.ids import new_id
from keyworker.base.models import StaleRecord, change
from keyworker.base.privacy import Category
from keyworker.cases.models import Case, Step
from keyworker.cases.path import onward
from keyworker.delivery import rules, travel
from keyworker.delivery.actions.cosigning import ask_for_co_signature
from keyworker.delivery.actions.next_step import plan_next
from keyworker.delivery.formats import NoteFormat
from keyworker.delivery.indexing import index_note
from keyworker.delivery.models import (
    CaseContact,
    CaseNote,
    ContactKind,
    ContactOutcome,
    Direction,
    NoteStatus,
)
from keyworker.people.timeline import tell
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind


@dataclass(frozen=True, slots=True)
class Happened:
    """A contact as the worker tells of it. `distance` is in the agency's unit, to the tenth."""

    kind: ContactKind
    outcome: ContactOutcome
    happened_at: datetime
    direction: Direction = Direction.OUTGOING
    why_failed: str = ""
    minutes: int | None = None
    travel_minutes: int | None = None
    distance: Decimal | None = None
    who_took_part: str = ""
    safe_to_talk: bool | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What was agreed at a contact to be done next, and by when."""

    what: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Draft:
    """Words being written. `id` comes with the page before the first save; `page` names it, `seen` is its version."""

    id: UUID
    text: str
    category: Category = Category.GENERAL
    contact: CaseContact | None = None
    seen: int = 0
    page: str = ""
    format: NoteFormat = NoteFormat.FREE
    parts: Mapping[str, str] = field(default_factory=dict)


@action(needs=Permission.CONTACT_RECORD, on="case")
def record_contact(
    *, actor: Actor, case: Case, happened: Happened, note: str = "", next_step: NextStep | None = None
) -> CaseContact:
    """Note a contact, with its note (signed) and what comes next where these are said: all of it or nothing.

    The case always has a next step afterwards. Raises `Refused` for what cannot have been or cannot be planned.
    """
    now = clock.now()
    insist(rules.may_have_happened(happened.happened_at, now=now))
    insist(rules.may_be_held(happened.kind, counselling=case.program.counselling))
    if happened.distance is not None:
        insist(travel.may_be_travelled(happened.distance))
    contact = _contact(actor, case, happened)
    if note.strip():
        _signed_now(actor, _new_note(actor, case, Draft(new_id(), note, contact=contact), signed_at=now))
    if next_step is not None:
        _plan(actor, case, next_step, contact)
    if rules.reached_the_person(contact.kind, contact.outcome):
        _reached(actor, case, contact)
    plan_next(actor, case)
    tell(_verb(contact), contact, needs=Permission.CONTACT_VIEW, happened_at=contact.happened_at)
    return contact


@action(needs=Permission.CONTACT_RECORD, on="contact")
def strike_contact(*, actor: Actor, contact: CaseContact, because: str) -> CaseContact:
    """An attempt that was put in by mistake: it stays to be read, and counts no more. Raises `Refused`."""
    tried = contact.outcome == ContactOutcome.ATTEMPTED
    insist(rules.may_strike(tried=tried, struck=contact.struck_at is not None, because=because))
    change(contact, struck_at=clock.now(), struck_by_id=actor.staff_id, struck_because=because.strip())
    tell("delivery.contact_struck", contact, needs=Permission.CONTACT_VIEW)
    return contact


@action(needs=Permission.NOTE_WRITE, on="case")
def save_draft(*, actor: Actor, case: Case, draft: Draft) -> CaseNote:
    """Keep what is typed so far. Raises `StaleRecord` when another page saved the same draft meanwhile."""
    note = _kept(actor, case, draft)
    insist(rules.may_change_draft(signed=note.is_signed))
    trail.record("delivery.draft_saved", subject=note, person_id=case.person_id, program_id=case.program_id)
    return note


@action(needs=Permission.NOTE_WRITE, on="case")
def sign_draft(*, actor: Actor, case: Case, draft: Draft) -> CaseNote:
    """Keep the words and sign them, in one act. Signing the same draft twice gives the note signed first."""
    insist(rules.may_sign(draft.text))
    now = clock.now()
    note = _kept(actor, case, draft, signed_at=now)
    if note.signed_at != now:
        trail.record("delivery.signed_again", subject=note, person_id=case.person_id, program_id=case.program_id)
        return note
    _signed_now(actor, note)
    tell("delivery.note_signed", note, needs=Permission.NOTE_VIEW)
    return note


@action(needs=Permission.NOTE_WRITE, on="note")
def sign_note(*, actor: Actor, note: CaseNote) -> CaseNote:
    """Sign a draft as it stands."""
    insist(rules.may_change_draft(signed=note.is_signed))
    insist(rules.may_sign(note.text))
    _sign(note, clock.now())
    _signed_now(actor, note)
    tell("delivery.note_signed", note, needs=Permission.NOTE_VIEW)
    return note


@action(needs=Permission.NOTE_WRITE, on="note")
def amend_note(*, actor: Actor, note: CaseNote, text: str, reason: str) -> CaseNote:
    """Add to a signed note, or set it right, by a new one that is shown with it. Raises `Refused` without a reason."""
    insist(rules.may_amend(signed=note.is_signed, text=text, reason=reason))
    amendment = CaseNote(
        case_id=note.case_id,
        person_id=note.person_id,
        program_id=note.program_id,
        text=text,
        category=note.category,
        author_id=actor.staff_id,
        saved_at=clock.now(),
        amends_id=note.amends_id or note.pk,
        amendment_reason=reason.strip(),
        status=NoteStatus.SIGNED.value,
        signed_at=clock.now(),
    )
    amendment.save(force_insert=True)
    index_note(actor, amendment)
    ask_for_co_signature(actor, amendment)
    tell("delivery.note_amended", amendment, needs=Permission.NOTE_VIEW)
    return amendment


@action(needs=Permission.NOTE_WRITE, on="note")
def discard_draft(*, actor: Actor, note: CaseNote) -> None:
    """Throw a draft away. What is signed stays: the database refuses."""
    insist(rules.may_discard(signed=note.is_signed))
    trail.record("delivery.draft_discarded", subject=note, person_id=note.person_id, program_id=note.program_id)
    note.delete()


def _signed_now(actor: Actor, note: CaseNote) -> None:
    """What follows from every note's signature: the contact is written about, its words are found, a name is asked."""
    if note.contact_id is not None:
        owed = facts(CaseContact, because="its first note ends the clock").filter(pk=note.contact_id, noted_at=None)
        for contact in owed.select_for_update(no_key=True):
            change(contact, noted_at=note.signed_at)
    index_note(actor, note)
    ask_for_co_signature(actor, note)


def _plan(actor: Actor, case: Case, step: NextStep, contact: CaseContact) -> None:
    insist(rules.may_plan_next(step.what, step.due_on, case_open=case.is_open, today=workplace(actor).today))
    plan_task(case, what=step.what.strip(), due_on=step.due_on, kind=TaskKind.TO_DO, source=contact)


def _contact(actor: Actor, case: Case, happened: Happened) -> CaseContact:
    reached = happened.outcome is ContactOutcome.REACHED
    unit = "" if happened.distance is None else workplace(actor).agency.distance_unit
    contact = CaseContact(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        kind=happened.kind.value,
        direction=happened.direction.value,
        outcome=happened.outcome.value,
        why_failed="" if reached else happened.why_failed,
        happened_at=happened.happened_at,
        minutes=happened.minutes,
        travel_minutes=happened.travel_minutes,
        distance_meters=None if happened.distance is None else travel.in_meters(happened.distance, unit),
        distance_unit=unit,
        who_took_part=happened.who_took_part,
        safe_to_talk=happened.safe_to_talk,
        summary=happened.summary,
        by_id=actor.staff_id,
    )
    contact.save(force_insert=True)
    return contact


def _verb(contact: CaseContact) -> str:
    reached = "reached" if contact.outcome == ContactOutcome.REACHED else "tried"
    return f"delivery.{reached}_by_{contact.kind}"


def _reached(actor: Actor, case: Case, contact: CaseContact) -> None:
    if case.last_contact_at is None or contact.happened_at > case.last_contact_at:
        change(case, last_contact_at=contact.happened_at)
    if case.step == Step.INTAKE:
        change(case, step=onward(case.program, Step.ASSESSMENT))
    finish_tasks(case, TaskKind.FIRST_CONTACT, by=actor)


def _kept(actor: Actor, case: Case, draft: Draft, signed_at: datetime | None = None) -> CaseNote:
    """The draft with its newest words, signed or not. A signed note comes back as it is; somebody else's is absent."""
    held = facts(CaseNote, because="a draft is saved again under the key its page was given").filter(pk=draft.id)
    note: CaseNote | None = held.select_for_update(no_key=True).first()
    if note is None:
        return _new_note(actor, case, draft, signed_at)
    if note.author_id != actor.id or note.person_id != case.person_id:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    if note.is_signed:
        return note
    state = rules.DraftState(note.version, note.edited_in)
    if rules.is_stale(state, seen=draft.seen, page=draft.page):
        raise StaleRecord(note, draft.seen)
    change(
        note,
        text=draft.text,
        format=draft.format.value,
        parts=dict(draft.parts),
        category=draft.category.value,
        case=case,
        program_id=case.program_id,
        edited_in=draft.page,
        saved_at=clock.now(),
        contact=note.contact or draft.contact,
        **_signed(signed_at),
    )
    return note


def _signed(at: datetime | None) -> dict[str, Any]:
    return {"status": NoteStatus.SIGNED.value, "signed_at": at} if at else {}


def _new_note(actor: Actor, case: Case, draft: Draft, signed_at: datetime | None = None) -> CaseNote:
    note = CaseNote(
        id=draft.id,
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        contact=draft.contact,
        text=draft.text,
        format=draft.format.value,
        parts=dict(draft.parts),
        category=draft.category.value,
        author_id=actor.staff_id,
        saved_at=clock.now(),
        edited_in=draft.page,
        **_signed(signed_at),
    )
    note.save(force_insert=True)
    return note


def _sign(note: CaseNote, at: datetime) -> None:
    change(note, status=NoteStatus.SIGNED.value, signed_at=at)
