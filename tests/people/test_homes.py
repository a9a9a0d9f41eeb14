"""Homes: who lives with whom, part of the time or no more; what the shelter knows of it and where somebody hides."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.people import actions as people
from keyworker.people.kin.homes import homes_of
from keyworker.people.models import Household, HouseholdMember, Kinship, TimelineEntry


@pytest.fixture
def home(town):
    """Xan and her son Ptolemy live together; Amina serves both."""
    town.xan = town.client_case(full_name="Xanthippe Quill", preferred_name="Xan").person
    town.son = town.client_case(full_name="Ptolemy Quill").person
    members = [(town.xan, ""), (town.son, "son"), (town.son, "son")]
    town.home = people.form_household(actor=town.amina, person=town.xan, members=members, name="The flat")
    return town


def told(town, person, who=None):
    """Home → those whom a file tells of in it, now; before in brackets."""
    with reading(who or town.amina):
        return {
            each.name: [*(one.called for one in each.now), *(f"({one.called})" for one in each.before)]
            for each in homes_of(who or town.amina, person)
        }


def place(town, person, household=None):
    return town.find(HouseholdMember, person=person, household=household or town.home, until=None)


def at(person):
    return reverse("people:family", args=[person.pk])


def day(prefix, on):
    return {f"{prefix}_{part}": getattr(on, part) for part in ("day", "month", "year")}


def sent(step, **said):
    return {"step": step, **{f"{step}-{name}": value for name, value in said.items()}}


def test_a_child_lives_in_two_homes_part_of_the_time_and_the_file_shows_both(home, page):
    desk, join = page(home.amina), f"join-{home.home.pk}"
    desk.post(at(home.son), sent("home", name="At his gran's", partly="on", role="grandson"))
    assert told(home, home.son) == {"The flat": ["Ptolemy Quill", "Xan"], "At his gran's": ["Ptolemy Quill"]}
    shown = desk.get(at(home.son)).content.decode()
    assert "Part of the time" in shown
    assert "At his gran" not in desk.get(at(home.xan)).content.decode()
    gran = home.client_case(full_name="Wilhelmina Quill").person
    asked = desk.post(at(home.xan), sent(join, name="Wilhelmina Quill", role="gran", is_head="on")).content.decode()
    assert "Is it one of these?" in asked
    said = sent(join, name="Wilhelmina Quill", role="gran", is_head="on", who=str(gran.pk))
    assert desk.post(at(home.xan), said).status_code == 302
    assert place(home, gran).is_head
    nobody = desk.post(at(home.xan), sent(join, name="Zzyzx Nobody")).content.decode()
    assert "Nobody with a file here has this name" in nobody
    with pytest.raises(Refused, match="already"):
        people.join_household(actor=home.amina, person=home.xan, household=home.home, member=gran, place=people.Place())


def test_a_home_has_one_head_or_none(home):
    for person in (home.xan, home.son):
        held = place(home, person)
        people.change_place(actor=home.amina, place=held, anew=people.Place(is_head=True), seen=held.version)
    assert [each.person_id for each in home.all(HouseholdMember, household=home.home, is_head=True)] == [home.son.pk]
    held = place(home, home.son)
    people.change_place(actor=home.amina, place=held, anew=people.Place("son"), seen=held.version)
    assert home.all(HouseholdMember, household=home.home, is_head=True) == []


def test_who_leaves_stays_among_what_was_and_a_home_that_is_over_with_them(home, page):
    desk, left = page(home.amina), f"left-{home.home.pk}"
    tomorrow = sent(left, place=str(place(home, home.son).pk)) | day(f"{left}-until", home.today + timedelta(days=1))
    assert desk.post(at(home.xan), tomorrow).status_code == 200
    desk.post(at(home.xan), tomorrow | day(f"{left}-until", home.today))
    assert told(home, home.xan) == {"The flat": ["Xan", "(Ptolemy Quill)"]}
    step = f"end-{home.home.pk}"
    desk.post(at(home.xan), {"step": step, **day(f"{step}-until", home.today)})
    assert home.find(Household, pk=home.home.pk).ended_at is not None
    assert sorted(told(home, home.xan)["The flat"]) == ["(Ptolemy Quill)", "(Xan)"]
    assert "Change this home" not in desk.get(at(home.xan)).content.decode()
    lines = home.all(TimelineEntry, person=home.xan, verb__startswith="people.household")
    assert [line.verb.removeprefix("people.household_") for line in lines] == ["formed", "left", "ended"]
    assert all("Quill" not in str(line.facts) for line in lines)


def test_two_who_rename_a_home_at_once_lose_nothing(home, page):
    desk, step = page(home.amina), f"name-{home.home.pk}"
    people.rename_household(
        actor=home.ben, person=home.xan, household=home.home, name="Quill's", seen=home.home.version
    )
    late = desk.post(at(home.xan), sent(step, name="Typed", version=home.home.version))
    assert late.status_code == 409
    assert "Quill&#x27;s" in late.content.decode()
    assert 'value="Typed"' in late.content.decode()
    assert home.find(Household, pk=home.home.pk).name == "Quill's"


def test_who_lives_with_somebody_whose_address_is_secret_is_told_only_in_files_one_may_open(home):
    """Sam serves the son alone; that his mother lives with him would say where she is."""
    people.add_to_care_team(
        actor=home.ben, person=home.son, program=home.housing, staff=home.staff(home.flo), because="His calls"
    )
    assert told(home, home.son, home.flo)["The flat"] == ["Ptolemy Quill", "Xan"]
    people.set_safety(actor=home.amina, person=home.xan, address_protected=True, risk_if_contacted="")
    assert told(home, home.son, home.flo)["The flat"] == ["Ptolemy Quill"]
    assert told(home, home.son)["The flat"] == ["Ptolemy Quill", "Xan"]


def test_whom_she_must_not_meet_does_not_read_with_whom_she_lives(home):
    people.relate(actor=home.amina, person=home.xan, other=home.son, told=people.Told(Kinship.CHILD, adverse=True))
    assert told(home, home.son)["The flat"] == ["Ptolemy Quill"]
    assert told(home, home.xan)["The flat"] == ["Xan", "Ptolemy Quill"]


def test_what_the_shelter_knows_of_a_home_neither_shows_outside_nor_changes_anything_there(home, page):
    cases.open_case(actor=home.job(), program=home.shelter, person=home.xan, owner=home.staff(home.grace))
    friend = home.client_case(full_name="Barnaby Stroud").person
    people.join_household(
        actor=home.grace, person=home.xan, household=home.home, member=friend, place=people.Place("hides with her")
    )
    refuge = people.form_household(
        actor=home.grace, person=home.xan, members=[(home.xan, ""), (friend, "friend")], name="The refuge"
    )
    assert told(home, home.xan) == {"The flat": ["Xan", "Ptolemy Quill"]}
    assert "Barnaby" in told(home, home.xan, home.grace)["The flat"][2]
    overview = page(home.amina).get(f"/people/{home.xan.pk}/").content.decode()
    assert "Barnaby" not in overview
    assert "refuge" not in page(home.amina).get(at(home.xan)).content.decode()
    lines = home.all(TimelineEntry, person=home.xan, actor_id=home.grace.id)
    assert {line.program_id for line in lines} == {home.shelter.pk}
    held, was = place(home, home.xan), {"person": home.xan, "household": home.home}
    for attempt in (
        lambda: people.leave_household(actor=home.grace, person=home.xan, place_id=held.pk, until=home.today),
        lambda: people.change_place(actor=home.grace, place=held, anew=people.Place("gone"), seen=held.version),
        lambda: people.rename_household(actor=home.grace, **was, name="Left", seen=1),
        lambda: people.end_household(actor=home.grace, **was, until=home.today),
    ):
        with pytest.raises(Refused, match="Others noted"):
            attempt()
    with pytest.raises(Absent):
        people.rename_household(actor=home.amina, person=home.xan, household=refuge, name="?", seen=1)
    people.end_household(actor=home.amina, **was, until=home.today)
    assert place(home, friend), "what the shelter noted of that home ends when the shelter says so"
    assert place(home, home.xan) is None


def test_whoever_sees_nobody_of_a_home_sees_and_changes_nothing_of_it(home, page):
    stranger = home.client_case(home.sam, home.family, full_name="Casimir Ode").person
    assert page(home.sam).get(at(home.xan)).status_code == 404
    with pytest.raises(Absent):
        people.join_household(
            actor=home.sam, person=stranger, household=home.home, member=stranger, place=people.Place()
        )
    with pytest.raises(Absent):
        people.leave_household(actor=home.sam, person=stranger, place_id=place(home, home.xan).pk, until=home.today)
