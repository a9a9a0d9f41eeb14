"""Grace works for the shelter and for housing: what she writes in housing's file must not tell of the shelter."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.access.sight import Absent
from keyworker.base.decision import Refused
from keyworker.base.privacy import Category
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.consent.acknowledging import Acknowledged, acknowledge_rights
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.authority import Mandate, record_authority
from keyworker.consent.models import Authority, Consent, How, Purpose, RightsAcknowledgement
from keyworker.consent.rights import THE_RIGHTS, digest, in_language
from keyworker.delivery.actions import Decided, Held, Worked, hold_conference, note_decision, note_program_work
from keyworker.delivery.models import ClientPart, WorkKind
from keyworker.people.actions import add_to_care_team, deny
from keyworker.supervision.declaring import Declared, declare
from keyworker.supervision.models import Declaration, DeclarationKind
from keyworker.tasks.actions import set_task
from keyworker.tasks.models import Task
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind


@pytest.fixture
def case(town):
    """Housing's case of somebody who fled to the shelter, where Grace serves her."""
    found = town.client_case(full_name="Ondine Marsh")
    cases.open_case(actor=town.job(), program=town.shelter, person=found.person, owner=town.staff(town.grace))
    return found


@pytest.fixture
def shelter_only(town):
    """Grace as a colleague: on the shelter's care team, and on no other."""
    return town.staff(town.grace)


def conference(town, case, **more):
    said = {"about": "Where to live", "client_view": "My own key.", "discussed": "Two flats.", **more}
    held = Held(held_on=town.today, client_part=ClientPart.PRESENT, **said)
    return hold_conference(actor=town.amina, case=case, held=held)


def test_who_serves_her_in_the_shelter_alone_is_named_in_nothing_of_housing(town, case, shelter_only):
    soon = town.today + timedelta(days=1)
    about = conference(town, case)
    starts_at = case.opened_at + timedelta(days=2)
    attempts = (
        lambda: conference(town, case, staff=(shelter_only,)),
        lambda: note_decision(
            actor=town.amina, conference=about, decided=Decided("Call", "worker", staff=shelter_only, due_on=soon)
        ),
        lambda: set_task(actor=town.amina, case=case, what="Call", due_on=soon, assignee=shelter_only),
        lambda: schedule_visit(
            actor=town.amina, case=case, kind=VisitKind.PHONE, starts_at=starts_at, lasts=timedelta(hours=1),
            staff=shelter_only,
        ),
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    inside = town.find(Case, person=case.person_id, program=town.shelter)
    assert set_task(actor=town.grace, case=inside, what="Call", due_on=soon, assignee=shelter_only)
    add_to_care_team(
        actor=town.ben, person=case.person, program=town.housing, staff=shelter_only, because="both know her"
    )
    with pytest.raises(Refused):
        set_task(actor=town.amina, case=case, what="Call", due_on=soon, assignee=shelter_only)
    grant_role(actor=town.job(), member=shelter_only, role=Role.CASE_MANAGER, program=town.housing)
    assert set_task(actor=town.amina, case=case, what="Call", due_on=soon, assignee=shelter_only)


def test_nothing_is_given_to_a_colleague_who_must_not_see_the_file(town, case):
    """They would never see it: it would be done by nobody."""
    sam, soon = town.staff(town.sam), town.today + timedelta(days=1)
    add_to_care_team(actor=town.ben, person=case.person, program=town.housing, staff=sam, because="helps")
    deny(actor=town.ben, person=case.person, staff=sam, because="her neighbour")
    with pytest.raises(Refused):
        set_task(actor=town.amina, case=case, what="Call", due_on=soon, assignee=sam)
    assert town.find(Task, case=case, assignee=sam) is None


def test_who_decides_for_her_by_the_shelters_papers_stays_in_the_shelter(town, case):
    add_to_care_team(
        actor=town.ben, person=case.person, program=town.housing, staff=town.staff(town.grace), because="both know her"
    )
    grant_role(actor=town.job(), member=town.staff(town.grace), role=Role.CASE_MANAGER, program=town.housing)
    mandate = Mandate(Authority.GUARDIAN, "Elena Marsh", town.today, rests_on="Order of the court at Hidden Lane")
    maker = record_authority(actor=town.grace, person=case.person, program=town.shelter, mandate=mandate)
    signed = Acknowledged("Elena Marsh", "typed", "en", digest(in_language(THE_RIGHTS, "en")), by=maker)
    with pytest.raises(Refused):
        acknowledge_rights(actor=town.grace, person=case.person, program=town.housing, acknowledged=signed)
    assert town.find(RightsAcknowledgement, person=case.person_id) is None
    assert acknowledge_rights(actor=town.grace, person=case.person, program=town.shelter, acknowledged=signed)


def test_a_consent_outside_the_shelter_does_not_rest_on_the_shelters_papers(town, case):
    """A breach: housing's list of consents would name who decides for her there."""
    grace = town.staff(town.grace)
    add_to_care_team(actor=town.ben, person=case.person, program=town.housing, staff=grace, because="both know her")
    grant_role(actor=town.job(), member=grace, role=Role.CASE_MANAGER, program=town.housing)
    mandate = Mandate(Authority.GUARDIAN, "Elena Marsh", town.today, rests_on="Order of the court at Hidden Lane")
    maker = record_authority(actor=town.grace, person=case.person, program=town.shelter, mandate=mandate)
    terms = Terms(
        purpose=Purpose.COORDINATION, recipient="Harbour Legal Aid", categories=frozenset({Category.GENERAL}),
        given_on=town.today, expires_on=town.today + timedelta(days=90), how=How.WRITTEN, text_version="1",
        authority=Authority.GUARDIAN, decided_by=maker,
    )  # fmt: skip
    with pytest.raises(Refused, match="in another program"):
        record_consent(actor=town.grace, person=case.person, program=town.housing, terms=terms)
    assert town.find(Consent, person=case.person_id) is None
    assert record_consent(actor=town.grace, person=case.person, program=town.shelter, terms=terms)
    noted = record_authority(actor=town.grace, person=case.person, program=town.housing, mandate=mandate)
    again = replace(terms, decided_by=noted)
    assert record_consent(actor=town.grace, person=case.person, program=town.housing, terms=again)


def test_what_grace_declares_of_somebody_in_the_shelter_is_read_by_the_shelter_alone(town):
    hidden = town.client_case(town.grace, town.shelter, full_name="Perdita Marsh").person
    grant_role(actor=town.job(), member=town.staff(town.grace), role=Role.CASE_MANAGER, program=town.housing)
    said = Declared(
        DeclarationKind.CONFLICT, "She sleeps in room 4; her sister is my friend.", town.today, about=hidden
    )
    with pytest.raises(Refused):
        declare(actor=town.grace, program=town.housing, declared=said)
    assert town.find(Declaration, about=hidden) is None
    assert declare(actor=town.grace, program=town.shelter, declared=said)


def test_a_role_for_the_whole_agency_neither_names_the_shelter_nor_writes_work_there(town, page):
    grant_role(actor=town.priya, member=town.staff(town.sam), role=Role.CASE_MANAGER, program=None)
    listed = page(town.sam).get(reverse("delivery:my_work")).content.decode()
    assert town.housing.name in listed
    assert town.shelter.name not in listed
    worked = Worked(next(iter(WorkKind)), 30, town.today)
    with pytest.raises(Absent):
        note_program_work(actor=town.sam, program=town.shelter, worked=worked)
