"""Opening, handing over, and breaking the glass."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connections

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.cases.models import Assignment, Case
from keyworker.people.models import CareTeamMember, Person


def sees(actor, case):
    try:
        with reading(actor):
            return require(Case, case.pk, actor=actor, needs=Permission.CASE_VIEW) is not None
    except Absent:
        return False


def test_a_case_has_a_number_an_owner_and_a_care_team_from_the_first_moment(town):
    case = town.client_case()
    assert case.number.startswith(f"HH-{clock.today('America/New_York').year}-")
    assert case.owner_id == town.amina.id
    assert town.find(CareTeamMember, person=case.person, staff_id=town.amina.id, because="assigned")


def test_a_person_has_one_open_case_in_a_program(town):
    case = town.client_case()
    with pytest.raises(IntegrityError):
        cases.open_case(actor=town.amina, program=town.housing, person=case.person, owner=town.staff(town.amina))


def test_handing_over_moves_sight_with_the_case(town):
    case = town.client_case(town.sam, town.family)
    cases.reassign_case(actor=town.ben, case=case, to=town.staff(town.amina), because="Sam is on leave")
    assert sees(town.amina, case)
    held = town.all(Assignment, case=case)
    assert [(a.staff_id, a.until is None) for a in held] == [(town.sam.id, False), (town.amina.id, True)]


def test_breaking_the_glass_opens_the_file_for_a_day_and_needs_a_reason(town):
    case = town.client_case()
    person, sam, housing = case.person, town.staff(town.sam), town.housing
    with pytest.raises(Refused):
        cases.break_glass(actor=town.sam, person=person, program=housing, staff=sam, reason=" ")
    assert not sees(town.sam, case)
    cases.break_glass(actor=town.sam, person=person, program=housing, staff=sam, reason="She is at the door")
    assert sees(town.sam, case)
    with reading(town.sam):
        assert require(Person, person.pk, actor=town.sam, needs=Permission.PERSON_VIEW)
    with time_machine.travel(clock.now() + timedelta(hours=25)), reading(town.sam), pytest.raises(Absent):
        require(Person, person.pk, actor=town.sam, needs=Permission.PERSON_VIEW)


def test_nobody_breaks_the_glass_for_a_colleague_or_into_a_sealed_program(town):
    person, sealed = town.client_case().person, town.client_case(town.grace, town.shelter).person
    housing, family, shelter = town.housing, town.family, town.shelter
    amina, sam = town.staff(town.amina), town.staff(town.sam)
    with pytest.raises(Refused):
        cases.break_glass(actor=town.sam, person=person, program=housing, staff=amina, reason="for her")
    for not_theirs in (family, shelter):
        with pytest.raises(Refused):
            cases.break_glass(actor=town.sam, person=person, program=not_theirs, staff=sam, reason="curious")
    with pytest.raises(Absent):
        cases.break_glass(actor=town.sam, person=sealed, program=family, staff=sam, reason="curious")


def test_two_cases_opened_at_once_get_two_numbers(open_town):
    people = [open_town.new_person(full_name=f"Xanthippe {n}") for n in range(8)]
    amina, housing, actor = open_town.staff(open_town.amina), open_town.housing, open_town.amina

    def opened(person):
        try:
            return cases.open_case(actor=actor, program=housing, person=person, owner=amina).number
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(opened, people))
    assert len(set(numbers)) == len(people)
