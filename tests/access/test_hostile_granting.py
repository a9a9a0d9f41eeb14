"""An administrator alone must not come into a program, and least of all into a sealed one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from keyworker.access.actions import confirm_role, end_place, grant_role, turn_down_role
from keyworker.access.models import Grant, RoleProposal
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.rules import needs_second_person
from keyworker.access.sight import Absent, may, require, rows
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading, writing
from keyworker.base.decision import Refused
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.workspace.actions import employ, invite_again


def propose(town, actor, member, role, program, because=""):
    return grant_role(actor=actor, member=town.staff(member), role=role, program=program, because=because)


def let(town, member, role, program=None):
    """By whoever runs the installation: at once."""
    return grant_role(actor=town.job(), member=town.staff(member), role=role, program=program)


@pytest.fixture
def two(town):
    """Sam has been an administrator beside Priya for a month and a day."""
    administrator_for(town, town.sam, days=31)
    return town


def administrator_for(town, member, *, days):
    with clock.at(clock.now() - timedelta(days=days)):
        let(town, member, Role.AGENCY_ADMINISTRATOR)


def sees_shelter(town, actor, case):
    with reading(actor):
        return rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(pk=case.pk).exists()


class TestAloneItGivesNothing:
    @pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CASE_MANAGER, Role.INTAKE_WORKER, Role.AUDITOR])
    @pytest.mark.parametrize("program", ["family", "shelter", None])
    def test_an_administrator_does_not_give_themselves_a_role(self, town, role, program):
        case = town.client_case(town.grace, town.shelter)
        given = propose(town, town.priya, town.priya, role, getattr(town, program) if program else None)
        assert isinstance(given, RoleProposal)
        assert not sees_shelter(town, town.priya, case)
        with reading(town.priya):
            assert not may(town.priya, Permission.PERSON_VIEW)
            assert not may(town.priya, Permission.AUDIT_VIEW)
            with pytest.raises(Absent):
                require(Person, case.person_id, actor=town.priya, needs=Permission.PERSON_VIEW)

    def test_an_administrator_alone_lets_nobody_else_into_a_sealed_program(self, town, page):
        case = town.client_case(town.grace, town.shelter)
        assert isinstance(propose(town, town.priya, town.sam, Role.SUPERVISOR, town.shelter), RoleProposal)
        assert not sees_shelter(town, town.sam, case)
        assert page(town.sam).get(f"/people/{case.person_id}/").status_code == 404

    def test_nor_by_taking_them_on(self, town, page):
        given = {"name": "Puck", "email": "puck@harbor-house.example", "role": "supervisor", "program": town.shelter.pk}
        shown = page(town.priya).post("/staff/new/", given).content.decode()
        assert "second person" in shown
        assert town.find(Grant, staff__name="Puck") is None
        assert town.find(RoleProposal, staff__name="Puck", program=town.shelter)

    def test_a_role_elsewhere_for_somebody_else_is_given_at_once(self, town):
        assert isinstance(propose(town, town.priya, town.sam, Role.CASE_MANAGER, town.housing), Grant)

    def test_one_administrator_may_make_a_second_and_no_third(self, town):
        assert isinstance(propose(town, town.priya, town.sam, Role.AGENCY_ADMINISTRATOR, None), Grant)
        assert isinstance(propose(town, town.priya, town.oskar, Role.AGENCY_ADMINISTRATOR, None), RoleProposal)

    def test_whoever_installs_gives_the_first_roles_at_once(self, town):
        assert isinstance(let(town, town.sam, Role.CASE_MANAGER, town.shelter), Grant)


class TestTheSecondPerson:
    def test_nobody_confirms_what_they_proposed(self, two):
        proposal = propose(two, two.priya, two.flo, Role.CASE_MANAGER, two.shelter)
        with pytest.raises(Refused):
            confirm_role(actor=two.priya, proposal=proposal)
        assert two.find(Grant, staff__name="Flo Martin", program=two.shelter) is None

    def test_nobody_confirms_their_own_role(self, two):
        proposal = propose(two, two.priya, two.sam, Role.CASE_MANAGER, two.shelter)
        with pytest.raises(Refused):
            confirm_role(actor=two.sam, proposal=proposal)

    @pytest.mark.parametrize("name", ["ben", "amina", "flo", "grace", "oskar"])
    def test_nobody_confirms_a_role_in_a_program_they_do_not_supervise(self, two, name):
        proposal = propose(two, two.priya, two.flo, Role.CASE_MANAGER, two.shelter)
        with pytest.raises(Absent):
            confirm_role(actor=getattr(two, name), proposal=proposal)

    def test_another_administrator_confirms_it_and_both_stand_in_the_trail(self, two):
        case = two.client_case(two.grace, two.shelter)
        proposal = propose(two, two.priya, two.ben, Role.SUPERVISOR, two.shelter, "Grace is on leave")
        confirm_role(actor=two.sam, proposal=proposal)
        assert sees_shelter(two, two.ben, case)
        proposed = two.find(AuditEvent, verb="access.role_proposed", program_id=two.shelter.pk)
        confirmed = two.find(AuditEvent, verb="access.role_confirmed", program_id=two.shelter.pk)
        assert (proposed.actor_id, confirmed.actor_id) == (two.priya.id, two.sam.id)
        assert proposed.subject_id == confirmed.subject_id == two.ben.id
        assert confirmed.facts == {
            "role": "supervisor", "proposed_by": str(two.priya.id), "as": "agency-administrator",
        }  # fmt: skip

    @pytest.mark.parametrize("days", [0, 29])
    def test_a_second_account_made_for_it_confirms_nothing_in_a_sealed_program(self, town, days, page):
        """A lone administrator makes the second account today and uses both."""
        administrator_for(town, town.sam, days=days)
        proposal = propose(town, town.priya, town.flo, Role.SUPERVISOR, town.shelter)
        with pytest.raises(Refused, match="30 days"):
            confirm_role(actor=town.sam, proposal=proposal)
        assert town.find(Grant, staff__name="Flo Martin", program=town.shelter) is None
        shown = page(town.sam).get("/roles/waiting/").content.decode()
        assert f"/roles/waiting/{proposal.pk}/confirm/" not in shown
        assert "administrator for 30 days" in shown

    def test_in_an_open_program_a_new_administrator_is_a_second_person(self, town):
        administrator_for(town, town.sam, days=0)
        proposal = propose(town, town.priya, town.priya, Role.CASE_MANAGER, town.family)
        assert isinstance(confirm_role(actor=town.sam, proposal=proposal), Grant)

    def test_nor_does_an_old_invitation_that_is_sent_to_another_address(self, town):
        """Invited long ago and never come: whoever opens the place now has been an administrator since now."""
        with clock.at(clock.now() - timedelta(days=90)):
            asked = {"name": "Puck", "job_title": "", "role": Role.AGENCY_ADMINISTRATOR, "program": None}
            puck = employ(actor=town.job(), agency=town.agency(), email="puck@harbor-house.example", **asked).member
        invite_again(actor=town.priya, member=puck, email="mine@harbor-house.example")
        proposal = propose(town, town.priya, town.flo, Role.SUPERVISOR, town.shelter)
        with pytest.raises(Refused, match="30 days"):
            confirm_role(actor=actors.staff(agency_id=puck.agency_id, staff_id=puck.pk), proposal=proposal)

    def test_where_a_sealed_program_has_a_supervisor_no_administrator_confirms(self, two):
        """An administrator can make another administrator; not so the supervisor of the shelter."""
        let(two, two.grace, Role.SUPERVISOR, two.shelter)
        proposal = propose(two, two.priya, two.priya, Role.CASE_MANAGER, two.shelter)
        with pytest.raises(Refused):
            confirm_role(actor=two.sam, proposal=proposal)
        assert isinstance(confirm_role(actor=two.grace, proposal=proposal), Grant)

    def test_a_supervisor_of_the_whole_agency_is_none_of_the_sealed_program(self, two):
        let(two, two.flo, Role.SUPERVISOR)
        proposal = propose(two, two.priya, two.priya, Role.CASE_MANAGER, two.shelter)
        with pytest.raises(Absent):
            confirm_role(actor=two.flo, proposal=proposal)

    def test_a_supervisor_confirms_in_their_program(self, town):
        waiting = town.find(RoleProposal, staff__name="Priya Nair", program=town.housing)
        assert isinstance(confirm_role(actor=town.ben, proposal=waiting), Grant)

    def test_it_is_confirmed_once(self, two):
        proposal = propose(two, two.priya, two.flo, Role.CASE_MANAGER, two.shelter)
        confirm_role(actor=two.sam, proposal=proposal)
        with pytest.raises(Refused):
            confirm_role(actor=two.sam, proposal=proposal)
        assert len(two.all(Grant, staff__name="Flo Martin", program=two.shelter)) == 1

    def test_what_was_turned_down_stays_so(self, two):
        proposal = propose(two, two.priya, two.flo, Role.CASE_MANAGER, two.shelter)
        turn_down_role(actor=two.priya, proposal=proposal)
        with pytest.raises(Refused):
            confirm_role(actor=two.sam, proposal=proposal)

    @pytest.mark.parametrize("leaver", ["flo", "priya"])
    def test_who_left_is_given_nothing_and_gave_nothing(self, two, leaver):
        proposal = propose(two, two.priya, two.flo, Role.CASE_MANAGER, two.shelter)
        end_place(actor=two.job(), member=two.staff(getattr(two, leaver)))
        with pytest.raises(Refused):
            confirm_role(actor=two.sam, proposal=proposal)
        turn_down_role(actor=two.sam, proposal=proposal)

    def test_it_is_not_proposed_twice(self, two):
        propose(two, two.priya, two.flo, Role.CASE_MANAGER, two.shelter)
        with pytest.raises(Refused):
            propose(two, two.priya, two.flo, Role.CASE_MANAGER, two.shelter)

    def test_the_table_refuses_a_second_person_who_is_the_first(self, two):
        proposal = propose(two, two.priya, two.flo, Role.CASE_MANAGER, two.shelter)
        with writing(two.job()):
            for alone in (two.priya, two.flo):
                with pytest.raises(IntegrityError), transaction.atomic():
                    change(proposal, decided_by_id=alone.id, decided_at=proposal.created_at, confirmed=True)


class TestThePages:
    def test_the_supervisor_is_led_to_it_and_confirms(self, town, page):
        ben = page(town.ben)
        assert "/roles/waiting/" in ben.get("/supervision/").content.decode()
        shown = ben.get("/roles/waiting/").content.decode()
        assert "Priya Nair" in shown
        waiting = town.find(RoleProposal, staff__name="Priya Nair")
        ben.post(f"/roles/waiting/{waiting.pk}/confirm/")
        assert town.find(Grant, staff__name="Priya Nair", program=town.housing)
        assert "has the role now" in ben.get("/roles/waiting/").content.decode()
        assert "Priya Nair" not in ben.get("/roles/waiting/").content.decode()

    def test_the_administrator_sees_what_waits_and_cannot_confirm_it(self, town, page):
        shown = page(town.priya).get("/roles/waiting/").content.decode()
        waiting = town.find(RoleProposal, staff__name="Priya Nair")
        assert f"/roles/waiting/{waiting.pk}/confirm/" not in shown
        assert "Ben Carter" in shown
        page(town.priya).post(f"/roles/waiting/{waiting.pk}/confirm/")
        assert town.find(Grant, staff__name="Priya Nair", program=town.housing) is None

    def test_nobody_of_another_program_sees_what_waits_in_the_sealed_one(self, town, page):
        propose(town, town.priya, town.sam, Role.CASE_MANAGER, town.shelter)
        assert "Sam Reyes" not in page(town.ben).get("/roles/waiting/").content.decode()
        assert "Sam Reyes" in page(town.priya).get("/roles/waiting/").content.decode()

    def test_giving_oneself_a_role_says_that_it_waits(self, town, page):
        answer = page(town.priya).post(
            f"/staff/{town.priya.id}/role/", {"role": "supervisor", "program": town.shelter.pk}, follow=True
        )
        assert "Until then it gives nothing" in answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_of_ones_own_and_every_role_in_a_sealed_program_needs_two(role):
    for others in (True, False):
        assert needs_second_person(role, own=True, sealed=False, other_administrators=others)
        assert needs_second_person(role, own=False, sealed=True, other_administrators=others)
