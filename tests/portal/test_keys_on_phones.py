"""A key on a client's own phone opens their own page; a copy, another's, an old answer and a shared phone open none."""

import json
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import IntegrityError, ProgrammingError, connections, transaction
from django.urls import reverse
from django.utils import translation

from keyworker.access.models import DoorKey, DoorKind
from keyworker.audit.models import AuditEvent
from keyworker.base.actor import client
from keyworker.base.context import reading
from keyworker.people import actions as people
from keyworker.people.models import Passkey, Person
from keyworker.people.own_door.opening import keys_of
from keyworker.people.own_door.passkeys import keep_passkey, try_passkey
from keyworker.people.own_door.rules import goes_on, may_keep_key
from keyworker.people.own_door.webauthn import LONGEST_ANSWER, PhoneAnswer, Site
from keyworker.portal import throttle
from tests.portal.phone import Phone

PIN, WORD = "508213", "Marmalade"
SIGN_IN, MAKE, COME, ASK = (reverse(f"portal:{name}") for name in ("sign_in", "make_key", "key", "key_ask"))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
    translation.deactivate()


def enrolled(town, actor=None, program=None, *, shared=False, **identity):
    """Somebody with a page of their own, and their PIN."""
    actor = actor or town.amina
    person = town.client_case(actor, program, **identity).person
    people.set_safety(
        actor=actor, person=person, program=program or town.housing,
        address_protected=False, risk_if_contacted="", code_word=WORD,
    )  # fmt: skip
    account = people.enrol(actor=actor, person=person, enrolment=people.Enrolment("in-person", "Hers", shared))
    people.entering.choose_pin(actor=people.entering.at_the_door(account.agency_id), account=account, pin=PIN)
    return account


@pytest.fixture
def town(open_town):
    cache.clear()
    open_town.account = enrolled(open_town, full_name="Xanthippe Quill", preferred_name="Xan")
    return open_town


def inside(town, page, account=None):
    """Their browser, as after link and PIN."""
    account = account or town.account
    return page(client(agency_id=account.agency_id, account_id=account.pk, person_id=account.person_id))


def asked_to_make(browser, pin=PIN):
    return browser.post(MAKE, {"pin": pin}).context["asked"]


def with_key(town, page, account=None, **phone):
    """A phone with a key to their page."""
    hers, phone = inside(town, page, account), Phone(**phone)
    answer = hers.post(MAKE, {"credential": phone.make(asked_to_make(hers))})
    assert answer["Location"] == SIGN_IN
    return phone


def came(browser, phone, **other):
    asked = browser.post(ASK).json()
    phone.count += 1 if phone.count else 0
    return browser.post(COME, {"credential": phone.sign(asked, **other)})


def is_inside(browser):
    return browser.get(reverse("portal:home")).status_code == 200


def held(town, account=None):
    return town.all(Passkey, account_id=(account or town.account).pk, ended_at=None)


def verbs(town):
    return [event.verb for event in town.all(AuditEvent, person_id=town.account.person_id)]


@pytest.mark.parametrize("counts", [1, 0], ids=["counts", "never counts"])
def test_with_a_key_she_comes_in_without_a_name_a_link_or_a_pin(town, page, counts):
    phone, fresh = with_key(town, page, count=counts), page(None)
    assert came(fresh, phone)["Location"] == reverse("portal:home")
    assert "Xan" in fresh.get(reverse("portal:home")).content.decode()
    assert came(page(None), phone).status_code == 302
    assert {"people.portal_pin_shown", "people.passkey_kept", "people.portal_entered"} <= set(verbs(town))


def test_what_her_phone_keeps_and_shows_names_nobody(town, page):
    hers = inside(town, page)
    asked = asked_to_make(hers)["publicKey"]
    assert asked["rp"] == {"name": "Page", "id": "testserver"}
    assert {asked["user"]["name"], asked["user"]["displayName"]} == {"My page"}
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    shown = hers.get(MAKE).content.decode()
    assert "list of passwords" in shown
    assert '<strong><bdi dir="ltr">testserver</bdi></strong> · <strong>My page</strong>' in shown
    assert asked["user"]["id"] != asked_to_make(hers)["publicKey"]["user"]["id"], "one key must not replace another"


