"""What could have been slipped into the trail, or taken out of sight of it."""

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from keyworker.access.permissions import Permission
from keyworker.audit import trail, verifying
from keyworker.audit.models import AuditEvent
from keyworker.base import clock, seatbelt
from keyworker.base.actor import client, visitor
from keyworker.base.context import reading, writing
from keyworker.people.models import TimelineEntry
from keyworker.people.timeline import tell

DOORS = "SELECT policyname FROM pg_policies WHERE tablename = 'cases_case' AND policyname ~ '^door' ORDER BY 1"


def test_nobodys_words_reach_the_trail_whatever_the_fact_is_called(town):
    case = town.client_case()
    facts = {"text_kind": "Rosa Delgado", "code": "the blue door", "list_at": ["Rosa"], "number": "HH-2026-00001"}
    with writing(town.amina):
        tell("cases.reassigned", case, needs=Permission.CASE_VIEW, facts=facts)
    event = town.find(AuditEvent, verb="cases.reassigned", subject_id=case.pk)
    assert event.facts == {"number": "HH-2026-00001"}
    assert town.find(TimelineEntry, verb="cases.reassigned", source_id=case.pk).facts["text_kind"] == "Rosa Delgado"


def test_an_event_about_a_person_refuses_words(town):
    case = town.client_case()
    with writing(town.amina), pytest.raises(trail.SaysTooMuch):
        trail.record("cases.opened", subject=case, person_id=case.person_id, facts={"why": "Rosa Delgado called"})


def test_a_copy_of_the_seals_that_is_gone_is_said(open_town, tmp_path):
    copy = tmp_path / "seals.txt"
    open_town.client_case()
    verifying.seal("default", copy)
    copy.unlink()
    assert any("missing" in fault.what for fault in verifying.faults("audit", copy))


def test_a_copy_of_the_seals_that_was_spoilt_is_said(open_town, tmp_path):
    copy = tmp_path / "seals.txt"
    open_town.client_case()
    verifying.seal("default", copy)
    copy.write_text("\n\nnonsense\n")
    assert any("differs" in fault.what for fault in verifying.faults("audit", copy))


def at_the_door(actor, **values):
    """A row in the trail as somebody who took over the outer door's login could write it."""
    event = AuditEvent(agency_id=actor.agency_id, verb="cases.opened", hash=b"", **values)
    with reading(actor):
        event.occurred_at = clock.now()
        event.save(force_insert=True)


def test_the_outer_door_cannot_speak_in_staffs_name_or_of_another_client(open_town):
    me, other = open_town.client_case().person, open_town.client_case(full_name="Quillon Reed").person
    actor = client(agency_id=me.agency_id, account_id=me.pk, person_id=me.pk)
    at_the_door(actor, actor_kind="client", person_id=me.pk)
    for values in (
        {"actor_kind": "staff", "actor_id": open_town.amina.id, "person_id": me.pk},
        {"actor_kind": "client", "person_id": other.pk},
    ):
        with pytest.raises(ProgrammingError, match="row-level security"):
            at_the_door(actor, **values)
    with pytest.raises(ProgrammingError, match="row-level security"):
        at_the_door(visitor("public-form", agency_id=me.agency_id), actor_kind="visitor", person_id=other.pk)


def test_a_belt_drawn_tighter_leaves_no_wider_policy_behind(open_town):
    with connections["owner"].cursor() as cursor:
        cursor.execute(DOORS)
        as_declared = cursor.fetchall()
        cursor.execute("CREATE POLICY door_7_select ON cases_case FOR SELECT TO keyworker_door USING (true)")
        seatbelt.fasten(connections["owner"])
        cursor.execute(DOORS)
        assert cursor.fetchall() == as_declared
