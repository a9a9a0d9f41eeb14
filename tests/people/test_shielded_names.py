"""A shielded name is told to whoever may open the file; for all others there is the number of a case, and no name."""

from datetime import date

import pytest
from django.urls import reverse

from keyworker.base.context import reading
from keyworker.cases.actions import break_glass, open_case
from keyworker.intake.models import IncomingReferral
from keyworker.people import actions as people
from keyworker.people.kin.homes import homes_of
from keyworker.people.kin.queries import circle
from keyworker.people.models import Channel, Kinship, Person, SafetyRule
from keyworker.people.queries import NAME_SHIELDED, identity, likely_people, names_told
from keyworker.workspace.queries.finding import found_people

NAME, PHONE = "Zenobia Quillfeather", "+1 202 555 0188"


@pytest.fixture
def shielded(town):
    """Housing serves her, and asks that nobody else learns her name."""
    town.case = town.client_case(full_name=NAME, born_on=date(1987, 3, 4))
    town.her = town.case.person
    people.add_contact_point(actor=town.amina, person=town.her, way=people.Way(Channel.PHONE, PHONE))
    say(town, town.amina, town.housing, asks=True)
    return town


def told(actor, words):
    with reading(actor):
        return [entry.name for entry in found_people(actor, words)]


def say(town, actor, program, *, asks):
    rule = town.find(SafetyRule, person=town.her, program=program)
    words, seen = people.SafetyWords(name_shielded=asks), rule.version if rule else 0
    people.change_safety(actor=actor, person=town.her, program=program, words=words, seen=seen)


@pytest.mark.parametrize("words", [NAME, "zenobia", "quillfether 1987", "4.3.1987", PHONE, "HH-2"])
def test_nobody_else_finds_her_by_anything_that_is_hers(shielded, words):
    for outside in (shielded.sam, shielded.flo, shielded.grace):
        assert not [name for name in told(outside, words) if "Zenobia" in name or str(NAME_SHIELDED) in name]
    if words != "HH-2":
        assert NAME in told(shielded.amina, words)
        assert NAME in told(shielded.ben, words)


def test_by_the_whole_number_of_her_case_she_is_found_without_a_name(shielded, page):
    number = shielded.case.number
    assert told(shielded.sam, number) == [f"Name shielded · {number}"]
    assert told(shielded.amina, number) == [NAME]
    sam = page(shielded.sam)
    sam.post(reverse("workspace:search"), {"q": number})
    for shown in (reverse("workspace:search"), reverse("workspace:break_glass", args=[shielded.her.pk])):
        body = sam.get(shown).content.decode()
        assert "Name shielded" in body
        assert "Zenobia" not in body
    assert sam.get(f"/people/{shielded.her.pk}/").status_code == 404


def test_in_an_emergency_the_file_opens_with_her_name_in_it(shielded, page):
    staff = shielded.staff(shielded.sam)
    reason = "She is at the hospital, and they ask us."
    break_glass(actor=shielded.sam, person=shielded.her, program=shielded.housing, staff=staff, reason=reason)
    body = page(shielded.sam).get(f"/people/{shielded.her.pk}/").content.decode()
    assert NAME in body
    assert "Their name is shielded." in body


def test_she_is_no_likely_match_and_no_kin_where_others_look(shielded):
    child = shielded.client_case(actor=shielded.sam, program=shielded.family, full_name="Ottoline Vesper").person
    people.add_to_care_team(
        actor=shielded.job(), person=child, program=shielded.housing, staff=shielded.staff(shielded.amina), because="x"
    )
    people.relate(actor=shielded.amina, person=shielded.her, other=child, told=people.Told(Kinship.CHILD))
    with reading(shielded.flo):
        assert NAME not in [entry.name for entry in likely_people(shielded.flo, NAME, born_on=date(1987, 3, 4))]
    with reading(shielded.sam):
        assert [kin.name for kin in circle(shielded.sam, child)] == []
        assert names_told(shielded.sam, [shielded.her.pk, child.pk]) == {
            shielded.her.pk: "Name shielded",
            child.pk: "Ottoline Vesper",
        }
    with reading(shielded.amina):
        assert names_told(shielded.amina, [shielded.her.pk]) == {shielded.her.pk: NAME}


def test_the_page_of_a_tie_that_was_noted_before_does_not_name_her(shielded, page):
    child = shielded.client_case(actor=shielded.sam, program=shielded.family, full_name="Ottoline Vesper").person
    say(shielded, shielded.amina, shielded.housing, asks=False)
    tie = people.relate(actor=shielded.sam, person=child, other=shielded.her, told=people.Told(Kinship.PARENT))
    here, sam = reverse("people:tie", args=[child.pk, tie.pk]), page(shielded.sam)
    assert NAME in sam.get(here).content.decode()
    say(shielded, shielded.amina, shielded.housing, asks=True)
    assert sam.get(here).status_code == 404


def test_a_home_is_not_called_by_her_name_where_others_look(shielded):
    """Planted: the home was named after her before her name was shielded."""
    other = shielded.client_case(shielded.sam, shielded.family, full_name="Ottoline Fernsby").person
    surname = shielded.her.full_name.split()[-1]
    members = [(shielded.her, ""), (other, "")]
    for name in (f"The {surname} house", "Fernsby's"):
        people.form_household(actor=shielded.job(), person=shielded.her, members=members, name=name)
    with reading(shielded.sam):
        assert {home.name for home in homes_of(shielded.sam, other)} == {"", "Fernsby's"}
    with reading(shielded.amina):
        assert {home.name for home in homes_of(shielded.amina, shielded.her)} == {f"The {surname} house", "Fernsby's"}


def test_what_she_asked_for_at_the_door_is_no_longer_read_by_who_received_it(shielded, page):
    referral = shielded.find(IncomingReferral, program=shielded.housing, person__isnull=False)
    assert page(shielded.flo).get(reverse("intake:referral", args=[referral.pk])).status_code == 200
    person = shielded.find(Person, pk=referral.person_id)
    people.set_safety(
        actor=shielded.job(), person=person, address_protected=False, risk_if_contacted="", name_shielded=True
    )
    assert page(shielded.flo).get(reverse("intake:referral", args=[referral.pk])).status_code == 404
    assert page(shielded.ben).get(reverse("intake:referral", args=[referral.pk])).status_code == 200


def test_a_shelter_that_asks_is_not_told_of_and_cannot_be_overruled(shielded):
    open_case(actor=shielded.job(), program=shielded.shelter, person=shielded.her, owner=shielded.staff(shielded.grace))
    say(shielded, shielded.grace, shielded.shelter, asks=True)
    say(shielded, shielded.amina, shielded.housing, asks=False)
    assert told(shielded.sam, NAME) == []
    with reading(shielded.amina):
        assert identity(shielded.amina, shielded.her).safety.name_shielded
    say(shielded, shielded.grace, shielded.shelter, asks=False)
    assert told(shielded.sam, NAME) == [NAME]
    with reading(shielded.amina):
        assert not identity(shielded.amina, shielded.her).safety.name_shielded
