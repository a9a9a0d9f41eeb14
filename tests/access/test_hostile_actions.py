"""Records handed to an action beside the one it acts on: each a way round the wall, if nobody looked at it."""

from datetime import timedelta

import pytest

from keyworker.access.sight import Absent
from keyworker.base import clock
from keyworker.base.ids import new_id
from keyworker.cases import actions as cases
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.models import How, Purpose
from keyworker.delivery.actions import Draft, Happened, record_contact, save_draft
from keyworker.delivery.models import ContactKind, ContactOutcome
from keyworker.people import actions as people
from keyworker.people.models import Kinship
from keyworker.tasks.actions import set_task


def hidden(town):
    return town.client_case(town.grace, town.shelter, full_name="Perdita Marsh").person


def test_nobody_writes_an_alert_into_a_program_that_is_not_theirs(town):
    person, shelter = town.client_case().person, town.shelter
    with pytest.raises(Absent):
        people.raise_alert(actor=town.amina, person=person, program=shelter, kind="safety", text="She is there")


def test_nobody_places_a_colleague_in_a_program_they_do_not_lead(town):
    person, shelter, grace = town.client_case().person, town.shelter, town.staff(town.grace)
    with pytest.raises(Absent):
        people.add_to_care_team(actor=town.ben, person=person, program=shelter, staff=grace, because="to help")


def test_nobody_opens_a_case_for_somebody_they_cannot_know_of(town):
    person, housing, amina = hidden(town), town.housing, town.staff(town.amina)
    with pytest.raises(Absent):
        cases.open_case(actor=town.amina, program=housing, person=person, owner=amina)


def test_nobody_joins_somebody_they_cannot_know_of_to_a_household_or_a_family(town):
    person, other = town.client_case().person, hidden(town)
    with pytest.raises(Absent):
        people.form_household(actor=town.amina, person=person, members=[(person, ""), (other, "daughter")])
    with pytest.raises(Absent):
        people.relate(actor=town.amina, person=person, other=other, told=people.Told(Kinship.CHILD))


def test_nobody_records_consent_for_a_program_that_is_not_theirs(town):
    person, shelter, today = town.client_case().person, town.shelter, town.today
    terms = Terms(
        Purpose.SERVICE, "Anyone", frozenset({"general"}), today, today + timedelta(days=30), How.WRITTEN, "2026-01"
    )
    with pytest.raises(Absent):
        record_consent(actor=town.amina, person=person, program=shelter, terms=terms)


def test_a_note_does_not_hang_on_somebody_elses_contact(town):
    mine, theirs = town.client_case(), town.client_case(town.grace, town.shelter)
    happened = Happened(ContactKind.VISIT, ContactOutcome.REACHED, clock.now(), summary="At the shelter")
    contact = record_contact(actor=town.grace, case=theirs, happened=happened)
    with pytest.raises(Absent):
        save_draft(actor=town.amina, case=mine, draft=Draft(new_id(), "words", contact=contact))


def test_a_task_does_not_come_from_somebody_elses_record(town):
    mine, theirs = town.client_case(), town.client_case(full_name="Quillon Reed")
    with pytest.raises(Absent):
        set_task(actor=town.amina, case=mine, what="Call", due_on=town.today, source=theirs)


def test_a_note_does_not_carry_a_contact_from_the_persons_other_program(town):
    mine = town.client_case()
    other = cases.open_case(actor=town.job(), program=town.shelter, person=mine.person, owner=town.staff(town.grace))
    happened = Happened(ContactKind.VISIT, ContactOutcome.REACHED, clock.now(), summary="At the shelter")
    contact = record_contact(actor=town.grace, case=other, happened=happened)
    with pytest.raises(Absent):
        save_draft(actor=town.amina, case=mine, draft=Draft(new_id(), "words", contact=contact))
