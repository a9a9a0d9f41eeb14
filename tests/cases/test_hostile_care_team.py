"""Letting somebody into a file and keeping somebody out: nobody may fall through because of it, or learn too much."""

from datetime import timedelta

import pytest

from keyworker.access.actions import grant_role
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import Absent, require, rows
from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.people import actions as people
from keyworker.people.models import CareTeamMember, Denial, Person
from keyworker.supervision.queries import worrying_cases
from keyworker.supervision.rules import Concern
from keyworker.tasks import actions as tasks
from tests.supervision.test_overview import worries


def opens(town, actor, person):
    with reading(actor):
        return rows(Person, actor=actor, needs=Permission.PERSON_VIEW).filter(pk=person.pk).exists()


def well_kept(town):
    """An open case of Amina's that nobody needs to look at."""
    case = town.client_case()
    tasks.set_task(actor=town.amina, case=case, what="Call", due_on=town.today + timedelta(days=3))
    return case


def deny_amina(town, person, actor=None):
    return people.deny(actor=actor or town.ben, person=person, staff=town.staff(town.amina), because="her cousin")


def on_team(town, person, actor, program=None):
    return town.find(CareTeamMember, person=person, staff=actor.id, program=program or town.housing)


class TestACaseWhoseManagerIsKeptOut:
    def test_it_stands_on_the_supervisors_page_at_once_until_somebody_else_has_it(self, town):
        case = well_kept(town)
        assert case.pk not in worries(town)
        deny_amina(town, case.person)
        assert worries(town)[case.pk] == [Concern.OWNER_DENIED]
        cases.reassign_case(actor=town.ben, case=case, to=town.staff(town.ben), because="Amina is her cousin")
        assert case.pk not in worries(town)

    def test_the_page_says_why_and_leads_to_handing_over(self, town, page):
        case = well_kept(town)
        deny_amina(town, case.person)
        shown = page(town.ben).get("/supervision/").content.decode()
        assert "may not see this file: choose another" in shown
        assert f"/supervision/cases/{case.pk}/hand-over/" in shown

    def test_also_when_the_sealed_program_keeps_her_out_and_says_nobody_why(self, town, page):
        case = well_kept(town)
        person = case.person
        cases.open_case(actor=town.job(), program=town.shelter, person=person, owner=town.staff(town.grace))
        people.deny(actor=town.job(), person=person, staff=town.staff(town.amina), because="plain")
        grant_role(actor=town.job(), member=town.staff(town.grace), role=Role.SUPERVISOR, program=town.shelter)
        people.deny(actor=town.grace, person=person, staff=town.staff(town.amina), because="His sister")
        assert worries(town)[case.pk] == [Concern.OWNER_DENIED]
        shown = page(town.ben).get(f"/people/{person.pk}/care-team/").content.decode()
        assert "plain" in shown
        assert "His sister" not in shown

    def test_the_page_asks_no_more_for_more_of_them(self, town, django_assert_max_num_queries):
        for number in range(3):
            deny_amina(town, town.client_case(full_name=f"Number {number}").person)
        with reading(town.ben), django_assert_max_num_queries(4):
            worrying_cases(town.ben, today=town.today)


class TestLifting:
    def test_the_file_is_open_again_and_the_trail_says_who_opened_it(self, town):
        case = well_kept(town)
        denial = deny_amina(town, case.person)
        assert not opens(town, town.amina, case.person)
        people.lift_denial(actor=town.ben, denial=denial)
        assert opens(town, town.amina, case.person)
        assert case.pk not in worries(town)
        event = town.find(AuditEvent, verb="people.denial_lifted", person_id=case.person_id)
        assert event.actor_id == town.ben.id
        assert event.facts == {"staff": str(town.amina.id)}

    def test_nobody_lifts_what_keeps_themselves_out(self, town):
        case = well_kept(town)
        denial = people.deny(actor=town.job(), person=case.person, staff=town.staff(town.ben), because="his neighbour")
        with pytest.raises(Absent):
            people.lift_denial(actor=town.ben, denial=denial)
        assert not opens(town, town.ben, case.person)

    @pytest.mark.parametrize("name", ["amina", "sam", "flo", "grace", "priya", "oskar", "carl", "nadia"])
    def test_nobody_lifts_it_who_does_not_look_after_the_care_team(self, town, name):
        denial = people.deny(
            actor=town.ben, person=well_kept(town).person, staff=town.staff(town.sam), because="his neighbour"
        )
        with pytest.raises(Absent):
            people.lift_denial(actor=getattr(town, name), denial=denial)

    def test_one_lifted_does_not_lift_another(self, town):
        case = well_kept(town)
        first, _ = deny_amina(town, case.person), deny_amina(town, case.person)
        people.lift_denial(actor=town.ben, denial=first)
        assert not opens(town, town.amina, case.person)
        assert worries(town)[case.pk] == [Concern.OWNER_DENIED]

    def test_it_is_lifted_once(self, town):
        denial = deny_amina(town, well_kept(town).person)
        people.lift_denial(actor=town.ben, denial=denial)
        with pytest.raises(Refused):
            people.lift_denial(actor=town.ben, denial=denial)

    def test_the_pages_do_it(self, town, page):
        case, ben = well_kept(town), page(town.ben)
        team = f"/people/{case.person_id}/care-team/"
        ben.post(f"{team}keep-out/", {"staff": str(town.sam.id), "because": "his neighbour"})
        denial = town.find(Denial, person=case.person, staff=town.sam.id)
        assert "his neighbour" in ben.get(team).content.decode()
        assert "his neighbour" not in page(town.amina).get(team).content.decode()
        assert "his neighbour" in ben.get(f"/denials/{denial.pk}/lift/").content.decode()
        ben.post(f"/denials/{denial.pk}/lift/")
        assert "his neighbour" not in ben.get(team).content.decode()


