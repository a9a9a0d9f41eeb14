"""Whoever came in by a PIN stays at the door they came in by: how staff sign in is not theirs to open or to change."""

import re
from pathlib import Path

import pytest
from allauth.urls import urlpatterns
from django.urls import reverse

from keyworker import assessment, portal
from keyworker.access.pages import server_error
from keyworker.consent.companions.actions import keep_out
from keyworker.people.actions import close_portal
from tests.portal.test_beside import inside, let_in, town

__all__ = ["town"]

THEIR_TEMPLATES = Path(portal.__file__).parent / "templates" / "portal"
ANSWERED_ALONE = Path(assessment.__file__).parent / "templates" / "assessment" / "own.html"


def addresses(patterns, before="/accounts/"):
    for each in patterns:
        path = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from addresses(each.url_patterns, path)
        elif not set("<^(") & set(path):
            yield path


HOW_STAFF_SIGN_IN = sorted(set(addresses(urlpatterns)))


def test_the_addresses_are_found():
    """A sweep over nothing would pass."""
    assert {"/accounts/2fa/webauthn/add/", "/accounts/password/set/", "/accounts/sessions/"} <= set(HOW_STAFF_SIGN_IN)


@pytest.mark.parametrize("whose", ["hers", "his"])
def test_nobody_at_their_own_door_adds_another_way_in(town, page, whose):
    """A breach: whoever finds the page open adds a passkey as staff do, and comes back past PIN, lock and team."""
    browser = page(town.me) if whose == "hers" else inside(town, page, let_in(town))
    for path in HOW_STAFF_SIGN_IN:
        assert browser.get(path).status_code == 404, path
        assert browser.post(path).status_code == 404, path
    home = reverse("portal:home" if whose == "hers" else "portal:beside")
    assert browser.get(home).status_code == 200


@pytest.mark.parametrize("whose", ["hers", "his", "a stranger's"])
def test_a_page_that_is_not_there_says_nothing_of_us_and_lets_them_leave_quickly(town, page, whose):
    """A breach: whoever shares the phone reads in its history whose pages these are."""
    browser = page(town.me) if whose == "hers" else inside(town, page, let_in(town)) if whose == "his" else page(None)
    browser.handler.enforce_csrf_checks = True
    for answer, status in (
        (browser.get("/me/messages/nothing/"), 404),
        (browser.get("/beside/nothing/"), 404),
        (browser.get("/o/pin/nothing/"), 404),
        (browser.get("/refer/nobody-here/"), 404),
        (browser.post("/o/", {"code": "X"}), 403),
    ):
        shown = answer.content.decode()
        assert answer.status_code == status
        assert re.search(r"<title>(.*?)</title>", shown, re.DOTALL)[1].strip() == "Page"
        assert "Leave this page quickly" in shown
        assert "Keyworker" not in shown
        assert "supervisor" not in shown


@pytest.mark.parametrize("path", ["/me/plan/", "/beside/", "/o/pin/", "/meet/"])
def test_nor_does_one_that_broke(rf, path):
    shown = server_error(rf.get(path)).content.decode()
    assert re.search(r"<title>(.*?)</title>", shown, re.DOTALL)[1].strip() == "Page"
    assert "Keyworker" not in shown
    assert "Keyworker" in server_error(rf.get("/my-day/")).content.decode()


def test_no_form_of_theirs_lets_the_browser_keep_what_was_typed():
    """A breach: what she wrote to her team is offered to whoever types into a field of that name, on any site."""
    templates = [*THEIR_TEMPLATES.glob("*.html"), ANSWERED_ALONE]
    forms = [(path.name, tag) for path in templates for tag in re.findall(r"<form\b[^>]*>", path.read_text())]
    assert len(forms) > 30
    assert [each for each in forms if 'autocomplete="off"' not in each[1]] == []


def test_whose_grant_ended_while_he_was_inside_is_signed_out_and_not_half_inside(town, page):
    companion = let_in(town)
    his = inside(town, page, companion)
    keep_out(actor=town.amina, companion=companion)
    assert his.get("/accounts/2fa/webauthn/add/")["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in his.session


def test_so_is_she_when_her_page_is_shut(town, page):
    hers = page(town.me)
    assert hers.get(reverse("portal:home")).status_code == 200
    close_portal(actor=town.amina, person=town.her)
    assert hers.get(reverse("portal:home"))["Location"] == reverse("portal:way_in")
    assert "_auth_user_id" not in hers.session
