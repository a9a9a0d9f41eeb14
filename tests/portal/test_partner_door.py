"""The food bank opens its link: it sees what was shared and nothing else, and nothing once consent is taken back."""

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connections, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require
from keyworker.audit.models import AuditEvent
from keyworker.base.actor import visitor
from keyworker.base.context import reading
from keyworker.base.network import place_of, plain
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.consent.actions import withdraw_consent
from keyworker.consent.models import Consent
from keyworker.people.models import Person, TimelineEntry
from keyworker.portal import throttle
from keyworker.referrals.actions import (
    Stop,
    ToldThem,
    cancel_referral,
    mark_seen,
    note_service_stop,
    note_told,
    send_referral,
)
from keyworker.referrals.models import OutgoingReferral, ReferralReply, ToldHow, WhyStopped
from keyworker.tasks.models import Task
from tests.referrals.conftest import agreed, asked, food_bank

HERE = reverse("portal:shared_referral")


@pytest.fixture
def sent(open_town):
    """Rosa is referred to the food bank; the link goes to them."""
    town = open_town
    case = town.client_case(full_name="Xanthippe Quill")
    service = food_bank(town)
    town.consent = agreed(town, case, service)
    town.case, town.service = case, service
    town.sent = send_referral(actor=town.amina, case=case, sending=asked(service))
    return town


def at_the_door(town):
    browser = Client()
    entered = browser.get(reverse("portal:partner_link", args=[town.sent.token]))
    assert entered.status_code == 302
    assert entered["Location"] == HERE
    assert town.sent.token not in entered["Location"]
    return browser


def test_why_a_service_stopped_is_told_to_nobody_at_the_link(sent):
    """A breach: the worker notes it for the file, and the partner opens the link again."""
    town, browser = sent, at_the_door(sent)
    assert browser.post(HERE, {"answer": "accepted", "words": "Come on Tuesday."}).status_code == 302
    why = "She is afraid of their driver."
    referral = town.find(OutgoingReferral, pk=town.sent.referral.pk)
    stop = Stop("Quayside", "Weekly parcel", town.today, WhyStopped.WISHED, why_words=why, referral=referral)
    noted = note_service_stop(actor=town.amina, case=town.find(Case, pk=town.case.pk), stop=stop)
    note_told(actor=town.amina, stop=noted, told=ToldThem(town.today, ToldHow.PHONE, "He shouted at me."))
    body = browser.get(HERE).content.decode()
    assert "Come on Tuesday." in body
    for word in (why, "afraid", "shouted", WhyStopped.WISHED.label):
        assert str(word) not in body


def test_the_link_shows_what_was_shared_and_the_answer_reaches_amina(sent):
    browser = at_the_door(sent)
    body = browser.get(HERE).content.decode()
    assert "Xanthippe Quill" in body
    assert "They need food for the family." in body
    assert browser.post(HERE, {"answer": "accepted", "words": "Come on Tuesday."}).status_code == 302
    assert "Come on Tuesday." in browser.get(HERE).content.decode()
    referral = sent.find(OutgoingReferral, pk=sent.sent.referral.pk)
    assert (referral.status, referral.seen_at) == ("accepted", None)
    assert sent.find(ReferralReply, referral=referral).by == "partner"
    assert sent.find(TimelineEntry, verb="referrals.accepted", person=sent.case.person_id).actor_kind == "visitor"
    assert sent.find(AuditEvent, verb="referrals.opened_by_partner", subject_id=referral.pk) is not None
    mark_seen(actor=sent.amina, referral=referral)
    assert len(sent.all(Task, source_id=referral.pk, done_at=None)) == 1


def test_an_answer_that_does_not_fit_is_refused_and_keeps_the_words(sent):
    browser = at_the_door(sent)
    assert "Please choose" in browser.post(HERE, {"answer": "completed", "words": "All done."}).content.decode()
    assert sent.all(ReferralReply, referral=sent.sent.referral) == []


def test_withdrawn_consent_stops_the_link_at_once(sent):
    browser = at_the_door(sent)
    assert browser.get(HERE).status_code == 200
    withdraw_consent(actor=sent.amina, consent=sent.consent)
    closed = browser.get(HERE)
    assert closed.status_code == 404
    assert "Xanthippe" not in closed.content.decode()
    again = Client()
    again.get(reverse("portal:partner_link", args=[sent.sent.token]))
    assert again.get(HERE).status_code == 404


def test_after_withdrawal_the_partner_cannot_answer_either(sent):
    browser = at_the_door(sent)
    withdraw_consent(actor=sent.amina, consent=sent.consent)
    assert browser.post(HERE, {"answer": "accepted"}).status_code == 404
    assert sent.all(ReferralReply, referral=sent.sent.referral) == []


def test_withdrawn_consent_is_enforced_by_the_database_and_not_by_the_page(sent):
    withdraw_consent(actor=sent.amina, consent=sent.consent)
    partner = visitor("partner-link", agency_id=sent.amina.agency_id, share_id=sent.sent.referral.pk)
    with reading(partner):
        assert not facts(OutgoingReferral, because="a careless developer").exists()


