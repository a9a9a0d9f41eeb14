"""A note waits for the supervisor's name: given, sent back and added to; never by whoever wrote it."""

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.delivery.actions import (
    Draft,
    Happened,
    amend_note,
    co_sign,
    record_contact,
    send_note_back,
    sign_draft,
)
from keyworker.delivery.models import CaseNote, ContactKind, ContactOutcome, CoSignature
from keyworker.supervision.queries import waiting_for_the_supervisor
from keyworker.tasks.models import Task


@pytest.fixture
def asked(town):
    """Housing asks for a supervisor's name under each note."""
    with reading(town.job()):
        town.housing.supervisor_cosigns_notes = True
        town.housing.save(update_fields=["supervisor_cosigns_notes"])
    return town


def signed(town, case=None, actor=None, words="We met at the library."):
    case = case or town.client_case()
    note = sign_draft(actor=actor or town.amina, case=case, draft=Draft(new_id(), words))
    return note, town.find(CoSignature, note=note)


def waiting(actor):
    with reading(actor):
        return [each.key for each in waiting_for_the_supervisor(actor) if each.kind == "note"]


def test_where_nobody_asks_a_signed_note_waits_for_nothing(town):
    assert signed(town)[1] is None


def test_a_signed_note_stands_on_the_supervisors_page_until_it_is_co_signed(asked, page):
    note, held = signed(asked)
    assert note.pk in waiting(asked.ben)
    body = page(asked.ben).get(reverse("delivery:read", args=[note.pk])).content.decode()
    assert "Waits for a supervisor" in body
    sent = page(asked.ben).post(reverse("delivery:co_sign", args=[held.pk]), {"seen": held.version})
    assert sent.status_code == 302
    assert note.pk not in waiting(asked.ben)
    assert asked.find(CoSignature, pk=held.pk).settled_by_id == asked.ben.id
    assert asked.find(CaseNote, pk=note.pk).version == note.version


def test_the_note_of_a_contact_waits_too(asked):
    case = asked.client_case()
    called = Happened(ContactKind.PHONE, ContactOutcome.REACHED, clock.now())
    contact = record_contact(actor=asked.amina, case=case, happened=called, note="She has the letter.")
    assert asked.find(CaseNote, contact=contact).pk in waiting(asked.ben)


def test_sent_back_with_words_it_is_a_task_and_what_is_added_waits_again(asked, page):
    note, held = signed(asked)
    address = reverse("delivery:send_back", args=[held.pk])
    assert page(asked.ben).post(address, {"because": " ", "seen": held.version}).status_code == 200
    assert page(asked.ben).post(address, {"because": "Was she safe?", "seen": held.version}).status_code == 302
    assert note.pk not in waiting(asked.ben)
    task = asked.find(Task, source_id=held.pk)
    assert (task.assignee_id, "Was she safe?" in task.what) == (asked.amina.id, True)
    amend_note(actor=asked.amina, note=note, text="She was safe.", reason="left out")
    assert note.pk in waiting(asked.ben)
    assert asked.find(Task, pk=task.pk).done_at
    assert asked.find(Case, pk=note.case_id).next_step_on
    with pytest.raises(StaleRecord):
        co_sign(actor=asked.ben, co_signature=held, seen=held.version)


def test_something_added_while_the_supervisor_reads_is_not_co_signed_unread(asked, page):
    note, held = signed(asked)
    amend_note(actor=asked.amina, note=note, text="And she is moving.", reason="left out")
    answer = page(asked.ben).post(reverse("delivery:co_sign", args=[held.pk]), {"seen": held.version}, follow=True)
    assert "Something was added to the note" in answer.content.decode()
    late = {"because": "Add the day.", "seen": held.version}
    again = page(asked.ben).post(reverse("delivery:send_back", args=[held.pk]), late)
    assert (again.status_code, "Add the day." in again.content.decode()) == (409, True)
    assert asked.find(CoSignature, pk=held.pk).state == "waiting"


def test_nobody_co_signs_words_of_their_own(asked):
    _own, held = signed(asked, actor=asked.ben)
    assert held.note_id not in waiting(asked.ben)
    with pytest.raises(Refused):
        co_sign(actor=asked.ben, co_signature=held, seen=held.version)
    note, held = signed(asked)
    amend_note(actor=asked.ben, note=note, text="I was there, too.", reason="left out")
    again = asked.find(CoSignature, pk=held.pk)
    with pytest.raises(Refused):
        send_note_back(actor=asked.ben, co_signature=again, because="Hm.", seen=again.version)


def test_it_is_co_signed_once(asked):
    _note, held = signed(asked)
    co_sign(actor=asked.ben, co_signature=held, seen=held.version)
    again = asked.find(CoSignature, pk=held.pk)
    with pytest.raises(Refused):
        co_sign(actor=asked.ben, co_signature=again, seen=again.version)


def test_colleagues_and_strangers_co_sign_nothing(asked, page):
    _note, held = signed(asked)
    for who in (asked.amina, asked.flo, asked.priya, asked.grace, asked.carl, asked.nadia):
        assert page(who).get(reverse("delivery:send_back", args=[held.pk])).status_code in {403, 404}
        with pytest.raises(Absent):
            co_sign(actor=who, co_signature=held, seen=held.version)


def test_many_notes_do_not_crowd_out_what_else_waits(asked):
    case = asked.client_case()
    before = _others(asked.ben)
    for number in range(35):
        signed(asked, case, words=f"Note {number}")
    assert _others(asked.ben) == before
    assert len(waiting(asked.ben)) == 30


def _others(actor):
    with reading(actor):
        return [each.key for each in waiting_for_the_supervisor(actor) if each.kind != "note"]