def test_whoever_finds_her_page_open_makes_no_key_without_the_pin(town, page):
    hers, phone = inside(town, page), Phone()
    guess = hers.post(MAKE, {"pin": "940617"})
    assert "Tries left: 4" in guess.content.decode()
    made = phone.make({"publicKey": {"user": {"id": "AAAA"}, "rp": {"id": "testserver"}, "challenge": "AAAA"}})
    hers.post(MAKE, {"credential": made})
    assert held(town) == []
    for _guess in range(4):
        hers.post(MAKE, {"pin": "940617"})
    assert not is_inside(hers)


def test_on_a_phone_that_others_use_there_is_no_key_and_one_that_is_there_opens_nothing(town, page):
    shared = enrolled(town, full_name="Yolanda Quill", shared=True)
    hers = inside(town, page, shared)
    assert "Other people use this phone" in hers.get(SIGN_IN).content.decode()
    assert hers.get(MAKE)["Location"] == SIGN_IN
    assert hers.post(MAKE, {"pin": PIN})["Location"] == SIGN_IN
    phone = with_key(town, page)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE people_portalaccount SET shared_device = true WHERE id = %s", [town.account.pk])
    assert came(page(None), phone).status_code == 403
    assert not may_keep_key(shared=True, open_now=True, held=0)


def test_an_answer_is_good_one_time_in_the_browser_that_was_asked(town, page):
    phone, first, second = with_key(town, page), page(None), page(None)
    phone.count = 2
    answer = phone.sign(first.post(ASK).json())
    second.post(ASK)
    assert second.post(COME, {"credential": answer}).status_code == 403
    assert first.post(COME, {"credential": answer}).status_code == 302
    assert first.post(reverse("portal:leave")).status_code == 302
    assert first.post(COME, {"credential": answer}).status_code == 403
    assert not is_inside(first)


def test_an_answer_to_what_was_asked_for_making_a_key_opens_nothing(town, page):
    phone, hers = with_key(town, page), inside(town, page)
    asked = asked_to_make(hers)
    phone.count = 7
    as_if_to_come = {"publicKey": {"rpId": "testserver", "challenge": asked["publicKey"]["challenge"]}}
    assert hers.post(COME, {"credential": phone.sign(as_if_to_come)}).status_code == 403


def test_a_question_waits_five_minutes(town, page):
    phone, fresh = with_key(town, page), page(None)
    asked, session = fresh.post(ASK).json(), fresh.session
    session["keyworker_key"] = {**session["keyworker_key"], "until": 0}
    session.save()
    assert fresh.post(COME, {"credential": phone.sign(asked)}).status_code == 403


def test_a_key_that_counts_backwards_has_a_copy_and_neither_opens_anything(town, page):
    phone = with_key(town, page, count=5)
    assert came(page(None), phone).status_code == 302
    phone.count = 4
    assert came(page(None), phone).status_code == 403
    phone.count = 90
    assert came(page(None), phone).status_code == 403
    assert held(town) == []
    assert "people.passkey_copied" in verbs(town)


@pytest.mark.parametrize(
    ("kept", "told", "good"), [(0, 0, True), (0, 1, True), (1, 1, False), (5, 4, False), (5, 0, False)]
)
def test_a_key_counts_on_or_never(kept, told, good):
    assert goes_on(kept, told) is good


def test_anothers_name_or_handle_at_her_page_opens_neither(town, page):
    hers, theirs = with_key(town, page), with_key(town, page, enrolled(town, full_name="Yolanda Quill"))
    mixed = Phone(name=hers.name, private=theirs.private, handle=theirs.handle)
    assert came(page(None), mixed).status_code == 403
    assert came(page(None), Phone(name=hers.name, private=theirs.private, handle=hers.handle)).status_code == 403
    assert came(page(None), hers, userHandle=theirs.handle).status_code == 403
    assert came(page(None), Phone(private=hers.private, handle=hers.handle)).status_code == 403


