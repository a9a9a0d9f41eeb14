"""A file that is shut to a worker is shut in every record that was found to be the same person."""

import pytest

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.agencies.models import Staff
from keyworker.base.context import reading, writing
from keyworker.cases.duty import on_duty
from keyworker.cases.models import Absence
from keyworker.people import actions as people
from keyworker.people.bringing import Comer, _kept_out
from keyworker.people.denying import denied_to, kept_from
from keyworker.people.entrusting import may_be_entrusted, may_be_given, team_who_may, who_may_be_entrusted
from keyworker.people.models import Denial, Person, PersonLink
from keyworker.supervision.handing import shut_to_cover
from keyworker.supervision.queries import worrying_cases

TASK = Permission.TASK_EDIT


@pytest.fixture
def thrice(town):
    """One person in three records: the second is linked to the first, the third only to the second."""
    cases = [town.client_case(full_name=name) for name in ("Odile Farrow", "Odile Farow", "O. Farrow")]
    keys, amina = [case.person_id for case in cases], town.staff(town.amina)
    with writing(town.job()):
        for pair in (keys[:2], keys[1:]):
            one, other = sorted(pair)
            PersonLink(person_id=one, other_id=other, linked_by=amina).save(force_insert=True)
    return cases


@pytest.fixture
def shut(town, thrice):
    """The first is shut to Amina; answers the case of the third."""
    first = town.find(Person, pk=thrice[0].person_id)
    people.deny(actor=town.ben, person=first, staff=town.staff(town.amina), because="Her sister.")
    return thrice[2]


def test_who_is_asked_from_either_side_the_answer_is_the_same(town, thrice, shut):
    theirs = {case.person_id for case in thrice}
    everybody = town.all(Staff)
    with reading(town.job()):
        for staff in everybody:
            denied = {row["theirs"] for row in denied_to(staff.pk)}
            assert denied & theirs == (theirs if staff.pk == town.amina.id else set())
            for person_id in theirs:
                assert kept_from(person_id).filter(staff=staff).exists() is (person_id in denied)


def test_it_is_seen_by_nobody_it_was_shut_to_until_that_is_lifted(town, shut):
    with reading(town.amina), pytest.raises(Absent):
        require(Person, shut.person_id, actor=town.amina, needs=Permission.PERSON_VIEW)
    people.lift_denial(actor=town.ben, denial=town.find(Denial, staff_id=town.amina.id, because="Her sister."))
    with reading(town.amina):
        assert require(Person, shut.person_id, actor=town.amina, needs=Permission.PERSON_VIEW)


def test_nothing_in_it_is_given_to_them(town, shut):
    amina, person = town.staff(town.amina), town.find(Person, pk=shut.person_id)
    with reading(town.job()):
        assert not may_be_given(amina, person).allowed
        assert not may_be_entrusted(amina, person, shut.program_id, needs=TASK).allowed
        offered = who_may_be_entrusted(person, [shut.program_id], needs=TASK)
        assert offered.are_in(shut.program_id, [str(town.ben.id)])
        assert not offered.are_in(shut.program_id, [str(town.amina.id)])
        assert not team_who_may(TASK).filter(person=person, staff=amina).exists()


def test_nor_by_a_list_of_people_that_names_them(town, shut):
    comer = Comer(row=2, program_id=shut.program_id, staff_id=town.amina.id, identity=None, person_id=shut.person_id)
    with reading(town.job()):
        assert _kept_out([comer], {shut.person_id: shut.person}) == {2}


def test_they_are_never_called_when_something_cannot_wait(town, shut):
    with reading(town.ben):
        found = on_duty(town.ben, shut, today=town.today, needs=Permission.ASSESSMENT_VIEW)
    assert found.staff_id != town.amina.id


def test_the_supervisor_is_told_that_whoever_has_the_case_cannot_open_it(town, shut):
    with reading(town.ben):
        worries = {each.case.pk: each.concerns for each in worrying_cases(town.ben, today=town.today)}
    assert "OWNER_DENIED" in {concern.name for concern in worries.get(shut.pk, ())}


def test_who_stands_in_is_said_to_find_one_file_shut(town, thrice):
    first, sam = town.find(Person, pk=thrice[0].person_id), town.staff(town.sam)
    with reading(town.ben):
        away = Absence(staff_id=town.amina.id, cover=sam, program=town.housing)
        before = shut_to_cover(town.ben, away)
    people.deny(actor=town.ben, person=first, staff=sam, because="Her neighbour.")
    with reading(town.ben):
        assert shut_to_cover(town.ben, away) == before + len(thrice)
