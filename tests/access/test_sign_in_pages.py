"""Signing in: pages in plain words, no inline script or style, and a second step that can be set up."""

import re

import pytest

from tests.town import just_asked_who_they_are

PUBLIC = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
]
OWN = [
    "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/", "/accounts/password/change/", "/accounts/logout/", "/accounts/reauthenticate/",
    "/accounts/2fa/recovery-codes/generate/",
]  # fmt: skip
INLINE = re.compile(r"<script(?![^>]*(src=|application/json))|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_stranger_sees_a_page_of_ours(town, page, address):
    response = page(None).get(address)
    text = response.content.decode()
    assert response.status_code == 200
    assert "kw-brand" in text
    assert not INLINE.search(text)


@pytest.mark.parametrize("address", OWN)
def test_amina_sees_how_she_signs_in_on_pages_of_ours(town, page, address):
    browser = page(town.amina)
    just_asked_who_they_are(browser)
    response = browser.get(address, follow=True)
    text = response.content.decode()
    assert response.status_code == 200
    assert "kw-brand" in text
    assert not INLINE.search(text)


def test_a_wrong_password_is_said_kindly_and_the_address_stays(town, page):
    given = {"login": "amina@harbor-house.example", "password": "not-it-at-all-9"}
    text = page(None).post("/accounts/login/", given).content.decode()
    assert "amina@harbor-house.example" in text
    assert "govuk-error-summary" in text


def test_amina_signs_in_and_comes_to_her_day(town, page):
    from keyworker.town.cast import PASSWORD

    browser = page(None)
    given = {"login": "amina@harbor-house.example", "password": PASSWORD}
    assert browser.post("/accounts/login/", given)["Location"] == "/"
    assert browser.get("/", follow=True).redirect_chain[-1][0] == "/my-day/"


def test_nobody_can_sign_themselves_up(town, page):
    text = page(None).get("/accounts/signup/").content.decode()
    assert 'name="password1"' not in text
