"""Video visits between real browsers with made-up cameras: two, four, through a relay, and while the server is away."""

from contextlib import contextmanager

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from keyworker.visits.halls.engine import Lost
from keyworker.visits.halls.janus import Janus
from keyworker.visits.models import Participant, PartIn, Seat
from keyworker.visits.rooms.actions import admit, give_link, invite, resize, turn_away
from tests import database
from tests.browser import PHONE, served
from tests.town import Town
from tests.visits.calling import WRITES, InACall, filming, halls, on_two_processes, relay
from tests.visits.conftest import VideoVisit

__all__ = ["filming", "halls", "relay"]
pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("video")]


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, relay, halls):
    reached = {**relay, **halls.leads_there}
    with django_db_blocker.unblock(), served(**reached) as opened, on_two_processes(opened) as (start, kill):
        opened.start, opened.kill = start, kill
        yield opened


@contextmanager
def planned(house, filming, *supporters):
    """A visit that has begun; the worker's browser and the guests', the client's first."""
    with database.using(house.database):
        town = Town()
        visit = VideoVisit(town)
        for name in supporters:
            invite(actor=town.amina, visit=visit.visit, part=PartIn.SUPPORTER, name_shown=name)
        guests = town.all(Participant, room__visit=visit.visit)
        links = [give_link(actor=town.amina, participant=each).token for each in guests]
        cookies = house.cookies_of(signed_in(town))
    worker = InACall(filming, house, *cookies)
    others = [InACall(filming, house, viewport=PHONE) for _ in links]
    for guest, token in zip(others, links, strict=True):
        guest.page.goto(reverse("portal:visit_link", args=[token]))
        guest.page.click("main form button")
    worker.page.goto(reverse("visits:room", args=[visit.visit.pk]))
    try:
        yield visit, worker, others
        for each in (worker, *others):
            assert each.complaints == []
    finally:
        for each in (worker, *others):
            each.close()


def signed_in(town):
    from tests.town import signed_in as browser_of

    return browser_of(town.amina)


def test_two_meet_and_the_picture_goes_on_while_the_server_is_away(house, filming):
    with planned(house, filming) as (visit, worker, (guest,)):
        guest.page.add_init_script(WRITES)
        guest.page.reload()
        guest.go_in()
        guest.page.wait_for_selector('[data-part="heading-waiting"]')
        guest.picture("waiting-room-phone")
        worker.go_in()
        worker.picture("room-before")
        assert guest.ways() == [], "nobody is heard before they are let in"
        worker.page.click('button[name="admit"]')
        worker.sees(1)
        guest.sees(1)
        worker.picture("call")
        guest.picture("call-phone")
        guest.page.click('[data-part="text"] summary')
        guest.page.fill("#call-words", "I hear you <b>well</b>")
        guest.page.keyboard.press("Enter")
        worker.page.wait_for_selector('[data-part="lines"] >> text=I hear you <b>well</b>')

        guest.page.click('[data-part="captions"]')
        worker.page.wait_for_selector("[data-caption] >> text=Good morning")
        assert worker.page.is_hidden('[data-part="captions"]'), "this browser would send the sound to its maker"

        house.kill()
        guest.page.wait_for_selector('[data-part="lost"]', state="visible")
        worker.sees(1)
        guest.sees(1)
        house.start()
        guest.page.wait_for_selector('[data-part="lost"]', state="hidden")
        worker.forgive("ERR_")
        guest.forgive("ERR_")
        worker.sees(1)

        worker.page.click('[data-part="hang-up"]')
        worker.page.click('button[name="all"]')
        worker.page.wait_for_url("**/visits/*/")
        guest.page.wait_for_selector('[data-part="heading-over"]')
        assert guest.page.evaluate("lines.every((line) => line.connectionState === 'closed')")
    with database.using(house.database):
        assert visit.now.over_at is not None


def test_four_meet_and_each_sees_three_through_the_relay_alone(house, filming, relay):
    with planned(house, filming, "A friend", "An aunt") as (visit, worker, guests):
        for guest in guests:
            guest.go_in()
            guest.page.wait_for_selector('[data-part="heading-waiting"]')
        worker.go_in()
        worker.page.wait_for_selector('[data-part="hang-up"]')
        all_let_in(house, visit)
        for each in (worker, *guests):
            each.sees(3)
        worker.picture("call-of-four")
        if relay:
            assert {tuple(each) for each in worker.ways()} == {("relay", "relay")}
        left = guests[0].page
        left.route("https://www.google.com/**", lambda route: route.fulfill(body="weather"))
        left.click(".govuk-js-exit-this-page-button")
        left.wait_for_url("https://www.google.com/**")
        worker.is_joined_to(2)
        guests[1].page.evaluate("for (const line of lines) line.close = () => {}")  # a breach: it does not hang up
        with database.using(house.database):
            turn_away(actor=visit.town.amina, participant=visit.town.find(Participant, name_shown="A friend"))
        worker.is_joined_to(1)
        guests[2].is_joined_to(1)
        with database.using(house.database):
            gone = visit.town.find(Participant, room__visit=visit.visit, part="client")
        assert gone.left_at is not None
        assert guests[0].page.goto(house.address + reverse("portal:meet")).status == 404


# How many pictures the line that comes in carries.
PICTURES_SENT = """(many) => many === lines.at(-1).getTransceivers().filter((each) =>
  each.receiver.track.kind === "video" && each.currentDirection === "recvonly").length"""
FRIENDS = ("A friend", "An aunt", "A teacher")


def all_let_in(house, visit):
    with database.using(house.database):
        for each in visit.town.all(Participant, room__visit=visit.visit, staff=None):
            admit(actor=visit.town.amina, participant=each)


