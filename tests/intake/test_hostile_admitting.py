"""Whoever took somebody in sees the file for some days, and not for ever."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.intake import actions
from keyworker.intake.actions import Relative
from keyworker.intake.rules import TAKING_IN_LASTS
from keyworker.people.actions import Identity
from keyworker.people.models import CareTeamMember, Person
from keyworker.reviews import actions as reviews

FAMILY = (Relative("Linus Ashby", "son"), Relative("Maud Ashby", "daughter"))


@pytest.fixture
def ashbys(town, accepted, intake):
    """Flo took Quillon and her children in; Amina is the case manager."""

    def take_in(by=None, owner=None):
        said = intake(
            identity=Identity("Quillon Ashby"), household=FAMILY, owner=town.staff(owner or town.amina), person=None
        )
        actions.admit_person(actor=by or town.flo, referral=accepted(full_name="Quillon Ashby"), intake=said)
        return [town.find(Person, full_name=name) for name in ("Quillon Ashby", "Linus Ashby", "Maud Ashby")]

    return take_in


def sees(actor, people):
    with reading(actor):
        found = rows(Person, actor=actor, needs=Permission.PERSON_VIEW).filter(pk__in=[person.pk for person in people])
        return found.count()


def test_the_front_desk_sees_them_for_some_days(town, ashbys):
    family = ashbys()
    assert sees(town.flo, family) == 3
    with clock.at(clock.now() + TAKING_IN_LASTS - timedelta(minutes=5)):
        assert sees(town.flo, family) == 3
    with clock.at(clock.now() + TAKING_IN_LASTS + timedelta(minutes=5)):
        assert sees(town.flo, family) == 0
        assert sees(town.amina, family) == 3


def test_no_place_of_an_admission_is_without_an_end_but_the_case_managers(town, ashbys):
    family = ashbys()
    places = town.all(CareTeamMember, person__in=family, until=None)
    assert {place.staff_id for place in places} == {town.amina.id}


def test_somebody_known_before_is_seen_no_longer_for_it(town, accepted, intake):
    known = town.client_case(full_name="Quillon Ashby", program=town.family, actor=town.sam).person
    actions.admit_person(
        actor=town.flo,
        referral=accepted(full_name="Quillon Ashby"),
        intake=intake(identity=None, person=known, owner=town.staff(town.amina)),
    )
    assert sees(town.flo, [known]) == 1
    with clock.at(clock.now() + TAKING_IN_LASTS + timedelta(minutes=5)):
        assert sees(town.flo, [known]) == 0


def test_who_takes_in_and_carries_the_case_sees_them_as_long_as_they_carry_it(town, ashbys):
    family = ashbys(by=town.amina)
    with clock.at(clock.now() + timedelta(days=60)):
        assert sees(town.amina, family) == 3


def test_a_case_handed_over_takes_the_family_with_it(town, ashbys):
    family = ashbys()
    case = town.find(Case, person=family[0])
    cases.reassign_case(actor=town.ben, case=case, to=town.staff(town.ben), because="Amina is on leave")
    assert sees(town.amina, family) == 0
    assert {place.staff_id for place in town.all(CareTeamMember, person=family[1], until=None)} == {town.ben.id}


def test_a_child_with_a_case_of_its_own_keeps_its_case_manager(town, ashbys):
    family = ashbys()
    cases.open_case(actor=town.job(), program=town.housing, person=family[1], owner=town.staff(town.amina))
    case = town.find(Case, person=family[0])
    cases.reassign_case(actor=town.ben, case=case, to=town.staff(town.ben), because="Shared load")
    assert sees(town.amina, family) == 1


def test_when_the_case_is_over_the_family_is_seen_no_more(town, ashbys):
    family = ashbys()
    case = town.find(Case, person=family[0])
    closing = reviews.Closing(reason="died", closed_on=town.today)
    reviews.close_case(actor=town.ben, case=case, closing=closing, knowing=True)
    assert sees(town.amina, family) == 3
    with clock.at(clock.now() + timedelta(days=town.housing.follow_up_after_days + 1)):
        assert sees(town.amina, family) == 0


def test_the_care_team_list_says_until_when(town, page, ashbys):
    person = ashbys()[0]
    place = town.find(CareTeamMember, person=person, staff=town.flo.id)
    shown = page(town.amina).get(f"/people/{person.pk}/care-team/").content.decode()
    assert "took them in" in shown
    assert place.until.astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%d") in shown
