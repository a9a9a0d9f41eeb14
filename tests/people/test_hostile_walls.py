"""Walls inside the agency: what somebody on one side could have learned about those on the other."""

import pytest

from keyworker.access.actions import grant_role
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import Absent, require, rows
from keyworker.base.context import reading
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.people import actions as people
from keyworker.people.models import Channel, Identifier, Kinship, Person
from keyworker.people.queries import timeline
from keyworker.people.timeline import tell


def in_both(town):
    """Somebody housing and the sealed shelter both know; Grace knows her by the shelter alone."""
    known = town.client_case(full_name="Ondine Marsh").person
    job, shelter, grace = town.job(), town.shelter, town.staff(town.grace)
    cases.open_case(actor=job, program=shelter, person=known, owner=grace)
    return known


def hidden_child(town, **identity):
    return town.client_case(town.grace, town.shelter, **{"full_name": "Perdita Marsh", **identity}).person


def test_a_household_does_not_name_somebody_only_a_sealed_program_knows(town, page):
    mother, child = in_both(town), hidden_child(town)
    people.form_household(actor=town.job(), person=mother, members=[(mother, ""), (child, "daughter")])
    assert "Perdita" not in page(town.amina).get(f"/people/{mother.pk}/").content.decode()
    assert "Perdita" in page(town.grace).get(f"/people/{mother.pk}/").content.decode()


def test_kin_do_not_name_somebody_only_a_sealed_program_knows(town, page):
    mother, child = in_both(town), hidden_child(town)
    people.relate(actor=town.job(), person=mother, other=child, told=people.Told(Kinship.CHILD))
    assert "Perdita" not in page(town.amina).get(f"/people/{mother.pk}/").content.decode()
    assert "Perdita" in page(town.grace).get(f"/people/{mother.pk}/").content.decode()


def test_a_household_does_not_name_somebody_the_worker_is_kept_from(town, page):
    mother, cousin = town.client_case().person, town.client_case(full_name="Quillon Reed").person
    people.form_household(actor=town.amina, person=mother, members=[(mother, ""), (cousin, "brother")])
    people.deny(actor=town.ben, person=cousin, staff=town.staff(town.amina), because="her neighbour")
    assert "Quillon" not in page(town.amina).get(f"/people/{mother.pk}/").content.decode()
    assert "Quillon" in page(town.ben).get(f"/people/{mother.pk}/").content.decode()


def test_a_role_for_the_whole_agency_does_not_open_a_sealed_program(town):
    hidden, open_case = town.client_case(town.grace, town.shelter), town.client_case()
    sam = town.staff(town.sam)
    grant_role(actor=town.priya, member=sam, role=Role.SUPERVISOR, program=None)
    with reading(town.sam):
        seen = rows(Case, actor=town.sam, needs=Permission.CASE_VIEW)
        assert seen.filter(pk=open_case.pk).exists()
        assert not seen.filter(pk=hidden.pk).exists()
        with pytest.raises(Absent):
            require(Person, hidden.person_id, actor=town.sam, needs=Permission.PERSON_VIEW)


def test_a_role_elsewhere_does_not_open_lines_of_the_story_here(town):
    """Flo takes people in for housing; that she oversees the family program gives her no notes of housing."""
    case = town.client_case()
    flo = town.staff(town.flo)
    people.add_to_care_team(actor=town.ben, person=case.person, program=town.housing, staff=flo, because="front desk")
    grant_role(actor=town.priya, member=flo, role=Role.SUPERVISOR, program=town.family)
    from keyworker.base.context import writing

    with writing(town.amina):
        tell("delivery.service_provided", case, needs=Permission.NOTE_VIEW, facts={"what": "a secret"})
    with reading(town.flo):
        told = [line.facts for line in timeline(town.flo, case.person)]
    assert told
    assert {"what": "a secret"} not in told


