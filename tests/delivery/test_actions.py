"""Amina talks with the person, writes it down, signs it, and adds to it; nothing signed is ever edited."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from keyworker.access.sight import Absent
from keyworker.base import clock
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.delivery.actions import (
    Draft,
    Happened,
    amend_note,
    discard_draft,
    record_contact,
    save_draft,
    sign_draft,
    sign_note,
)
from keyworker.delivery.models import CaseContact, CaseNote, ContactKind, ContactOutcome
from keyworker.people.models import TimelineEntry
from keyworker.tasks.actions import set_task
from keyworker.tasks.models import Task, TaskKind


def called(outcome=ContactOutcome.REACHED, **more):
    return Happened(ContactKind.PHONE, outcome, clock.now() - timedelta(minutes=5), **more)


def test_a_first_contact_ticks_off_its_task_and_the_assessment_comes_next(town):
    case = town.client_case()
    set_task(actor=town.amina, case=case, what="Call", due_on=town.today, kind=TaskKind.FIRST_CONTACT)
    contact = record_contact(actor=town.amina, case=case, happened=called())
    now = town.find(Case, pk=case.pk)
    assert now.last_contact_at == contact.happened_at
    assert now.step == "assessment"
    assert [task.done_at is not None for task in town.all(Task, case=case, kind="first-contact")] == [True]
    (following,) = town.all(Task, case=case, done_at=None)
    assert following.kind == "assessment"
    assert now.next_step_on == following.due_on == town.today + timedelta(days=7)


def test_a_call_nobody_answered_is_in_the_file_but_the_first_contact_is_still_to_be_made(town):
    case = town.client_case()
    set_task(actor=town.amina, case=case, what="Call", due_on=town.today, kind=TaskKind.FIRST_CONTACT)
    tried = called(ContactOutcome.ATTEMPTED, why_failed="It rang out.")
    assert record_contact(actor=town.amina, case=case, happened=tried).why_failed == "It rang out."
    now = town.find(Case, pk=case.pk)
    assert (now.last_contact_at, now.step) == (None, "intake")
    assert len(town.all(Task, case=case, done_at=None)) == 1


def test_a_contact_and_its_note_are_one_line_of_the_story(town):
    case = town.client_case()
    contact = record_contact(actor=town.amina, case=case, happened=called(), note="She has the letter.")
    (note,) = town.all(CaseNote, contact=contact)
    assert (note.status, note.text) == ("signed", "She has the letter.")
    verbs = [line.verb for line in town.all(TimelineEntry, person=case.person_id)]
    assert verbs.count("delivery.reached_by_phone") == 1
    assert "delivery.note_signed" not in verbs


def test_what_is_still_to_come_is_no_contact(town):
    case = town.client_case()
    tomorrow = Happened(ContactKind.VISIT, ContactOutcome.REACHED, clock.now() + timedelta(days=1))
    with pytest.raises(Refused):
        record_contact(actor=town.amina, case=case, happened=tomorrow)
    assert town.all(CaseContact, case=case) == []


def test_a_draft_is_kept_as_it_is_typed_and_tells_no_story(town):
    case, key = town.client_case(), new_id()
    before = len(town.all(TimelineEntry, person=case.person_id))
    save_draft(actor=town.amina, case=case, draft=Draft(key, "Ros", page="tab"))
    kept = save_draft(actor=town.amina, case=case, draft=Draft(key, "Rosa has", page="tab"))
    assert (kept.text, kept.version, kept.status) == ("Rosa has", 2, "draft")
    assert len(town.all(TimelineEntry, person=case.person_id)) == before


def test_two_pages_on_one_draft_do_not_overwrite_each_other(town):
    case, key = town.client_case(), new_id()
    save_draft(actor=town.amina, case=case, draft=Draft(key, "first page", page="one"))
    with pytest.raises(StaleRecord) as stale:
        save_draft(actor=town.amina, case=case, draft=Draft(key, "second page", page="two", seen=0))
    assert stale.value.current.text == "first page"
    assert town.find(CaseNote, pk=key).text == "first page"


def test_nobody_writes_in_a_colleagues_draft(town):
    case, key = town.client_case(), new_id()
    save_draft(actor=town.amina, case=case, draft=Draft(key, "Amina's words"))
    with pytest.raises(Absent):
        save_draft(actor=town.ben, case=case, draft=Draft(key, "Ben's words", seen=1))
    assert town.find(CaseNote, pk=key).text == "Amina's words"


def test_signing_sent_twice_signs_once(town):
    case, draft = town.client_case(), Draft(new_id(), "We met.", page="tab")
    first = sign_draft(actor=town.amina, case=case, draft=draft)
    again = sign_draft(actor=town.amina, case=case, draft=draft)
    assert first.pk == again.pk
    assert first.signed_at == again.signed_at
    assert len(town.all(TimelineEntry, source_id=draft.id, verb="delivery.note_signed")) == 1


def test_a_signed_note_is_amended_never_edited(town):
    case, key = town.client_case(), new_id()
    note = sign_draft(actor=town.amina, case=case, draft=Draft(key, "We met on Monday."))
    with pytest.raises(Refused):
        save_draft(actor=town.amina, case=case, draft=Draft(key, "We met on Friday.", seen=note.version))
    added = amend_note(actor=town.amina, note=note, text="It was Tuesday.", reason="wrong day")
    assert town.find(CaseNote, pk=key).text == "We met on Monday."
    assert (added.amends_id, added.amendment_reason, added.is_signed) == (note.pk, "wrong day", True)


def test_an_amendment_of_an_amendment_hangs_on_the_original(town):
    note = sign_draft(actor=town.amina, case=town.client_case(), draft=Draft(new_id(), "We met."))
    added = amend_note(actor=town.amina, note=note, text="At ten.", reason="time missing")
    more = amend_note(actor=town.amina, note=added, text="At the library.", reason="place missing")
    assert more.amends_id == note.pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE delivery_casenote SET text = 'other' WHERE id = %s",
        "UPDATE delivery_casenote SET status = 'draft', signed_at = NULL WHERE id = %s",
        "DELETE FROM delivery_casenote WHERE id = %s",
    ],
)
def test_the_database_itself_refuses_to_touch_what_is_signed(town, statement):
    from django.db import connection

    from keyworker.base.context import reading

    note = sign_draft(actor=town.amina, case=town.client_case(), draft=Draft(new_id(), "We met."))
    with (
        reading(town.amina),
        pytest.raises(IntegrityError, match="amended, never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [note.pk])


def test_an_empty_note_is_not_signed_and_a_signed_one_is_not_thrown_away(town):
    case = town.client_case()
    draft = save_draft(actor=town.amina, case=case, draft=Draft(new_id(), " "))
    with pytest.raises(Refused):
        sign_note(actor=town.amina, note=draft)
    discard_draft(actor=town.amina, note=draft)
    assert town.find(CaseNote, pk=draft.pk) is None
    signed = sign_draft(actor=town.amina, case=case, draft=Draft(new_id(), "We met."))
    with pytest.raises(Refused):
        discard_draft(actor=town.amina, note=signed)