def test_five_meet_in_a_hall_and_are_put_back_when_it_stopped(house, filming, halls, relay, settings):
    if halls.missing:
        pytest.skip(f"{halls.missing}: nobody met in a hall")
    settings.HALL, settings.HALL_PORT = "janus", halls.port
    with planned(house, filming, *FRIENDS) as (visit, worker, guests):
        with database.using(house.database):
            resize(actor=visit.town.amina, visit=visit.visit, large=True)
        they_go_in(worker, guests)
        all_let_in(house, visit)
        everybody = (worker, *guests)
        all_see(everybody, 4)
        worker.picture("hall-of-five")
        guests[0].picture("hall-of-five-phone")
        lines = [way for each in everybody for way in each.ways()]
        assert len(lines) == 10, "one line goes out and one comes in, however many meet"
        assert {way[0] for way in lines} == {"relay" if relay else "host"}
        they_write_and_see_no_pictures(guests[1], [worker, guests[0], *guests[2:]])

        halls.stop()
        for each in everybody:
            each.page.wait_for_selector('[data-part="away"]', state="visible")
        guests[0].picture("hall-away-phone")
        halls.start()
        all_see(everybody, 4)
        assert not any(each.page.is_visible('[data-part="away"]') for each in everybody)

        guests[2].page.evaluate("for (const line of lines) line.close = () => {}")  # a breach: it does not hang up
        with database.using(house.database):
            gone = visit.town.find(Participant, room__visit=visit.visit, name_shown="An aunt")
            place = visit.town.find(Seat, participant=gone).place
            turn_away(actor=visit.town.amina, participant=gone)
        stay = [worker, guests[0], guests[1], guests[3]]
        all_see(stay, 3)
        with pytest.raises(Lost):
            Janus(halls.port).keep(place)
        worker.page.click('[data-part="hang-up"]')
        worker.page.click('button[name="all"]')
        worker.page.wait_for_url("**/visits/*/")
        for guest in stay[1:]:
            guest.page.wait_for_selector('[data-part="heading-over"]')


def they_go_in(worker, guests, ready=()):
    """All come to the door; who is `ready` has the page before them already."""
    for guest in (*guests, *ready):
        if guest not in ready:
            guest.page.reload()
        assert guest.page.is_visible("text=the computer itself could see")
        guest.go_in()
        guest.page.wait_for_selector('[data-part="heading-waiting"]')
    worker.page.reload()
    worker.go_in()
    worker.page.wait_for_selector('[data-part="hang-up"]')


def all_see(everybody, many):
    for each in everybody:
        each.sees(many)


def they_write_and_see_no_pictures(one, others):
    """What one writes reaches all. With sound alone one is sent no pictures, with less data two, then all of them."""
    one.page.click('[data-part="text"] summary')
    one.page.fill("#call-words", "I hear you all")
    one.page.keyboard.press("Enter")
    for each in others:
        each.page.wait_for_selector('[data-part="lines"] >> text=A friend I hear you all')
    one.page.click('[data-part="sound"]')
    one.page.wait_for_function(PICTURES_SENT, arg=0)
    one.page.click('[data-part="sound"]')
    one.page.wait_for_function(PICTURES_SENT, arg=len(others))
    one.page.click('[data-part="low"]')
    one.page.wait_for_function(PICTURES_SENT, arg=2)
    one.page.wait_for_selector('[data-part="fewer"]', state="visible")
    heard = one.page.locator('.kw-call__tile[data-heard="true"]')
    expect(heard).to_have_count(len(others) - 2)
    expect(heard.filter(has_text="the person themselves")).to_have_count(0)
    one.page.click('[data-part="low"]')
    one.page.wait_for_function(PICTURES_SENT, arg=len(others))
    one.page.click('[data-part="camera"]')
    all_see([one], len(others))


def test_the_relay_was_there(relay):
    if not relay:
        pytest.skip("coturn is not installed: the calls above went straight from browser to browser")


def test_a_lobby_that_nobody_touches_ends_and_the_phone_opens_it_no_more(house, filming):
    with planned(house, filming) as (_visit, _worker, (guest,)):
        page = guest.page
        page.clock.install()
        page.reload()
        page.wait_for_selector('[data-part="heading-lobby"]')
        page.clock.fast_forward("04:30")
        page.click('[data-part="still-here"]')
        page.wait_for_selector('[data-part="still"]', state="hidden")
        page.clock.fast_forward("04:30")
        page.wait_for_selector('[data-part="still"]', state="visible")
        with page.expect_response(lambda answer: answer.url.endswith("/meet/") and answer.status == 404):
            page.clock.fast_forward("00:40")
        page.wait_for_load_state()
        assert page.locator("[data-call]").count() == 0
        guest.complaints.clear()  # the closed page is a 404, and the browser says so


def test_whoever_goes_in_without_trying_is_not_heard_until_they_press_the_microphone(house, filming):
    with planned(house, filming) as (_visit, worker, (_guest,)):
        worker.page.click('[data-part="go-in"]')
        microphone = worker.page.locator('[data-part="microphone"]')
        expect(microphone).to_have_attribute("aria-pressed", "false")
        microphone.click()
        expect(microphone).to_have_attribute("aria-pressed", "true")
        expect(worker.page.locator('[data-part="live"]')).to_have_text("The others hear you.")
        microphone.click()
        expect(microphone).to_have_attribute("aria-pressed", "false")
        picture, note = worker.page.locator("[data-call]"), worker.page.get_by_role("region", name="Write while you")
        assert note.bounding_box()["y"] < picture.bounding_box()["y"] + 100, "the note stands beside the picture"
