"""Where somebody is signed in: they see it in their own words, and end all of it but this one."""

import pytest
from allauth.usersessions.models import UserSession

from keyworker.access.templatetags.signing_in import device
from keyworker.audit.models import AuditEvent
from keyworker.town.cast import PASSWORD

LIST = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
PIXEL = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0 Mobile Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0 Safari/537.36 Edg/137.0"


@pytest.fixture
def sign_in(page):
    def come(who="amina", user_agent=FIREFOX):
        browser = page(None, headers={"User-Agent": user_agent})
        browser.post("/accounts/login/", {"login": f"{who}@harbor-house.example", "password": PASSWORD})
        return browser

    return come


@pytest.mark.parametrize(
    ("said", "known_as"),
    [(FIREFOX, "Firefox, Windows"), (IPHONE, "Safari, iPhone"), (PIXEL, "Chrome, Android"), (EDGE, "Edge, Windows")],
)
def test_a_browser_is_called_what_its_owner_calls_it(said, known_as):
    assert device(said) == known_as


@pytest.mark.parametrize("said", ["", "curl/8.5", "<script>alert(1)</script>"])
def test_a_stranger_among_browsers_is_called_one(said):
    assert device(said) == "A browser we do not know"


def test_the_list_is_one_step_from_every_page(town, sign_in):
    assert f'href="{LIST}"' in sign_in().get("/my-day/").content.decode()


def test_amina_sees_both_and_ends_the_one_she_forgot(town, sign_in):
    forgotten, here = sign_in(user_agent=IPHONE), sign_in()
    bens = sign_in("ben")
    shown = here.get(LIST).content.decode()
    assert "Firefox, Windows" in shown
    assert "Safari, iPhone" in shown
    assert shown.count("This one here") == 1
    answer = here.post(LIST, follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert "You are signed in nowhere else." in answer.content.decode()
    assert forgotten.get("/my-day/")["Location"].startswith("/accounts/login/")
    assert here.get("/my-day/").status_code == 200
    assert bens.get("/my-day/").status_code == 200
    assert town.find(AuditEvent, verb="access.signed_out_elsewhere", actor_id=town.amina.id) is not None


def test_a_new_password_ends_what_is_open_elsewhere(town, sign_in):
    forgotten, here = sign_in(user_agent=IPHONE), sign_in()
    new = "four-herons-on-the-quay"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert forgotten.get("/my-day/")["Location"].startswith("/accounts/login/")
    assert here.get("/my-day/").status_code == 200
    assert "You are signed in nowhere else." in here.get(LIST).content.decode()


def test_nobody_ends_what_is_anothers(town, sign_in, page):
    sign_in("ben")
    sign_in().post(LIST)
    assert UserSession.objects.filter(user__email="ben@harbor-house.example").exists()
    assert page(None).post(LIST)["Location"].startswith("/accounts/login/")