class TestEndingAPlace:
    def given_to_flo(self, town, person, **until):
        return people.add_to_care_team(
            actor=town.ben, person=person, program=town.housing, staff=town.staff(town.flo), because="calls", **until
        )

    def test_the_file_is_shut_at_once(self, town):
        person = well_kept(town).person
        place = self.given_to_flo(town, person)
        assert opens(town, town.flo, person)
        cases.end_care_team_place(actor=town.ben, member=place)
        assert not opens(town, town.flo, person)

    def test_a_place_given_until_a_day_ends_then(self, town):
        person = well_kept(town).person
        self.given_to_flo(town, person, until=clock.now() + timedelta(days=2))
        assert opens(town, town.flo, person)
        with clock.at(clock.now() + timedelta(days=2, minutes=1)):
            assert not opens(town, town.flo, person)

    def test_the_case_manager_hands_over_first(self, town):
        case = well_kept(town)
        for place in town.all(CareTeamMember, person=case.person, staff=town.amina.id):
            with pytest.raises(Refused):
                cases.end_care_team_place(actor=town.ben, member=place)
        assert opens(town, town.amina, case.person)

    def test_an_ended_place_is_not_ended_again(self, town):
        place = self.given_to_flo(town, well_kept(town).person)
        cases.end_care_team_place(actor=town.ben, member=place)
        with pytest.raises(Refused):
            cases.end_care_team_place(actor=town.ben, member=place)

    @pytest.mark.parametrize("name", ["amina", "sam", "flo", "grace", "priya", "oskar", "carl", "nadia"])
    def test_nobody_ends_it_who_does_not_look_after_the_care_team(self, town, name):
        place = self.given_to_flo(town, well_kept(town).person)
        with pytest.raises(Absent):
            cases.end_care_team_place(actor=getattr(town, name), member=place)

    def test_the_supervisor_of_one_program_sees_and_ends_nothing_of_the_sealed_one(self, town, page):
        person = well_kept(town).person
        cases.open_case(actor=town.job(), program=town.shelter, person=person, owner=town.staff(town.grace))
        hidden = on_team(town, person, town.grace, town.shelter)
        shown = page(town.ben).get(f"/people/{person.pk}/care-team/").content.decode()
        assert "Grace Okafor" not in shown.split("<main")[1]
        assert "Shelter" not in shown.split("<main")[1]
        with pytest.raises(Absent):
            cases.end_care_team_place(actor=town.ben, member=hidden)
        assert page(town.ben).post(f"/care-team/{hidden.pk}/end/").status_code == 404

    def test_the_pages_do_it(self, town, page):
        case, ben = well_kept(town), page(town.ben)
        team = f"/people/{case.person_id}/care-team/"
        told = {"staff": str(town.flo.id), "program": str(town.housing.pk), "because": "answers her calls"}
        assert "answers her calls" in ben.post(f"{team}add/", told, follow=True).content.decode()
        place = on_team(town, case.person, town.flo)
        assert "End it" not in page(town.amina).get(team).content.decode()
        assert "answers her calls" not in ben.post(f"/care-team/{place.pk}/end/", follow=True).content.decode()

    def test_a_program_that_does_not_serve_them_is_not_offered(self, town, page):
        case = well_kept(town)
        told = {"staff": str(town.grace.id), "program": str(town.shelter.pk), "because": "curious"}
        assert page(town.ben).post(f"/people/{case.person_id}/care-team/add/", told).status_code == 200
        assert on_team(town, case.person, town.grace, town.shelter) is None


def test_a_case_kept_from_its_manager_is_still_open_to_the_supervisor(town):
    case = well_kept(town)
    deny_amina(town, case.person)
    with reading(town.ben):
        assert require(Case, case.pk, actor=town.ben, needs=Permission.CASE_ASSIGN)