def test_nobody_takes_the_name_of_anothers_key_for_their_own(town, page):
    hers, other = with_key(town, page), enrolled(town, full_name="Yolanda Quill")
    theirs = inside(town, page, other)
    theirs.post(MAKE, {"credential": Phone(name=hers.name).make(asked_to_make(theirs))})
    assert held(town, other) == []
    assert came(page(None), hers).status_code == 302


def test_a_key_of_northside_opens_northside_and_nothing_here(town, page):
    there = enrolled(town, town.carl, town.north, full_name="Xanthippe Quill")
    phone, fresh = with_key(town, page, there), page(None)
    assert came(fresh, phone).status_code == 302
    assert str(fresh.session["_auth_user_id"]) == str(there.user_id)
    key = town.find(Passkey, town.carl, account_id=there.pk)
    site, door = Site("testserver", "http://testserver"), people.entering.at_the_door(town.account.agency_id)
    answer = PhoneAnswer(site, {}, json.loads(phone.sign({"publicKey": {"rpId": "testserver", "challenge": "AAAA"}})))
    assert not try_passkey(actor=door, account=town.account, key=key.pk, answer=answer)
    with reading(door):
        assert keys_of(there) == []


@pytest.mark.parametrize("lie", [{"knew_them": False}, {"origin": "http://evil.testserver"}], ids=str)
def test_a_phone_that_asked_nobody_and_a_page_of_another_host_open_nothing(town, page, lie):
    phone = with_key(town, page)
    for name, value in lie.items():
        setattr(phone, name, value)
    assert came(page(None), phone).status_code == 403
    hers = inside(town, page)
    hers.post(MAKE, {"credential": Phone(**lie).make(asked_to_make(hers))})
    assert len(held(town)) == 1


BROKEN = (
    "", "{}", "[]", "null", "9" * 5000, "[" * 9000, "{" * (LONGEST_ANSWER + 1), "\x00", '{"response": []}',
    '{"rawId": 5, "response": {"userHandle": "é"}}',
    '{"rawId": "AAAA", "response": {"userHandle": "AAAAAAAAAAAAAAAAAAAAAA"}}',
)  # fmt: skip


def test_whatever_else_is_sent_opens_nothing_and_breaks_nothing(town, page):
    with_key(town, page)
    fresh, hers = page(None), inside(town, page)
    for sent in BROKEN:
        fresh.post(ASK)
        assert fresh.post(COME, {"credential": sent}).status_code == 403
        asked_to_make(hers)
        assert hers.post(MAKE, {"credential": sent})["Location"] == SIGN_IN
    assert len(held(town)) == 1


def test_a_true_key_with_a_broken_answer_is_a_key_that_opens_nothing(town, page):
    phone = with_key(town, page)
    for broken in ({"authenticatorData": "AAAA"}, {"signature": "AAAA"}, {"clientDataJSON": "AAAA"}):
        assert came(page(None), phone, **broken).status_code == 403
    assert verbs(town).count("people.passkey_refused") == 3


def test_she_takes_a_key_away_in_one_step_and_the_other_stays(town, page):
    first, second = with_key(town, page), with_key(town, page)
    hers, key = inside(town, page), held(town)[0]
    assert str(key.pk) in hers.get(SIGN_IN).content.decode()
    hers.post(SIGN_IN, {"step": "key", "key": str(key.pk)})
    assert came(page(None), first).status_code == 403
    assert came(page(None), second).status_code == 302
    for gone in (str(key.pk), str(uuid4()), "x"):
        assert "gone already" in hers.post(SIGN_IN, {"step": "key", "key": gone}, follow=True).content.decode()


def test_the_team_takes_all_keys_back_in_one_step(town, page):
    phone, worker = with_key(town, page), page(town.amina)
    address = reverse("workspace:own_door", args=[town.account.person_id])
    assert "Take all keys back" in worker.get(address).content.decode()
    worker.post(address, {"step": "keys"})
    assert came(page(None), phone).status_code == 403
    assert "Take all keys back" not in worker.get(address).content.decode()
    assert "people.passkeys_taken_back" in verbs(town)