def test_a_consent_that_ran_out_stops_the_link(sent):
    browser = at_the_door(sent)
    with transaction.atomic(), reading(sent.amina), connections["default"].cursor() as cursor:
        cursor.execute(
            "UPDATE consent_consent SET given_on = current_date - 9, expires_on = current_date - 1 WHERE id = %s",
            [sent.consent.pk],
        )
    assert browser.get(HERE).status_code == 404


def test_a_referral_called_off_closes_its_link(sent):
    browser = at_the_door(sent)
    cancel_referral(actor=sent.amina, referral=sent.sent.referral)
    assert browser.get(HERE).status_code == 404
    assert Client().get(reverse("portal:partner_link", args=[sent.sent.token])).status_code == 404


def test_a_wrong_link_and_no_link_look_like_a_closed_one(sent):
    wrong = Client().get(reverse("portal:partner_link", args=["x" * 22]))
    none = Client().get(HERE)
    assert wrong.status_code == none.status_code == 404
    assert wrong.content.count(b"This link is closed") == none.content.count(b"This link is closed") == 2


def test_another_persons_link_shows_nothing_of_this_one(sent):
    other = sent.client_case(full_name="Ottoline Vesper")
    agreed(sent, other, sent.service)
    second = send_referral(actor=sent.amina, case=other, sending=asked(sent.service))
    browser = Client()
    browser.get(reverse("portal:partner_link", args=[second.token]))
    body = browser.get(HERE).content.decode()
    assert "Ottoline Vesper" in body
    assert "Xanthippe" not in body
    partner = visitor("partner-link", agency_id=sent.amina.agency_id, share_id=second.referral.pk)
    with reading(partner):
        assert [r.pk for r in facts(OutgoingReferral, because="a careless developer")] == [second.referral.pk]
        with pytest.raises(Absent):
            require(OutgoingReferral, sent.sent.referral.pk, actor=partner, needs=Permission.REFERRAL_OUT_VIEW)


@pytest.mark.parametrize("model", [Person, Consent])
def test_the_partners_door_opens_no_file(sent, model):
    partner = visitor("partner-link", agency_id=sent.amina.agency_id, share_id=sent.sent.referral.pk)
    with reading(partner):
        assert not facts(model, because="a careless developer").exists()


def test_only_what_was_agreed_is_on_the_page(open_town):
    town = open_town
    case = town.client_case(full_name="Xanthippe Quill")
    service = food_bank(town)
    agreed(town, case, service, categories=[Category.GENERAL])
    link = send_referral(actor=town.amina, case=case, sending=asked(service, [Category.GENERAL])).token
    browser = Client()
    browser.get(reverse("portal:partner_link", args=[link]))
    body = browser.get(HERE).content.decode()
    assert "They need food for the family." in body
    assert "Xanthippe" not in body


@pytest.mark.parametrize(
    ("first", "second", "one_place"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.7", "::ffff:192.0.2.7", True), ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("fe80::1%eth0", "fe80::2%eth1", True), ("192.0.2.7", "192.0.2.8", False), ("", "a socket", False),
    ],
)  # fmt: skip
def test_one_household_is_one_place_however_many_addresses_it_has(first, second, one_place):
    assert (place_of(first) == place_of(second)) is one_place


@given(st.ip_addresses())
def test_a_place_is_its_own_place(address):
    assert place_of(plain(str(address))) == place_of(str(address))
    if address.version == 4:
        assert place_of(f"::ffff:{address}") == plain(f"::ffff:{address}") == str(address)


def test_whoever_changes_their_address_within_one_household_waits_with_it(sent, monkeypatch):
    """A breach: one machine has 2^64 addresses, and tries from each of them."""
    cache.clear()
    monkeypatch.setattr(throttle, "LINKS_FROM_ONE_PLACE", 2)
    link = reverse("portal:partner_link", args=["n0-such-token"])
    tried = [Client(REMOTE_ADDR=f"2001:db8:1:2::{number}").get(link).status_code for number in range(1, 4)]
    assert tried == [404, 404, 429]


def test_many_wrong_links_from_one_place_have_to_wait_and_the_right_one_opens_there_too(sent, monkeypatch):
    cache.clear()
    monkeypatch.setattr(throttle, "LINKS_FROM_ONE_PLACE", 2)
    guesser, link = Client(), reverse("portal:partner_link", args=["n0-such-token"])
    assert [guesser.get(link).status_code for _ in range(3)] == [404, 404, 429]
    assert "wait an hour" in guesser.get(link).content.decode()
    right = reverse("portal:partner_link", args=[sent.sent.token])
    for browser in (guesser, Client(REMOTE_ADDR="192.0.2.7")):
        assert [browser.get(right).status_code for _ in range(4)] == [302] * 4


def test_the_partners_door_cannot_change_what_was_asked(sent):
    """A breach planted below every rule of ours: the login itself may set no other column."""
    key = sent.sent.referral.pk
    partner = visitor("partner-link", agency_id=sent.amina.agency_id, share_id=key)
    with reading(partner), pytest.raises(ProgrammingError), connections["door"].cursor() as cursor:
        cursor.execute("UPDATE referrals_outgoingreferral SET reason = 'Other words' WHERE id = %s", [key])
