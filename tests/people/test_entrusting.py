"""To whom something may be given in a file: who is offered on the pages, and who is then refused, is one rule."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.actions import grant_role
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.agencies.models import Staff
from keyworker.base.context import reading
from keyworker.cases import actions as cases
from keyworker.delivery.actions import Held, hold_conference
from keyworker.delivery.models import CaseConference, ClientPart
from keyworker.people.actions import add_to_care_team, deny
from keyworker.people.entrusting import may_be_entrusted, who_may_be_entrusted
from keyworker.tasks.models import Task
from keyworker.visits.models import Visit
from tests.sweeps.filling import forms_of
from tests.tasks.test_pages import day

TASK, VISIT = Permission.TASK_EDIT, Permission.VISIT_SCHEDULE
THERE = "They do not work with this person in this program"


@pytest.fixture
def known(town):
    """Somebody of housing, of the family program and of the shelter: on three care teams, and one is kept out.

    Flo is at the front desk, Sam carries the family program's case, Oskar helps housing and has no role for it, a
    colleague who is kept out has both, Grace serves her in the shelter alone. Ben oversees housing and family.
    """
    case = town.client_case(full_name="Ondine Marsh")
    person = case.person
    cases.open_case(actor=town.job(), program=town.family, person=person, owner=town.staff(town.sam))
    cases.open_case(actor=town.job(), program=town.shelter, person=person, owner=town.staff(town.grace))
    for helper in (town.flo, town.oskar, town.priya):
        staff = town.staff(helper)
        add_to_care_team(actor=town.ben, person=person, program=town.housing, staff=staff, because="helps")
    grant_role(actor=town.job(), member=town.staff(town.priya), role=Role.CASE_MANAGER, program=town.housing)
    deny(actor=town.ben, person=person, staff=town.staff(town.priya), because="her neighbour")
    return case


def offered_on(body, field):
    """The values a page offers in one field, the empty one left out."""
    (asked,) = (each for form in forms_of(body) for each in form.fields if each.name == field)
    return {value for value in asked.values if value}


def test_who_is_offered_is_who_may_and_nobody_else(town, known):
    programs = {each.pk: each for each in (town.housing, town.family, town.shelter)}
    with reading(town.job()):
        for needs in (TASK, VISIT, Permission.ASSESSMENT_RECORD):
            offered = who_may_be_entrusted(known.person, programs, needs=needs)
            for staff in town.all(Staff):
                for program_id in programs:
                    may = may_be_entrusted(staff, known.person, program_id, needs=needs).allowed
                    assert may is offered.are_in(program_id, [str(staff.pk)]), (staff.name, needs)


def test_the_pages_offer_whom_saving_takes(town, known, page):
    amina, args = page(town.amina), [known.person_id]
    keys = {name: str(getattr(town, name).id) for name in ("amina", "ben", "flo", "sam", "grace", "oskar", "priya")}
    about = hold_conference(
        actor=town.amina,
        case=known,
        held=Held(town.today, "Where to live", ClientPart.PRESENT, "My own key.", "Two flats."),
    )
    for address, field, names in (
        (reverse("tasks:set", args=args), "assignee_id", {"amina", "ben", "flo"}),
        (reverse("visits:schedule", args=args), "staff_id", {"amina", "ben"}),
        (reverse("delivery:conference", args=[about.pk]), "staff_id", {"amina", "ben", "flo"}),
    ):
        assert offered_on(amina.get(address).content.decode(), field) == {keys[name] for name in names}, address
    soon = town.today + timedelta(days=1)
    for key in (keys["ben"], keys["flo"]):
        sent = {"what": "Call", "assignee_id": key, **day("due_on", soon)}
        assert amina.post(reverse("tasks:set", args=args), sent).status_code == 302


def test_with_two_cases_a_colleague_of_the_one_is_given_nothing_in_the_other(town, known, page):
    """A breach: Sam opens the family program's file, and is chosen for housing's."""
    grant_role(actor=town.job(), member=town.staff(town.amina), role=Role.CASE_MANAGER, program=town.family)
    add_to_care_team(
        actor=town.ben, person=known.person, program=town.family, staff=town.staff(town.amina), because="both"
    )
    amina, soon = page(town.amina), town.today + timedelta(days=170)
    sam = str(town.sam.id)
    tried = (
        ("tasks:set", Task, "assignee_id", {"what": "Call", **day("due_on", soon)}),
        ("visits:schedule", Visit, "staff_id", {"kind": "phone", "minutes": 30, "at": "10:30", **day("day", soon)}),
    )
    for address, model, field, said in tried:
        sent = {"case_id": str(known.pk), field: sam, **said}
        assert THERE in amina.post(reverse(address, args=[known.person_id]), sent).content.decode()
        assert town.find(model, case=known, **{field: sam}) is None
        theirs = town.find(type(known), person=known.person_id, program=town.family)
        answer = amina.post(reverse(address, args=[known.person_id]), {**sent, "case_id": str(theirs.pk)})
        assert answer.status_code == 302
        assert town.find(model, case=theirs, **{field: sam})


def test_a_conference_names_the_teams_the_worker_knows_and_nobody_of_the_shelter_outside_it(town, page):
    """Grace works in both programs, Sam in the shelter alone: he is hers to name there, and only there."""
    housing = town.client_case(full_name="Ondine Marsh")
    person, grace, sam = housing.person, town.staff(town.grace), town.staff(town.sam)
    shelter = cases.open_case(actor=town.job(), program=town.shelter, person=person, owner=grace)
    grant_role(actor=town.job(), member=grace, role=Role.CASE_MANAGER, program=town.housing)
    for program, staff in ((town.housing, grace), (town.shelter, sam)):
        add_to_care_team(actor=town.job(), person=person, program=program, staff=staff, because="helps")
    address = reverse("delivery:new_conference", args=[person.pk])
    said = {
        "client_part": "present", "client_view": "My own key.", "about": "Where to live", "discussed": "Two flats.",
        "from_here": str(sam.pk), **day("held_on", town.today),
    }  # fmt: skip
    keys = {name: str(getattr(town, name).id) for name in ("amina", "grace", "sam")}
    assert offered_on(page(town.grace).get(address).content.decode(), "from_here") == set(keys.values())
    assert offered_on(page(town.amina).get(address).content.decode(), "from_here") == {keys["amina"], keys["grace"]}
    outside = page(town.grace).post(address, {**said, "case_id": str(housing.pk)})
    assert THERE in outside.content.decode()
    assert town.all(CaseConference, person=person) == []
    assert page(town.grace).post(address, {**said, "case_id": str(shelter.pk)}).status_code == 302

    add_to_care_team(actor=town.job(), person=person, program=town.family, staff=sam, because="moved on")
    amina = town.staff(town.amina)
    add_to_care_team(actor=town.job(), person=person, program=town.family, staff=amina, because="both")
    assert page(town.amina).post(address, said).status_code == 302, "she knows him from the family program"


def test_an_emergency_offers_no_form_that_would_not_be_saved(town, page):
    """Who only looks in, or has another role there, is not asked for what they cannot do in that case."""
    case = town.client_case()
    cases.break_glass(
        actor=town.sam, person=case.person, program=town.housing, staff=town.staff(town.sam), reason="At the door"
    )
    sent = {"what": "Call", **day("due_on", town.today)}
    answer = page(town.sam).post(reverse("tasks:set", args=[case.person_id]), sent)
    assert "no open case to write this in" in answer.content.decode()
    assert offered_on(answer.content.decode(), "assignee_id") == set(), "and learns no names"
