"""Finding somebody in the town: only whom the worker may know, by nothing that a sealed program alone knows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.people import actions as people
from keyworker.people.finding.ranking import Because
from keyworker.people.models import Channel, OtherNameKind
from keyworker.people.queries import find_people
from keyworker.people.rebuilding import rebuild


def found(actor, words):
    with reading(actor):
        return find_people(actor, words)


def names(actor, words):
    return [entry.name for entry in found(actor, words)]


@pytest.fixture
def xochitl(town):
    return town.client_case(full_name="Xóchitl Quetzalli Ocampo", born_on=date(1987, 3, 4)).person


@pytest.mark.parametrize(
    "words", ["ocampo xochitl", "XOCHITL", "sochil quetzali", "ocampo 1987", "4.3.1987", "quetzaly"]
)
def test_a_client_is_found_however_a_worker_types_it(town, xochitl, words):
    assert names(town.amina, words)[0] == xochitl.full_name


def test_whoever_only_knows_the_index_sees_a_name_and_why_but_not_the_file(town, xochitl):
    entry = found(town.flo, "sochil ocampo 3.4.1987")[0]
    assert not entry.may_open
    assert {reason.because for reason in entry.reasons} >= {Because.SWAPPED}
    assert any("swapped" in why for why in entry.why)


def test_a_number_finds_whose_it_is_however_it_is_written(town, xochitl):
    people.add_contact_point(actor=town.amina, person=xochitl, way=people.Way(Channel.PHONE, "(212) 555-0142"))
    people.add_identifier(actor=town.amina, person=xochitl, scheme="benefits", value="QX-77-1234")
    for words in ("+1 212 555 0142", "212-555-0142", "qx-77-1234"):
        assert names(town.flo, words) == [xochitl.full_name]


def test_what_a_shelter_knows_finds_nobody_for_others(town, xochitl):
    from keyworker.cases.actions import open_case

    open_case(actor=town.job(), program=town.shelter, person=xochitl, owner=town.staff(town.grace))
    people.add_contact_point(actor=town.grace, person=xochitl, way=people.Way(Channel.PHONE, "212 555 0199"))
    people.add_other_name(actor=town.grace, person=xochitl, name="Wilhelmina Zupan", kind=OtherNameKind.CALLED)
    for words in ("212 555 0199", "wilhelmina zupan", "zupan"):
        assert xochitl.full_name not in names(town.amina, words)
        assert names(town.grace, words) == [xochitl.full_name]


def test_another_name_finds_them_and_is_said(town, xochitl):
    people.add_other_name(actor=town.amina, person=xochitl, name="Susana Bracamontes", kind=OtherNameKind.FORMER)
    entry = found(town.flo, "susana bracamontes")[0]
    assert (entry.name, entry.reasons[-1].word) == (xochitl.full_name, "Susana Bracamontes")


def test_nobody_finds_whom_they_are_kept_from(town, xochitl):
    people.deny(actor=town.ben, person=xochitl, staff=town.staff(town.amina), because="her cousin")
    assert names(town.amina, "xochitl ocampo") == []


def test_a_sealed_programs_people_and_another_agencys_are_found_by_nobody_else(town):
    town.client_case(town.grace, town.shelter, full_name="Perpetua Vesperling", born_on=date(1999, 9, 9))
    for actor in (town.amina, town.flo, town.carl):
        assert "Perpetua Vesperling" not in names(actor, "perpetua vesperling") + names(actor, "9.9.1999")
    assert names(town.grace, "perpetua vesprling") == ["Perpetua Vesperling"]


def test_that_somebody_looked_is_recorded_without_a_word_of_what_they_typed(town, xochitl):
    found(town.amina, "xochitl ocampo")
    event = town.find(AuditEvent, verb="people.searched")
    assert event.actor_id == town.amina.id
    assert "xochitl" not in str(event.facts).casefold()


def test_a_search_asks_as_much_among_many_as_among_few(town, xochitl):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            found(town.amina, "maria 1987")
        return len(seen)

    assert asked() <= 12
    for number in range(12):
        town.new_person(full_name=f"Maria Lopez{'abcdefghijkl'[number]}", born_on=date(1987, 1, 1 + number))
    assert asked() <= 12


def test_names_kept_by_older_rules_are_made_anew(town, xochitl):
    with connection.cursor() as cursor, reading(town.job()):
        cursor.execute("DELETE FROM people_nametoken")
    assert names(town.amina, "xochitl") == []
    with reading(town.job()):
        rebuild(connection)
    assert names(town.amina, "xochitl") == [xochitl.full_name]
