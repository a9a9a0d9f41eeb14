"""A page compares with the worker's places on care teams, an action asks the table: the two must see the same rows."""

import re
from pathlib import Path

import pytest

import keyworker
from keyworker.access.permissions import Permission
from keyworker.access.roles import FILE_READING
from keyworker.access.sight import authorities, facts, policed_models, rows
from keyworker.base import clock, context
from keyworker.base.context import one_page, reading
from keyworker.base.models import change
from keyworker.cases.actions import break_glass
from keyworker.people import standing as places
from keyworker.people.models import CareTeamMember, Person

SEEN_UNDER = sorted({*FILE_READING, Permission.TASK_EDIT, Permission.PERSON_INDEX, Permission.NOTE_WRITE})
POLICIES = [path.read_text() for path in Path(keyworker.__file__).parent.rglob("*.py")]
ASKED_BY_NAME = {
    name
    for source in POLICIES
    for line in re.findall(r"authority\.permission.*", source)
    for name in re.findall(r"Permission\.(\w+)", line)
}
# The administrator and the auditor open no files.
NEVER_IN_FILES = {"priya", "oskar"}


def keys_seen(actor):
    """Every row of every model this worker may see, by model and permission."""
    asked = {alike(actor, needs): needs for needs in SEEN_UNDER}.values()
    return {
        (model, needs): set(rows(model, actor=actor, needs=needs).values_list("pk", flat=True))
        for model in policed_models()
        for needs in asked
    }


def alike(actor, needs):
    """Held in the same places, two permissions see the same, but for those that a policy asks for by name."""
    held = [(each.reach, each.programs) for each in authorities(actor, needs)]
    return str(held), needs in FILE_READING, needs if needs.name in ASKED_BY_NAME else None


@pytest.mark.parametrize("name", ["amina", "sam", "ben", "flo", "grace", "priya", "oskar", "carl"])
def test_looking_and_doing_see_the_same_rows(town, name):
    actor = getattr(town, name)
    with reading(actor):
        looked = keys_seen(actor)
    with context.writing(actor):
        assert keys_seen(actor) == looked
    assert any(looked.values()) == (name not in NEVER_IN_FILES)


def test_a_worker_with_more_places_than_fit_sees_no_less(town, monkeypatch):
    with reading(town.amina):
        few = keys_seen(town.amina)
    monkeypatch.setattr(places, "MOST_PLACES", 1)
    with reading(town.amina):
        assert keys_seen(town.amina) == few


def test_a_worker_in_many_programs_sees_no_less(town, monkeypatch):
    with reading(town.amina):
        few = keys_seen(town.amina)
    monkeypatch.setattr(places, "MOST_PROGRAMS", 0)
    with reading(town.amina):
        assert keys_seen(town.amina) == few


def test_who_opens_a_file_in_an_emergency_sees_it_in_the_same_request(town):
    person = town.new_person()

    def sam_sees():
        with reading(town.sam):
            return rows(Person, actor=town.sam, needs=Permission.PERSON_VIEW).filter(pk=person.pk).exists()

    with one_page():
        assert not sam_sees()
        break_glass(
            actor=town.sam, person=person, program=town.housing, staff=town.staff(town.sam), reason="Her son called."
        )
        assert sam_sees()


def test_a_place_that_has_ended_shows_nothing(town):
    person = town.new_person()
    with context.writing(town.job()):
        place = facts(CareTeamMember, because="a place to end").get(person=person)
        change(place, until=clock.now())
    with reading(town.amina):
        assert not rows(Person, actor=town.amina, needs=Permission.PERSON_VIEW).filter(pk=person.pk).exists()
