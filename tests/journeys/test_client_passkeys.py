"""Marisol's key on her own phone, in a real browser: made after her PIN, used without a name, taken away."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from keyworker.people import actions as people
from keyworker.people.models import Passkey
from tests import database
from tests.browser import PHONE
from tests.journeys.test_passkeys import keys_of
from tests.sweeps.looking import hard_to_use
from tests.town import Town

pytestmark = pytest.mark.journey
PIN = "508213"


@pytest.fixture
def town(house):
    """Somebody with a page of their own on a phone that is theirs alone, and a PIN."""
    with database.using(house.database):
        town = Town()
        person = town.client_case(full_name="Wilhelmina Quist", preferred_name="Willa").person
        people.set_safety(
            actor=town.amina, person=person, address_protected=False, risk_if_contacted="", code_word="Jasmine"
        )
        account = people.enrol(actor=town.amina, person=person, enrolment=people.Enrolment("in-person", "Her plan"))
        people.entering.choose_pin(actor=people.entering.at_the_door(account.agency_id), account=account, pin=PIN)
        town.code = people.make_link(actor=town.amina, account=account).code
        town.account = account
        yield town


def come_in_by_code(hers, town):
    hers.open("/o/")
    hers.write("Your code", town.code)
    hers.press("Go on")
    hers.write("Your PIN", PIN)
    hers.press("Come in")
    hers.reads_heading("Willa")


def make_a_key(hers):
    hers.open(reverse("portal:sign_in"))
    hers.follow("Make a key")
    hers.reads("list of passwords", "localhost", "My page", "Then make no key.")
    assert hard_to_use(hers.page) == []
    hers.visit.picture("key-before")
    hers.write("Your PIN", PIN)
    hers.press("Go on")
    hers.visit.picture("key-make")
    hers.press("Save the key on this phone")


def test_she_makes_a_key_comes_in_with_it_alone_and_takes_it_away(come_in, town):
    hers = come_in(None, viewport=PHONE)
    tools, device = keys_of(hers)
    come_in_by_code(hers, town)
    make_a_key(hers)
    hers.reads("You have a key now.")
    hers.visit.picture("keys-on-her-page")
    (kept,) = tools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)
    assert {kept.get("userName"), kept.get("userDisplayName")} <= {"My page", None}
    assert "Quist" not in str(kept)

    hers.open("/me/")
    hers.page.context.clear_cookies()
    hers.open("/o/")
    assert hers.page.title() == "Page"
    hers.visit.picture("key-way-in")
    hers.press("Come in with my key")
    hers.reads_heading("Willa")
    assert town.find(Passkey, account_id=town.account.pk).sign_count == 2

    hers.open(reverse("portal:sign_in"))
    hers.press("Take this key away")
    hers.reads("This key opens nothing now.")
    hers.page.context.clear_cookies()
    hers.open("/o/")
    hers.press("Come in with my key")
    hers.reads("That key opens nothing here.")
    hers.visit.picture("key-refused")
    hers.is_at(re.escape(reverse("portal:key")))


def test_a_phone_that_does_not_know_her_makes_no_key_and_says_so(come_in, town):
    hers = come_in(None, viewport=PHONE)
    tools, device = keys_of(hers)
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    come_in_by_code(hers, town)
    hers.open(reverse("portal:make_key"))
    hers.write("Your PIN", PIN)
    hers.press("Go on")
    hers.press_and_stay("Save the key on this phone")
    expect(hers.page.locator("[data-key-failed]")).to_contain_text("That did not work.", timeout=15_000)
    assert town.find(Passkey, account_id=town.account.pk) is None


def test_without_scripts_the_pin_stays_the_way(come_in, town):
    hers = come_in(None, viewport=PHONE, java_script_enabled=False)
    hers.open("/o/")
    expect(hers.page.get_by_role("button", name="Come in with my key")).to_have_count(0)
    come_in_by_code(hers, town)
    hers.open(reverse("portal:make_key"))
    hers.write("Your PIN", PIN)
    hers.press("Go on")
    hers.reads("This browser cannot make a key. Use your PIN.")