def test_an_emergency_lets_somebody_look_and_change_nothing(town):
    case, sam = town.client_case(), town.staff(town.sam)
    person, housing = case.person, town.housing
    cases.break_glass(actor=town.sam, person=person, program=housing, staff=sam, reason="She is at the door")
    with reading(town.sam):
        assert require(Case, case.pk, actor=town.sam, needs=Permission.CASE_VIEW)
        for needs in (Permission.PERSON_EDIT, Permission.DISCLOSE, Permission.CASE_CLOSE, Permission.REFERRAL_OUT_SEND):
            with pytest.raises(Absent):
                require(Person, person.pk, actor=town.sam, needs=needs)


def test_a_role_for_the_whole_agency_does_not_show_who_was_referred_to_a_sealed_program(town):
    from keyworker.intake.actions import Asked, receive_referral
    from keyworker.intake.models import IncomingReferral

    asked = Asked(full_name="Isolde Vane", needs="A safe place", source_kind="professional")
    referral = receive_referral(actor=town.grace, program=town.shelter, asked=asked)
    flo = town.staff(town.flo)
    grant_role(actor=town.priya, member=flo, role=Role.INTAKE_WORKER, program=None)
    with reading(town.flo), pytest.raises(Absent):
        require(IncomingReferral, referral.pk, actor=town.flo, needs=Permission.REFERRAL_VIEW)


class TestWhatASealedProgramNotes:
    """Somebody housing knows fled to the shelter: where she is, and with whom, stays there."""

    def test_a_way_to_reach_her_there_is_not_shown_outside(self, town, page):
        known = in_both(town)
        way = people.Way(Channel.VISIT, "14 Hidden Lane", label="Room 4")
        people.add_contact_point(actor=town.grace, person=known, way=way)
        address = f"/people/{known.pk}/"
        for outside in (town.amina, town.ben):
            assert "Hidden Lane" not in page(outside).get(address).content.decode()
        assert "Hidden Lane" in page(town.grace).get(address).content.decode()

    def test_a_way_to_reach_her_there_is_not_passed_on_by_another_programs_referral(self, town):
        from keyworker.cases.models import Case
        from keyworker.referrals.actions.sending import _ways

        known = in_both(town)
        way = people.Way(Channel.PHONE, "+15550142")
        people.add_contact_point(actor=town.grace, person=known, way=way)
        outside = town.find(Case, person=known, program=town.housing)
        inside = town.find(Case, person=known, program=town.shelter)
        with reading(town.amina):
            assert _ways(outside) == []
        with reading(town.grace):
            assert [told["value"] for told in _ways(inside)] == ["+15550142"]

    def test_whom_she_lives_with_there_is_not_shown_outside(self, town, page):
        """Even of people whom housing knows of itself: that they are together says where she is."""
        known, friend = in_both(town), town.client_case(full_name="Quillon Reed").person
        people.form_household(actor=town.grace, person=known, members=[(known, ""), (friend, "friend")])
        people.relate(actor=town.grace, person=known, other=friend, told=people.Told(Kinship.FRIEND))
        assert "Quillon" not in page(town.amina).get(f"/people/{known.pk}/").content.decode()
        assert "Quillon" in page(town.grace).get(f"/people/{known.pk}/").content.decode()

    def test_a_number_noted_there_is_not_found_outside(self, town):
        known = in_both(town)
        noted = people.add_identifier(actor=town.grace, person=known, scheme="shelter-bed", value="B-4")
        with reading(town.amina):
            found = rows(Identifier, actor=town.amina, needs=Permission.PERSON_VIEW)
            assert not found.filter(pk=noted.pk).exists()
        with reading(town.grace):
            found = rows(Identifier, actor=town.grace, needs=Permission.PERSON_VIEW)
            assert found.filter(pk=noted.pk).exists()

    def test_what_housing_notes_the_shelter_sees_too(self, town, page):
        known = in_both(town)
        people.add_contact_point(actor=town.amina, person=known, way=people.Way(Channel.PHONE, "+15550143"))
        assert "+15550143" in page(town.grace).get(f"/people/{known.pk}/").content.decode()
