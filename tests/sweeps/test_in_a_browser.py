"""Every page in a real browser: for everybody, on a phone, by keyboard, by day and by night, from right to left."""

from contextlib import suppress

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests import database
from tests.browser import DESK, NARROW, Visit, served
from tests.sweeps.addresses import every_address
from tests.sweeps.looking import (
    BUT_CONTRAST,
    hard_to_read,
    hard_to_use,
    nameless,
    overflowing,
    strange_colours,
    unreachable,
)
from tests.sweeps.people import Visitors
from tests.sweeps.records import rightful, url_of
from tests.town import Town, take_the_device_back

pytestmark = pytest.mark.journey
# What a browser cannot stand on: buttons' and scripts' addresses, answers that are no pages.
NO_PLACE = {"workspace:token", "workspace:health", "workspace:keep", "workspace:theme", "set_language"}
TYPICAL = ("workspace:my_day", "workspace:file", "delivery:note", "planning:plan", "planning:sign", "portal:refer")


@pytest.fixture(scope="module")
def house(scene, django_db_blocker, chromium):
    with django_db_blocker.unblock(), served(of=scene.database) as opened, database.using(opened.database):
        yield opened


@pytest.fixture(scope="module")
def places(house, scene):
    """Address → where it is in this house."""
    town = Town()
    return {address.name: url_of(address, town, scene) for address in PAGES}


@pytest.fixture(scope="module")
def guests(house, scene, chromium):
    """`guests(who)` is the browser of one of the cast, signed in."""
    visitors, visits = Visitors(Town(), scene), {}

    def guest(who):
        if who not in visits:
            visits[who] = Visit(chromium, house, *house.cookies_of(visitors[who]))
        take_back(visits[who])
        return visits[who]

    yield guest
    for visit in visits.values():
        visit.close()


@pytest.fixture(scope="module")
def seen():
    """In which colours words stood that could be read, by day and by night."""
    return {"by day": set(), "by night": set()}


def take_back(visit):
    """What the page before put into a client's hands."""
    for cookie in visit.context.cookies():
        if cookie["name"] == settings.SESSION_COOKIE_NAME:
            take_the_device_back(SessionStore(cookie["value"]))


PAGES = [address for address in every_address() if address.name not in NO_PLACE]
# Speak the language in which their questions are worded and were asked, whatever the rest of the house speaks.
SPEAKS_AS_IT_ASKS = {"portal:questions", "assessment:own", "consent:sign_rights", "consent:rights_signed"}


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_page_can_be_used_by_everybody(guests, places, seen, address):
    visit = guests(rightful(address))
    page, found = visit.page, {}
    visit.complaints.clear()
    if not opens_as_a_page(page, places[address.name]):
        return
    found["by day"] = hard_to_use(page, **BUT_CONTRAST) + hard_to_read(page, seen["by day"])
    page.emulate_media(color_scheme="dark")
    found["by night"] = hard_to_read(page, seen["by night"])
    page.emulate_media(color_scheme="light")
    visit.picture(address.name.replace(":", "-"))
    found["by keyboard"] = unreachable(page)
    page.set_viewport_size(NARROW)
    found["on a small phone"] = overflowing(page)
    page.set_viewport_size(DESK)
    found["from right to left"] = [] if address.name in SPEAKS_AS_IT_ASKS else from_right_to_left(visit)
    found["as the browser says"] = visit.complaints
    assert {how: what for how, what in found.items() if what} == {}


# A browser shows nothing of a file to keep, and a page of its own for a refusal without a word.
TO_KEEP, REFUSED = "Download is starting", "net::ERR_HTTP_RESPONSE_CODE_FAILURE"


def opens_as_a_page(page, place):
    """Neither a file to keep, nor a button's address (405), nor a script's answer."""
    try:
        answer = page.goto(place)
    except PlaywrightError as error:
        if REFUSED in error.message:
            settle(page)
        elif TO_KEEP not in error.message:
            raise
        return False
    return answer.status == 200 and "text/html" in answer.headers["content-type"]


def settle(page):
    """The browser's own page about a refusal comes a moment later; it must not be in the way of the next address."""
    with suppress(PlaywrightTimeout):
        page.wait_for_url("chrome-error://**", wait_until="commit", timeout=1000)
    for _ in range(3):
        with suppress(PlaywrightError):
            page.goto("about:blank")
            return


def from_right_to_left(visit):
    visit.context.add_cookies([visit.house.cookie("ar", settings.LANGUAGE_COOKIE_NAME)])
    try:
        visit.page.goto(visit.page.url)  # to reload would fetch what the browser keeps, too
        assert visit.page.evaluate("document.dir") == "rtl"
        return nameless(visit.page) + overflowing(visit.page)
    finally:
        visit.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", TYPICAL)
def test_every_colour_of_a_page_is_in_the_palette(guests, places, name, theme):
    address = next(each for each in PAGES if each.name == name)
    page = guests(rightful(address)).page
    page.emulate_media(color_scheme=theme)
    page.goto(places[name])
    assert strange_colours(page, theme) == []


def test_a_page_that_shuts_people_out_is_found(guests):
    page = guests("nobody").page
    page.emulate_media(color_scheme="light")
    page.goto("/accounts/login/")
    page.evaluate("""() => {
      document.querySelector("main").innerHTML = "<img src='/static/design/mark.svg'><p id='wide'>wide</p>"
        + "<button>Never</button><a href='/'>unseen</a><input placeholder='not a name'>";
      Object.assign(document.querySelector("#wide").style, {width: "900px", background: "#f0f"});
      document.querySelector("main button").addEventListener("focus", (event) => event.target.blur());
    }""")
    assert any("image-alt" in each for each in hard_to_use(page))
    assert any("not a name" in each for each in nameless(page))
    page.evaluate("() => { document.querySelector('#wide').style.color = '#e0f' }")
    seen = set()
    assert any("color-contrast" in each for each in hard_to_read(page, seen))
    assert hard_to_read(page, seen)
    page.set_viewport_size(NARROW)
    assert overflowing(page)
    page.set_viewport_size(DESK)
    assert unreachable(page)
    assert any("255, 0, 255" in each for each in strange_colours(page, "light"))
