"""The session: still here, a fresh token, the look, the language; and whether the server is well."""

import pytest


def test_the_token_says_who_without_saying_who(town, page):
    amina, ben = page(town.amina), page(town.ben)
    mine, again, his = (browser.get("/session/token/").json() for browser in (amina, amina, ben))
    assert mine["who"] == again["who"] != his["who"]
    assert str(town.amina.id) not in mine["who"]
    assert mine["token"]
    assert f'content="{mine["who"]}"' in amina.get("/my-day/").content.decode()


@pytest.mark.parametrize(("method", "address"), [("get", "/session/token/"), ("post", "/session/keep/")])
def test_a_signed_out_page_is_told_so(town, page, method, address):
    response = getattr(page(None), method)(address)
    assert response.status_code == 401
    assert response["X-Keyworker-Signed-Out"] == "1"


def test_amina_stays_signed_in_while_she_works(town, page):
    assert page(town.amina).post("/session/keep/").status_code == 204


def test_the_look_is_remembered_and_leads_nowhere_else(town, page):
    browser = page(None)
    response = browser.post("/session/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    assert 'data-theme="dark"' in browser.get("/accounts/login/").content.decode()
    browser.post("/session/theme/", {"theme": "auto", "next": "/accounts/login/"})
    assert "data-theme" not in browser.get("/accounts/login/").content.decode().split(">")[1]


def test_the_language_is_remembered(town, page):
    browser = page(None)
    browser.post("/session/language/", {"language": "ar", "next": "/accounts/login/"})
    assert 'dir="rtl"' in browser.get("/accounts/login/").content.decode()


def test_the_server_says_it_is_well(town, page):
    assert page(None).get("/health/").content == b"well"
