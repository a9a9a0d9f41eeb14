"""Sealed fields: unreadable in the database, bound to their row, found by keyed hash, gone when the key is."""

import dataclasses

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import keyring
from keyworker.base.context import reading
from keyworker.base.encryption import new_salt
from keyworker.people import actions as people
from keyworker.people.models import Channel, ContactPoint, Identifier
from keyworker.people.queries import code_words

NUMBER = "+1 555 0142"


@pytest.fixture
def point(town):
    person = town.new_person()
    return people.add_contact_point(actor=town.amina, person=person, way=people.Way(Channel.PHONE, NUMBER))


def raw(table, column, pk):
    with connection.cursor() as cursor:
        query = sql.SQL("SELECT {} FROM {} WHERE id = %s").format(sql.Identifier(column), sql.Identifier(table))
        cursor.execute(query, [pk])
        return bytes(cursor.fetchone()[0])


def test_the_database_never_holds_the_number_itself(town, point):
    with reading(town.amina):
        assert b"555" not in raw("people_contactpoint", "value", point.pk)


def test_a_worker_who_may_see_it_reads_it(town, point):
    with reading(town.amina):
        found = rows(ContactPoint, actor=town.amina, needs=Permission.PERSON_VIEW).get(pk=point.pk)
        assert found.value == NUMBER


def test_a_sealed_value_copied_to_another_row_cannot_be_opened(town, point):
    other = people.add_contact_point(
        actor=town.amina, person=point.person, way=people.Way(Channel.PHONE, "+1 555 0199")
    )
    with reading(town.amina):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_contactpoint SET value = (SELECT value FROM people_contactpoint WHERE id = %s)"
                " WHERE id = %s",
                [point.pk, other.pk],
            )
        moved = rows(ContactPoint, actor=town.amina, needs=Permission.PERSON_VIEW).get(pk=other.pk)
        with pytest.raises(keyring.Unreadable):
            _ = moved.value


def test_a_number_is_found_however_it_is_spelt(town, point):
    digits = keyring.ring().find("15550142", purpose="contact")
    with reading(town.amina):
        mine = rows(ContactPoint, actor=town.amina, needs=Permission.PERSON_VIEW)
        assert mine.filter(value_hash=digits).get().pk == point.pk


def test_replacing_the_persons_key_erases_all_they_had_sealed(town, point):
    with reading(town.amina):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE people_person SET key_salt = %s WHERE id = %s", [new_salt(), point.person_id])
        found = rows(ContactPoint, actor=town.amina, needs=Permission.PERSON_VIEW).get(pk=point.pk)
        with pytest.raises(keyring.Unreadable):
            _ = found.value


def test_an_identifier_is_sealed_too(town):
    found = people.add_identifier(actor=town.amina, person=town.new_person(), scheme="benefits", value="QX-77-1234")
    with reading(town.amina):
        assert b"1234" not in raw("people_identifier", "value", found.pk)
        assert rows(Identifier, actor=town.amina, needs=Permission.PERSON_VIEW).get(pk=found.pk).value == "QX-77-1234"


def test_a_code_word_is_sealed_with_the_persons_own_key(town):
    rule = people.set_safety(
        actor=town.amina,
        person=town.new_person(),
        address_protected=True,
        risk_if_contacted="He reads her mail",
        code_word="marmalade",
    )
    with reading(town.amina):
        assert b"marmalade" not in raw("people_safetyrule", "code_word", rule.pk)
        assert code_words(town.amina, rule.person) == ["marmalade"]


def two_keys():
    ring = keyring.ring()
    return dataclasses.replace(ring, current="k2", keys={**ring.keys, "k2": bytes(range(32))})


@given(st.text(), st.binary(min_size=16, max_size=16), st.text(max_size=40))
def test_whatever_is_sealed_opens_again_and_old_keys_still_open(text, salt, place):
    old, new = keyring.ring(), two_keys()
    sealed = old.seal(text.encode(), salt=salt, bound_to=place)
    assert new.open(sealed, salt=salt, bound_to=place).decode() == text
    assert keyring.key_name(new.seal(b"x", salt=salt, bound_to=place)) == "k2"


@given(st.binary(max_size=80))
def test_garbage_is_unreadable_and_never_a_crash(garbage):
    with pytest.raises(keyring.Unreadable):
        keyring.ring().open(garbage, salt=b"s" * 16, bound_to="x")
