"""A new key seals what older keys sealed, and nobody's text is lost on the way."""

import json

import pytest
from django.db.models import QuerySet

from keyworker.base.context import writing
from keyworker.base.encryption import new_salt
from keyworker.base.keyring import KeyRing, key_name, ring
from keyworker.console import resealing
from keyworker.documents import keeping
from keyworker.documents.models import Document
from keyworker.people import actions as people
from keyworker.people.models import Channel, ContactPoint, Person, SafetyRule


@pytest.fixture
def own_ring(settings, tmp_path):
    """A copy of the key ring, so that other stories keep theirs."""
    copy = tmp_path / "keyring.json"
    copy.write_bytes(settings.KEYRING.read_bytes())
    settings.KEYRING = copy
    ring.cache_clear()
    yield copy
    ring.cache_clear()


@pytest.fixture
def rosa(open_town):
    """Somebody with a telephone number and a code word."""
    person = open_town.new_person()
    way = people.Way(channel=Channel.PHONE, value="+1 503 555 0147")
    people.add_contact_point(actor=open_town.amina, person=person, way=way)
    people.set_safety(
        actor=open_town.amina, person=person, address_protected=True, risk_if_contacted="", code_word="lighthouse"
    )
    return person


def sealed_values(model, name, **conditions):
    """Return what the table holds, as the owner of the tables sees it."""
    return [bytes(value) for value in QuerySet(model, using="owner").filter(**conditions).values_list(name, flat=True)]


def seal_everything_again(key):
    return [resealing.seal_again(field, current=key) for field in resealing.sealed_fields()]


def test_every_sealed_text_can_be_read_after_a_rotation_and_none_needs_the_old_key(open_town, own_ring, rosa):
    new_key = resealing.add_key(own_ring)
    ring.cache_clear()

    tallies = seal_everything_again(new_key)

    assert sum(tally.done for tally in tallies) >= 2
    assert sum(tally.unreadable for tally in tallies) == 0
    point = QuerySet(ContactPoint, using="owner").select_related("person").get(person=rosa)
    assert point.value == "+1 503 555 0147"
    rule = QuerySet(SafetyRule, using="owner").select_related("person").get(person=rosa)
    assert rule.code_word == "lighthouse"
    sealed = sealed_values(ContactPoint, "value") + sealed_values(SafetyRule, "code_word", code_word__isnull=False)
    assert {key_name(value) for value in sealed} == {new_key}
    assert sum(tally.done for tally in seal_everything_again(new_key)) == 0, "nothing is left to do"


def test_what_was_erased_stays_erased_and_stops_nothing(open_town, own_ring, rosa):
    QuerySet(Person, using="owner").filter(pk=rosa.pk).update(key_salt=new_salt())
    new_key = resealing.add_key(own_ring)
    ring.cache_clear()
    assert sum(tally.unreadable for tally in seal_everything_again(new_key)) == 2


def test_keys_are_not_changed_under_a_running_installation(open_town):
    open_town.new_person()
    assert resealing.is_being_served()


def test_older_keys_stay_in_the_ring_because_backups_need_them(own_ring):
    old = KeyRing.load(own_ring)
    assert resealing.add_key(own_ring) == f"k{len(old.keys) + 1}"
    new = KeyRing.load(own_ring)
    assert new.keys.items() > old.keys.items()
    assert new.index == old.index, "or nothing could be found by its hash any more"
    assert own_ring.stat().st_mode & 0o777 == 0o600
    assert json.loads(own_ring.read_text())["current"] == new.current


@pytest.fixture
def lease(open_town, settings, tmp_path):
    """A file that somebody gave us."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    housing = open_town.housing
    with writing(open_town.amina):
        return keeping.take_in(housing, name="lease.txt", content=b"14 Quay Street")


def test_every_file_can_be_read_after_a_rotation_and_none_needs_the_old_key(own_ring, lease):
    new_key = resealing.add_key(own_ring)
    ring.cache_clear()

    assert resealing.seal_file_keys_again(current=new_key).done >= 1

    found = QuerySet(Document, using="owner").get(pk=lease.pk)
    assert key_name(bytes(found.wrapped_key)) == new_key
    assert b"".join(keeping.give_out(found)) == b"14 Quay Street"
    assert resealing.seal_file_keys_again(current=new_key).done == 0, "nothing is left to do"


def test_a_file_whose_key_was_destroyed_stays_erased_and_stops_nothing(own_ring, lease):
    QuerySet(Document, using="owner").filter(pk=lease.pk).update(wrapped_key=b"")
    new_key = resealing.add_key(own_ring)
    ring.cache_clear()
    assert resealing.seal_file_keys_again(current=new_key).unreadable == 1
