"""Who somebody is, carefully: names, their own words, a death; who learns of it, and what comes of it."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.notices.standing import standing_of
from keyworker.people import actions as people
from keyworker.people.details.code_lists import LISTS, list_for
from keyworker.people.details.queries import said_of_themselves
from keyworker.people.duplicates import written
from keyworker.people.models import (
    Channel,
    OtherName,
    OtherNameKind,
    Person,
    SaidKind,
    SaidOfThemselves,
    TimelineEntry,
)
from keyworker.people.queries import contact_points, find_people, likely_people
from keyworker.people.rebuilding import rebuild
from keyworker.tasks.models import Task

WORDS = "Garifuna, and proud of it"


@pytest.fixture
def her(town):
    town.case = town.client_case(full_name="Ondine Marsh", given="Ondine", family="Marsh")
    town.her = town.case.person
    return town


def at(town):
    return reverse("workspace:details", args=[town.her.pk])


def as_typed(person, **changes):
    """The identity form as it stands, with changes."""
    stands = {
        "full_name": person.full_name, "given": person.given, "family": person.family, "language": person.language,
        "version": person.version, **changes,
    }  # fmt: skip
    return {"step": "identity", **{f"identity-{name}": value for name, value in stands.items()}}


def fresh(town):
    return town.find(Person, pk=town.her.pk)


@pytest.mark.parametrize(
    ("name", "codes", "fits"),
    [
        ("hmis-2026-race", ["3", "6"], True),
        ("hmis-2026-race", ["3", "9"], False),
        ("hmis-2026-race", ["x"], False),
        ("hmis-2026-sex", ["0", "1"], False),
        ("hmis-2026-sex", ["99"], True),
        ("hmis-2026-disabling-condition", [], True),
    ],
)
def test_codes_stand_together_only_as_their_list_lets_them(name, codes, fits):
    assert LISTS[name].fit(codes) is fits


def test_only_an_agency_whose_country_reports_is_asked_for_codes_and_nobody_for_a_gender():
    assert list_for("ethnicity", "US").name == "hmis-2026-race"
    assert list_for("gender", "US") is None
    assert all(list_for(kind, "KE") is None for kind in SaidKind.values)


def test_amina_corrects_who_she_is_and_the_old_name_still_finds_her(her, page):
    desk = page(her.amina)
    typed = as_typed(
        her.her, full_name="Ondine Okonkwo-Reyes", family="Okonkwo-Reyes", pronouns="she, her", reads="none",
        born_year="1987", born_estimated="on", keeps_former="on",
    )  # fmt: skip
    wrong = desk.post(at(her), {**typed, "identity-full_name": "", "identity-born_year": "87"})
    assert "four digits" in wrong.content.decode()
    assert "Okonkwo-Reyes" in wrong.content.decode()
    assert desk.post(at(her), typed).status_code == 302
    now = fresh(her)
    assert (now.full_name, now.born_on, now.born_precision) == ("Ondine Okonkwo-Reyes", date(1987, 1, 1), "estimated")
    with reading(her.amina):
        assert [one.id for one in find_people(her.amina, "okonkwo")] == [now.pk]
    with reading(her.amina):
        assert [one.id for one in find_people(her.amina, "ondine marsh")] == [now.pk]
    shown = desk.get(at(her)).content.decode()
    assert "about 1987" in shown
    assert "say it aloud" in shown
    assert "Ondine Marsh" in shown
    line = her.find(TimelineEntry, verb="people.identity_corrected")
    assert line.program_id == her.housing.pk
    assert line.facts == {}


def test_an_old_name_that_endangers_is_not_kept(her, page):
    page(her.amina).post(at(her), as_typed(her.her, full_name="Mavis Pell", given="", family=""))
    assert her.find(OtherName, person=her.her) is None
    with reading(her.amina):
        assert find_people(her.amina, "ondine marsh") == []


def test_what_a_colleague_saved_meanwhile_stands_beside_what_was_typed(her, page):
    desk, late = page(her.amina), as_typed(her.her, full_name="Ondine Typed")
    people.correct_identity(
        actor=her.ben, person=her.her, identity=people.Identity("Ondine Saved", pronouns="they"), seen=her.her.version
    )
    shown = desk.post(at(her), late)
    assert shown.status_code == 409
    text = shown.content.decode()
    assert "Ondine Saved" in text
    assert 'value="Ondine Typed"' in text
    assert fresh(her).full_name == "Ondine Saved"
    desk.post(at(her), {**late, "identity-version": fresh(her).version})
    assert fresh(her).full_name == "Ondine Typed"


def test_what_they_say_of_themselves_is_kept_sealed_beside_the_codes_of_the_list(her, page):
    desk = page(her.amina)
    bad = {"step": "ethnicity", "ethnicity-own_words": WORDS, "ethnicity-codes": ["3", "99"], "ethnicity-version": 0}
    assert "do not go together" in desk.post(at(her), bad).content.decode()
    desk.post(at(her), {**bad, "ethnicity-codes": ["3", "6"]})
    said = her.find(SaidOfThemselves, person=her.her)
    assert (said.code_list, said.codes) == ("hmis-2026-race", ["3", "6"])
    assert WORDS.encode() not in bytes(said.__dict__["own_words"])
    shown = desk.get(at(her)).content.decode()
    assert WORDS in shown
    assert "Black, African American, or African · Hispanic/Latina/o" in shown
    trail = json.dumps([each.facts for each in her.all(AuditEvent, person_id=her.her.pk)])
    assert "Garifuna" not in trail
    assert her.find(TimelineEntry, verb="people.said_of_themselves").facts == {}
    with pytest.raises(StaleRecord):
        people.say_of_themselves(actor=her.ben, person=her.her, kind=SaidKind.ETHNICITY, own_words="None of it")
    with pytest.raises(Refused, match="not on the list"):
        people.say_of_themselves(actor=her.ben, person=her.her, kind=SaidKind.GENDER, own_words="a woman", codes=["1"])


def test_what_she_tells_the_shelter_of_herself_stays_there(her, page):
    cases.open_case(actor=her.job(), program=her.shelter, person=her.her, owner=her.staff(her.grace))
    people.say_of_themselves(actor=her.amina, person=her.her, kind=SaidKind.GENDER, own_words="a woman")
    people.say_of_themselves(actor=her.grace, person=her.her, kind=SaidKind.GENDER, own_words="a trans woman")
    with reading(her.amina):
        assert [each.own_words for each in said_of_themselves(her.amina, her.her)] == ["a woman"]
    with reading(her.grace):
        assert [each.own_words for each in said_of_themselves(her.grace, her.her)] == ["a trans woman", "a woman"]
    assert "trans" not in page(her.amina).get(at(her)).content.decode()
    assert "Only your program sees this" in page(her.grace).get(at(her)).content.decode()
    lines = her.all(TimelineEntry, verb="people.said_of_themselves", actor_id=her.grace.id)
    assert [line.program_id for line in lines] == [her.shelter.pk]


def test_whoever_may_not_see_the_file_sees_and_changes_none_of_it(her, page):
    assert page(her.sam).get(at(her)).status_code == 404
    with pytest.raises(Absent):
        people.say_of_themselves(actor=her.sam, person=her.her, kind=SaidKind.SEX, own_words="no")
    with pytest.raises(Absent):
        people.note_death(actor=her.grace, person=her.her, death=people.Death(her.today))


def test_a_death_ends_every_contact_and_asks_each_open_case_for_its_end(her, page):
    way = people.Way(Channel.PHONE, "+1 202 555 0199", reminders_ok=True)
    people.add_contact_point(actor=her.amina, person=her.her, way=way)
    desk, died = page(her.amina), {"step": "died", "died-died_year": str(her.today.year), "died-told": "her sister"}
    assert "I am sure" in desk.post(at(her), died).content.decode()
    done = desk.post(at(her), {**died, "died-sure": "on", "died-version": fresh(her).version}, follow=True)
    shown = done.content.decode()
    assert "Nobody contacts them any more" in shown
    assert "told by her sister" in shown
    gone = fresh(her)
    with reading(her.amina):
        assert contact_points(her.amina, gone, secret=False) == []
        standing = standing_of(her.amina, her.her.pk, her.housing, points=[], happens_at=her.case.created_at)
    assert standing.at_risk
    assert her.find(Task, case=her.case, what__startswith="They have died").due_on == her.today
    assert her.find(Case, pk=her.case.pk).next_step_on <= her.today
    with pytest.raises(Refused, match="noted already"):
        people.note_death(actor=her.ben, person=her.her, death=people.Death(her.today))
    desk.post(at(her), {"step": "alive", "alive-sure": "on"})
    back = fresh(her)
    assert back.died_on is None
    with reading(her.amina):
        assert len(contact_points(her.amina, back, secret=False)) == 1


@pytest.mark.parametrize(("days", "because"), [(1, "not come yet"), (-40_000, "before they were born")])
def test_nobody_dies_tomorrow_or_before_they_are_born(her, days, because):
    somebody = her.new_person(full_name="Ptolemy Quill", born_on=date(1987, 3, 27))
    with pytest.raises(Refused, match=because):
        people.note_death(actor=her.amina, person=somebody, death=people.Death(her.today + timedelta(days=days)))


def test_a_death_the_shelter_notes_does_not_say_outside_that_a_shelter_knew_her(her, page):
    cases.open_case(actor=her.job(), program=her.shelter, person=her.her, owner=her.staff(her.grace))
    people.note_death(actor=her.grace, person=her.her, death=people.Death(her.today, told="the night staff"))
    assert fresh(her).died_told == ""
    assert {line.program_id for line in her.all(TimelineEntry, verb="people.death_noted")} == {her.shelter.pk}
    asked = her.all(Task, person=her.her, what__startswith="They have died")
    assert {task.program_id for task in asked} == {her.housing.pk, her.shelter.pk}
    shown = page(her.amina).get(at(her)).content.decode()
    assert "Nobody contacts them any more" in shown
    assert "Grace" not in page(her.amina).get(f"/people/{her.her.pk}/timeline/").content.decode()


def test_another_name_is_noted_on_the_page(her, page):
    desk = page(her.amina)
    desk.post(at(her), {"step": "name", "name-name": "Nina Quux", "name-kind": OtherNameKind.CALLED})
    assert "Nina Quux" in desk.get(at(her)).content.decode()


def test_a_child_whose_name_nobody_knows_is_found_by_age_and_number_and_named_later(her, page):
    label = "Unaccompanied child, about 6"
    born = date(her.today.year - 6, 1, 1)
    case = her.client_case(full_name=label, unnamed=True, born_on=born, born_precision="estimated")
    another = her.client_case(full_name="Unaccompanied girl with a red coat", unnamed=True)

    def found(words):
        with reading(her.amina):
            return [one.name for one in find_people(her.amina, words)]

    assert found("unaccompanied") == [], "what only tells who is meant is no name"
    assert label in found("about 6")
    with reading(her.amina):
        assert not any(one.likely for one in likely_people(her.amina, "", born_on=born, precision="estimated"))
    child, desk = case.person, page(her.amina)
    assert label in desk.post("/search/", {"q": case.number}, follow=True).content.decode()
    assert "Name not known yet" in desk.get(f"/people/{child.pk}/").content.decode()
    with reading(her.job()):
        assert {label, another.person.full_name}.isdisjoint(each.name for each in written(her.job()))
    her.her = child
    typed = as_typed(child, full_name="Amaniel Tesfay", born_year=str(born.year), born_estimated="on")
    desk.post(at(her), typed)
    named = her.find(Person, pk=child.pk)
    assert (named.full_name, named.unnamed) == ("Amaniel Tesfay", False)
    assert found("amaniel") == ["Amaniel Tesfay"]
    assert found("unaccompanied") == []
    assert her.find(OtherName, person=child).kind == OtherNameKind.LABEL
    assert label in desk.get(at(her)).content.decode()
    assert her.find(TimelineEntry, verb="people.named", person=child) is not None
    with reading(her.job()):
        rebuild(connection)
    assert found("unaccompanied") == []
