"""Larger meetings in LiveKit between real browsers, through a relay, by LiveKit's own program in each."""

import pytest
from playwright.sync_api import expect

from keyworker.base import actor as actors
from keyworker.visits.halls.clearing import clear
from keyworker.visits.halls.engine import Ticket
from keyworker.visits.jobs import DOOR
from keyworker.visits.models import Seat
from keyworker.visits.rooms.actions import resize, turn_away
from tests import database
from tests.browser import served
from tests.visits.calling import filming, relay
from tests.visits.livekit_at_hand import lead_there, livekit
from tests.visits.test_calls_in_a_browser import PICTURES_SENT, all_let_in, all_see, planned, they_go_in

__all__ = ["filming", "livekit", "relay"]
pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("video")]
# A breach: this page lets LiveKit send its sound and picture to whoever is inside, seat or no seat.
CARELESS = """async () => {
  const { Room } = await import('/static/design/livekit.js');
  Object.getPrototypeOf(new Room().localParticipant).setTrackSubscriptionPermissions = () => {};
}"""
# Somebody who means ill, with a ticket and LiveKit's own program: takes all there is. Answers whether they came in.
COMES_IN = """async ([url, token]) => {
  const { Room } = await import('/static/design/livekit.js');
  const room = (window.stranger = new Room({ singlePeerConnection: false }));
  window.sent = [];
  window.words = [];
  room.on('trackSubscribed', (_track, _publication, whose) => sent.push(whose.identity));
  room.on('dataReceived', (data) => words.push(new TextDecoder().decode(data)));
  try { await room.connect(url, token, { autoSubscribe: true, maxRetries: 0 }); } catch { return false; }
  return true;
}"""


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, relay, livekit):
    with django_db_blocker.unblock(), served(**relay, **livekit.leads_there) as opened:
        yield opened
        opened.process.kill()  # it would wait for streams that nobody reads any more


def test_three_meet_in_livekit_and_whoever_is_sent_away_is_out_at_once(house, filming, livekit, relay, settings):
    if livekit.missing:
        pytest.skip(f"{livekit.missing}: nobody met in LiveKit")
    lead_there(settings, livekit)
    with planned(house, filming, "A friend") as (visit, worker, (guest, friend)):
        with database.using(house.database):
            resize(actor=visit.town.amina, visit=visit.visit, large=True)
        friend.page.reload()
        friend.page.evaluate(CARELESS)
        everybody = (worker, guest, friend)
        they_go_in(worker, [guest], ready=[friend])
        all_let_in(house, visit)
        all_see(everybody, 2)
        worker.picture("livekit-of-three")
        guest.picture("livekit-phone")
        if relay:
            assert {way[0] for each in everybody for way in each.ways()} == {"relay"}
        they_write_and_see_no_picture(guest, worker)
        it_stops_and_comes_back(livekit, everybody)

        with database.using(house.database):
            place, friends = (place_of(visit, part) for part in ("client", "supporter"))
            room = visit.participant().room_id
            assert sorted(each["who"] for each in livekit.ours.inside(room)) == sorted(places_of(visit))
            turn_away(actor=visit.town.amina, participant=visit.participant())
        assert place not in livekit.ours.inside(room), "in the same moment"
        guest.page.wait_for_selector('[data-part="heading-away"]')
        for each in (worker, friend):
            expect(each.page.locator(".kw-call__tile")).to_have_count(1)
            each.sees(1)

        made_up = Ticket(livekit.url, type(livekit.ours)(livekit.url, livekit.key, "guessed" * 6).ticket(place).token)
        assert guest.page.evaluate(COMES_IN, [made_up.url, made_up.token]) is False
        they_see_nobody_who_was_not_careless(guest, worker, livekit.ours.ticket(place), friends)
        with database.using(house.database):
            clear(actors.job(DOOR, agency_id=visit.town.amina.agency_id), livekit.ours)
            assert sorted(each["who"] for each in livekit.ours.inside(room)) == sorted(places_of(visit))
        guest.page.wait_for_function("stranger.state === 'disconnected'")

        worker.page.click('[data-part="hang-up"]')
        worker.page.click('button[name="all"]')
        worker.page.wait_for_url("**/visits/*/")
        friend.page.wait_for_selector('[data-part="heading-over"]')
        assert livekit.ours.open_among([room]) == []
        for each in everybody:
            each.forgive("WebSocket")
            each.forgive("Content Security Policy")


def place_of(visit, part):
    return visit.town.find(Seat, participant=visit.participant(part=part)).place


def places_of(visit):
    return [seat.place["who"] for seat in visit.town.all(Seat, room__visit=visit.visit)]


def they_write_and_see_no_picture(one, other):
    one.page.click('[data-part="text"] summary')
    one.page.fill("#call-words", "I hear you both")
    one.page.keyboard.press("Enter")
    other.page.wait_for_selector('[data-part="lines"] >> text=I hear you both')
    for pressed, many in (("sound", 0), ("sound", 2)):
        one.page.click(f'[data-part="{pressed}"]')
        one.page.wait_for_function(PICTURES_SENT, arg=many)
    one.page.click('[data-part="camera"]')  # with sound alone it was closed


def it_stops_and_comes_back(livekit, everybody):
    if livekit.is_named:
        return  # whose it is decides when it stops
    livekit.stop()
    for each in everybody:
        each.page.wait_for_selector('[data-part="away"]', state="visible")
    livekit.start()
    all_see(everybody, 2)
    assert not any(each.page.is_visible('[data-part="away"]') for each in everybody)


def they_see_nobody_who_was_not_careless(guest, worker, renewed, friends):
    """Whoever was sent away kept a word that LiveKit renewed. A newer LiveKit does not take it any more."""
    if not guest.page.evaluate(COMES_IN, [renewed.url, renewed.token]):
        return
    guest.page.wait_for_function("(key) => sent.filter((each) => each === key).length === 2", arg=friends["who"])
    worker.page.fill("#call-words", "They are gone")
    worker.page.keyboard.press("Enter")
    worker.page.wait_for_selector('[data-part="lines"] >> text=They are gone')
    worker.sees(1)
    assert set(guest.page.evaluate("sent")) == {friends["who"]}, "the worker's own page was careful"
    assert not [each for each in guest.page.evaluate("words") if "They are gone" in each]
    expect(worker.page.locator(".kw-call__tile")).to_have_count(1)


def test_it_was_a_livekit_of_its_makers(livekit):
    if livekit.is_acted:
        pytest.skip("no LiveKit is named or installed: it was acted by the tests, from its published definitions")