@pytest.mark.parametrize("end", ["code word", "lost phone", "locked", "shut"])
def test_whatever_mends_the_page_ends_its_keys(town, page, end):
    phone, door = with_key(town, page), people.entering.at_the_door(town.account.agency_id)
    if end == "code word":
        people.let_in_again(actor=town.amina, account=town.account, heard=WORD)
    elif end == "lost phone":
        inside(town, page).post(SIGN_IN, {"step": "forget"})
    elif end == "shut":
        people.close_portal(actor=town.amina, person=town.find(Person, pk=town.account.person_id))
    else:
        for _guess in range(5):
            people.entering.try_pin(actor=door, account=town.account, pin="940617")
    assert came(page(None), phone).status_code == 403
    assert held(town) == []
    assert not town.all(DoorKey, kind=DoorKind.PORTAL_PASSKEY, revoked_at=None)


def test_no_more_than_five_keys(town, page):
    for _key in range(5):
        with_key(town, page)
    hers = inside(town, page)
    assert "You have many keys" in hers.get(MAKE, follow=True).content.decode()
    assert len(held(town)) == 5


def test_under_a_neutral_host_a_key_is_made_under_that_name_only(town, page, settings):
    settings.CLIENT_HOST, settings.ALLOWED_HOSTS = "page.example", ["testserver", "page.example"]
    hers = inside(town, page)
    assert MAKE not in hers.get(SIGN_IN).content.decode()
    assert hers.get(MAKE)["Location"] == SIGN_IN
    assert "page.example" in hers.get(MAKE, headers={"host": "page.example"}).content.decode()


def test_a_flood_of_questions_and_of_false_keys_is_slowed_down(town, page, monkeypatch):
    monkeypatch.setattr(throttle, "KEYS_ASKED_FROM_ONE_PLACE", 3)
    monkeypatch.setattr(throttle, "LINKS_FROM_ONE_PLACE", 1)
    fresh = page(None)
    assert [fresh.post(ASK).status_code for _ask in range(4)] == [200, 200, 200, 429]
    assert [fresh.post(COME, {"credential": "x"}).status_code for _try in range(2)] == [403, 429]
    assert fresh.get(ASK).status_code == fresh.get(COME).status_code == 405


def test_the_doors_login_reads_the_keys_of_its_own_person_alone(town, page):
    with_key(town, page)
    other = enrolled(town, full_name="Yolanda Quill")
    with_key(town, page, other)
    account = town.account
    me = client(agency_id=account.agency_id, account_id=account.pk, person_id=account.person_id)
    with reading(me), connections[me.alias].cursor() as cursor:
        cursor.execute("SELECT account_id FROM people_passkey")
        assert [row[0] for row in cursor.fetchall()] == [account.pk]


def test_nor_has_it_the_right_to_write_one(standing_town):
    for breach in (
        "UPDATE people_passkey SET sign_count = 0",
        "UPDATE people_passkey SET ended_at = NULL",
        "INSERT INTO people_passkey DEFAULT VALUES",
        "DELETE FROM people_passkey",
    ):
        with connections["door"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(breach)


def test_the_database_holds_a_key_of_one_agency_and_one_name_once(town, page):
    phone = with_key(town, page)
    there = enrolled(town, town.carl, town.north, full_name="Xanthippe Quill")
    key = town.find(Passkey, account_id=town.account.pk)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for breach in (
            "UPDATE people_passkey SET account_id = %(there)s WHERE id = %(key)s",
            "UPDATE people_passkey SET sign_count = -1 WHERE id = %(key)s",
        ):
            with pytest.raises(IntegrityError), transaction.atomic("owner"):
                cursor.execute(breach, {"there": there.pk, "key": key.pk})
    assert came(page(None), phone).status_code == 302


def test_keeping_is_refused_once_the_page_was_shut_in_the_meantime(town, page):
    hers, phone = inside(town, page), Phone()
    made = json.loads(phone.make(asked_to_make(hers)))
    state = hers.session["keyworker_key"]
    people.close_portal(actor=town.amina, person=town.find(Person, pk=town.account.person_id))
    with pytest.raises(people.passkeys.Refused):
        keep_passkey(
            actor=people.entering.at_the_door(town.account.agency_id),
            account=town.account,
            answer=PhoneAnswer(Site("testserver", "http://testserver"), state, made),
        )
