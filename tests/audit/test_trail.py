"""The trail: sealed, and any row altered, removed or added is named."""

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from keyworker.audit import verifying
from keyworker.audit.models import AuditEvent
from keyworker.base.ids import new_id


@pytest.fixture
def sealed(open_town, tmp_path):
    """A town with something done in it, sealed twice; the outside copy of the seals beside it."""
    copy = tmp_path / "seals.txt"
    open_town.client_case()
    verifying.seal("default", copy)
    open_town.client_case(full_name="Perpetua Lindqvist")
    verifying.seal("default", copy)
    return copy


def tamper(statement, parameters=()):
    """What somebody with the owner's password could do: switch the triggers off, then change history."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")


def an_event(open_town):
    return open_town.find(AuditEvent, verb="people.registered")


def faults(copy):
    return [f"{fault.where}: {fault.what}" for fault in verifying.faults("audit", copy)]


def test_an_untouched_trail_verifies(sealed):
    assert faults(sealed) == []


def test_nothing_waiting_makes_no_seal(sealed):
    assert verifying.seal("default", sealed) is None


def test_an_altered_row_is_named(open_town, sealed):
    event = an_event(open_town)
    tamper("UPDATE audit_auditevent SET actor_id = %s WHERE id = %s", [new_id(), event.pk])
    assert f"event {event.pk}: altered after it was written" in faults(sealed)


def test_a_row_altered_with_a_fitting_hash_is_still_named(open_town, sealed):
    from keyworker.audit.chain import row_hash

    event = an_event(open_town)
    event.verb = "people.file_opened"
    tamper("UPDATE audit_auditevent SET verb = %s, hash = %s WHERE id = %s", [event.verb, row_hash(event), event.pk])
    assert any(f"event {event.pk}: not the row that seal" in fault for fault in faults(sealed))


def test_a_missing_row_is_named(open_town, sealed):
    event = an_event(open_town)
    tamper("DELETE FROM audit_auditevent WHERE id = %s", [event.pk])
    assert any(f"event {event.pk}: missing" in fault for fault in faults(sealed))


def test_an_added_row_is_named(open_town, sealed):
    event = an_event(open_town)
    invented = new_id()
    tamper(
        "INSERT INTO audit_auditevent SELECT %s, agency_id, occurred_at, actor_kind, actor_id, actor_name, verb,"
        " subject_type, subject_id, person_id, program_id, facts, hash FROM audit_auditevent WHERE id = %s",
        [invented, event.pk],
    )
    assert f"event {invented}: added without passing the trail" in faults(sealed)


def test_a_rewritten_chain_differs_from_the_copy_outside(open_town, sealed):
    lines = sealed.read_text().splitlines()
    sealed.write_text("\n".join([f"1 {'00' * 32}", *lines[1:]]))
    assert "seal 1: differs from the copy kept outside the database" in faults(sealed)


def test_the_application_cannot_write_a_seal_of_its_own(open_town):
    with pytest.raises(ProgrammingError), connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditseal")


def test_a_rolled_back_deed_leaves_no_row_and_a_finished_one_leaves_one(open_town):
    before = len(open_town.all(AuditEvent, verb="cases.opened"))
    open_town.client_case()
    assert len(open_town.all(AuditEvent, verb="cases.opened")) == before + 1
