"""Amina's passkey: set up, used to sign in without a password, taken away; her browser's keys are of software."""

import re

import pytest
from playwright.sync_api import expect

from keyworker.town.cast import PASSWORD

pytestmark = pytest.mark.journey
PHONE_LIKE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def keys_of(hands, **options):
    """The browser's own authenticator, as a phone with a finger on it (WebAuthn level 2, section 11)."""
    tools = hands.page.context.new_cdp_session(hands.page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": {**PHONE_LIKE, **options}})
    return tools, made["authenticatorId"]


def sign_in(hands):
    hands.open("/accounts/login/")
    hands.write("E-mail", "amina@harbor-house.example")
    hands.write("Password", PASSWORD)
    hands.press("Sign in")


def show_that_it_is_her(hands):
    hands.reads_heading("Is it you?")
    hands.write("Password", PASSWORD)
    hands.press("Go on")


def add_a_key(hands, name):
    hands.open("/accounts/2fa/")
    hands.follow("Add a key")
    show_that_it_is_her(hands)
    hands.write("What do you call it?", name)
    hands.press("Add this key")


def sign_out(hands):
    hands.open("/accounts/logout/")
    hands.press("Sign out")
    hands.reads_heading("Sign in")


def test_amina_adds_a_passkey_signs_in_with_it_alone_and_takes_it_away(come_in):
    amina = come_in(None)
    tools, device = keys_of(amina)
    sign_in(amina)
    amina.reads_heading("Amina Yusuf")
    amina.never_reads("<User")

    add_a_key(amina, "My phone")
    amina.reads("Your new key is ready.", "You see them only this once")
    expect(amina.page.locator("main code")).to_have_count(10)
    amina.visit.picture("passkey-spare-codes")
    (kept,) = tools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert kept["rpId"] == "localhost"
    assert kept["isResidentCredential"]
    amina.follow("I have kept them")
    amina.follow("How many are left?")
    amina.reads("10 codes are left", "cannot be shown again")
    expect(amina.page.locator("main code")).to_have_count(0)

    sign_out(amina)
    amina.press("Sign in with a passkey")
    amina.reads_heading("Amina Yusuf")

    amina.open("/accounts/2fa/webauthn/")
    amina.reads("My phone", "Opens Keyworker alone", "Last used:")
    amina.follow("Take it away")
    show_that_it_is_her(amina)
    amina.visit.picture("passkey-take-away")
    amina.press("Take it away")
    amina.reads("The key is taken away.", "You have no key yet.")

    sign_out(amina)
    amina.press("Sign in with a passkey")
    amina.reads_heading("Sign in")
    amina.reads("That is not right. Try again, or use another way.")


def test_a_small_key_without_a_finger_is_a_second_step_after_the_password(come_in):
    amina = come_in(None)
    keys_of(amina, transport="usb", hasResidentKey=False, hasUserVerification=False, isUserVerified=False)
    sign_in(amina)
    amina.open("/accounts/2fa/webauthn/add/")
    show_that_it_is_her(amina)
    amina.write("What do you call it?", "The key on my ring")
    amina.page.get_by_label("I want to sign in with it alone").uncheck()
    amina.press("Add this key")
    amina.reads("Your new key is ready.")

    sign_out(amina)
    sign_in(amina)
    amina.reads_heading("The second step")
    amina.press("Use a passkey or security key")
    amina.reads_heading("Amina Yusuf")

    amina.open("/accounts/2fa/webauthn/")
    amina.reads("The key on my ring", "Second step")
    amina.follow("Take it away")
    show_that_it_is_her(amina)
    amina.press("Take it away")


def test_a_key_that_says_no_is_said_on_the_page(come_in):
    amina = come_in(None)
    tools, device = keys_of(amina)
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    sign_in(amina)
    amina.open("/accounts/2fa/webauthn/add/")
    show_that_it_is_her(amina)
    amina.press_and_stay("Add this key")
    expect(amina.page.get_by_role("alert")).to_contain_text("That did not work.", timeout=15_000)
    amina.is_at(re.compile("/add/$"))
