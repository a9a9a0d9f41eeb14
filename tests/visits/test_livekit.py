"""LiveKit as a hall: who is given a ticket and for what, who is put out, and which settings are not safe."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID, uuid4

import jwt
import pytest
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from livekit.api import ListRoomsRequest, LiveKitAPI, TokenVerifier

from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.console.health.video import larger
from keyworker.people.actions import deny
from keyworker.visits import jobs
from keyworker.visits.halls.clearing import clear
from keyworker.visits.halls.engine import MOST_IN_A_HALL, Away, by_ticket
from keyworker.visits.halls.livekit import LiveKit
from keyworker.visits.models import PartIn, Seat, VideoRoom
from keyworker.visits.practice.actions import end_visit
from keyworker.visits.rooms import throttle
from keyworker.visits.rooms.actions import admit, invite, resize, turn_away
from tests.town import signed_in as page_of
from tests.visits.conftest import VideoVisit
from tests.visits.knocking import MEET, OFFER, came_in, looked, said
from tests.visits.livekit_at_hand import KEY, SECRET, lead_there, livekit

__all__ = ["livekit"]
A, B = "a" * 36, "b" * 36


@pytest.fixture(autouse=True)
def nothing_counted():
    throttle._left.clear()


@pytest.fixture
def meeting(livekit, settings, open_town):
    """A larger meeting in LiveKit that has begun; a guest sits in it."""
    lead_there(settings, livekit)
    return begun(open_town)


def begun(town, **identity):
    visit = VideoVisit(town, **identity)
    resize(actor=town.amina, visit=visit.visit, large=True)
    visit.guest = came_in(visit)
    admit(actor=town.amina, participant=visit.participant())
    assert said(visit.guest, "join").json()["hall"] == "livekit"
    visit.room = visit.participant().room_id
    visit.job = actors.job(jobs.DOOR, agency_id=town.amina.agency_id)
    return visit


def entered(browser, livekit, **more):
    """What the ticket says that a browser is given."""
    answer = said(browser, "enter", **more).json()
    assert answer["url"] == livekit.url
    return TokenVerifier(livekit.key, livekit.secret).verify(answer["token"]), answer["token"]


def test_a_ticket_opens_one_hall_for_a_moment_and_says_nothing_of_anybody(meeting, livekit):
    claims, token = entered(meeting.guest, livekit)
    seat = meeting.town.find(Seat, participant=meeting.participant())
    assert seat.place == {"room": claims.video.room, "who": claims.identity}
    may = {name: value for name, value in vars(claims.video).items() if value not in (None, False, "")}
    assert may == {
        "room_join": True, "room": seat.place["room"], "can_publish": True, "can_subscribe": True,
        "can_publish_data": True, "can_publish_sources": ["camera", "microphone"],
    }  # fmt: skip
    raw = jwt.decode(token, options={"verify_signature": False})
    assert set(raw) == {"iss", "sub", "nbf", "exp", "video"}, "no name, no metadata"
    assert raw["exp"] - raw["nbf"] <= 60
    for secret in (meeting.room, meeting.participant().pk, meeting.visit.pk, seat.pk, "a" * 36, "Quill", "Harbor"):
        assert str(secret) not in json.dumps(raw)
    again, _ = entered(meeting.guest, livekit)
    assert again.identity != claims.identity, "nobody is known by the same twice"
    (shown,) = looked_at_by_amina(meeting)["seats"]
    assert shown["key"] == again.identity, "the others learn who sits there"


def looked_at_by_amina(visit):
    return looked(page_of(visit.town.amina), visit)


@given(room=st.uuids(), other=st.uuids(), who=st.uuids())
def test_no_ticket_leads_a_meeting_or_opens_another(room, other, who):
    hall = LiveKit("wss://hall.example.org", KEY, SECRET)
    place = {"room": f"{room}", "who": who.hex}
    grants = TokenVerifier(KEY, SECRET).verify(hall.ticket(place).token).video
    assert (grants.room == str(other)) == (room == other)
    for order in ("room_admin", "room_create", "room_list", "room_record", "hidden", "can_update_own_metadata"):
        assert not getattr(grants, order), order
    with pytest.raises(jwt.InvalidSignatureError):
        TokenVerifier(KEY, SECRET + "!").verify(hall.ticket(place).token)
    assert SECRET not in repr(hall)
    assert hall.ticket(place).token not in repr(hall.ticket(place))


DONE = ("sit down", "sit down in another tab", "hang up", "are sent away", "end")


@pytest.fixture(scope="module")
def standing(livekit, standing_town):
    return standing_town


@tried(max_examples=6)
@given(done=st.lists(st.sampled_from(DONE), min_size=1, max_size=5))
def test_a_ticket_is_for_who_has_a_seat_in_that_tab_whatever_was_done_before(standing, livekit, done):
    led = {name.removeprefix("KEYWORKER_"): value for name, value in livekit.leads_there.items()}
    with override_settings(**led):
        visit = begun(standing)
        tab, shut = A, False
        for each in done:
            throttle._left.clear()
            if each.startswith("sit down") and not shut:
                tab = A if each == "sit down" else B
                assert said(visit.guest, "join", tab=tab).status_code == 200
            elif each == "hang up" and tab:
                said(visit.guest, "leave", tab=tab)
                tab = None
            elif each in {"are sent away", "end"} and not shut:
                if each == "end":
                    end_visit(actor=standing.amina, visit=visit.now)
                else:
                    turn_away(actor=standing.amina, participant=visit.participant())
                tab, shut = None, True
            given = {each: said(visit.guest, "enter", tab=each).status_code == 200 for each in (A, B)}
            assert given == {A: tab == A, B: tab == B}, done


def test_nobody_else_is_given_a_ticket(meeting):
    town, say = meeting.town, reverse("visits:say", args=[meeting.visit.pk])
    waiting = came_in(meeting, invite(actor=town.amina, visit=meeting.visit, part=PartIn.SUPPORTER, name_shown="Aunt"))
    small = VideoVisit(town, full_name="Somebody Else")
    elsewhere = came_in(small)
    admit(actor=town.amina, participant=small.participant())
    assert said(elsewhere, "join").json()["hall"] == ""
    for browser, answer in ((Client(), 403), (waiting, 404), (elsewhere, 404)):
        assert said(browser, "enter").status_code == answer
    assert said(page_of(town.carl), "enter", at=say).status_code == 404
    assert said(page_of(town.ben), "enter", at=say).status_code == 400, "who was not invited"
    for what, more in (("send", OFFER), ("sending", {}), ("see", {}), ("seen", OFFER)):
        assert said(meeting.guest, what, **more).status_code == 404, "that is said to Janus"


def test_whoever_loses_their_seat_is_out_of_livekit_at_once(meeting, livekit):
    def comes_in(tab):
        _, token = entered(meeting.guest, livekit, tab=tab)
        return livekit.somebody_inside(token)

    town, ours = meeting.town, livekit.ours
    with comes_in(A) as out:
        assert len(ours.inside(meeting.room)) == 1
        said(meeting.guest, "join", tab=B)
        assert ours.inside(meeting.room) == [], "another tab"
        assert out.wait(10)
    with comes_in(B) as out:
        said(meeting.guest, "leave", tab=B)
        assert ours.inside(meeting.room) == [], "hung up"
        assert out.wait(10)
    said(meeting.guest, "join", tab=A)
    with comes_in(A) as out:
        turn_away(actor=town.amina, participant=meeting.participant())
        assert ours.inside(meeting.room) == [], "sent away"
        assert out.wait(10)
    assert meeting.guest.get(MEET).status_code == 404
    worker, say = page_of(town.amina), reverse("visits:say", args=[meeting.visit.pk])
    said(worker, "join", at=say)
    _, token = entered(worker, livekit, at=say)
    with livekit.somebody_inside(token) as out:
        deny(actor=town.ben, person=meeting.case.person, staff=town.staff(town.amina), because="She is her cousin.")
        assert ours.inside(meeting.room) == [], "the file was shut to them"
        assert out.wait(10)


def test_the_end_closes_the_room_for_everybody_and_nothing_opens_it_again(meeting, livekit):
    _, token = entered(meeting.guest, livekit)
    with livekit.somebody_inside(token) as out:
        assert livekit.ours.open_among([meeting.room, uuid4()]) == [meeting.room]
        end_visit(actor=meeting.town.amina, visit=meeting.now)
        assert out.wait(10)
    assert livekit.ours.open_among([meeting.room]) == []
    assert livekit.asked_to_come_in(token) in {404, 401}, "a ticket alone opens no room"


def test_whoever_is_inside_without_a_seat_is_put_out_by_the_next_look(meeting, livekit):
    _, token = entered(meeting.guest, livekit)
    with livekit.somebody_inside(token) as theirs, livekit.somebody_inside(strangers(meeting, livekit)) as stranger:
        clear(meeting.job, livekit.ours)
        assert stranger.wait(10)
        assert livekit.ours.inside(meeting.room) == [place_of(meeting)]
        assert not theirs.is_set()
        nothing_was_heard_of_them_for(meeting, "2 minutes")
        jobs.clear_every_hall(0)
        assert theirs.wait(10), "signed out: nobody says any more that they are there"
    _, token = entered(meeting.guest, livekit)
    with livekit.somebody_inside(token) as theirs:
        jobs.clear_every_hall(0)
        assert not theirs.is_set(), "whoever comes in again is there"


def test_a_worker_who_is_there_has_the_hall_looked_through_every_few_seconds(meeting, livekit):
    worker, say = page_of(meeting.town.amina), reverse("visits:say", args=[meeting.visit.pk])
    said(worker, "join", at=say)
    entered(worker, livekit, at=say)
    _, token = entered(meeting.guest, livekit)
    with livekit.somebody_inside(token) as theirs, livekit.somebody_inside(strangers(meeting, livekit)) as stranger:
        assert said(meeting.guest, "here").json() == {}
        assert not stranger.is_set(), "a guest puts nobody out"
        assert said(worker, "here", at=say).json() == {}
        assert stranger.wait(10)
        assert not theirs.is_set()


def strangers(visit, livekit):
    """A ticket as somebody may have kept it: for the hall, at a place that is nobody's any more."""
    return livekit.ours.ticket({**place_of(visit), "who": uuid4().hex}).token


def nothing_was_heard_of_them_for(visit, long):
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE visits_seat SET seen_at = now() - %s::interval WHERE room_id = %s", [long, visit.room])


def place_of(visit):
    return visit.town.find(Seat, participant=visit.participant()).place


def test_a_room_that_could_not_be_closed_is_closed_by_the_next_look(meeting, livekit, settings):
    entered(meeting.guest, livekit)
    settings.HALL_URL = "ws://127.0.0.1:1"
    end_visit(actor=meeting.town.amina, visit=meeting.now)
    assert livekit.ours.open_among([meeting.room]) == [meeting.room]
    jobs.clear_every_hall(0)  # it does not answer, which holds nothing up
    settings.HALL_URL = livekit.url
    jobs.clear_every_hall(0)
    assert livekit.ours.open_among([meeting.room]) == []


def test_a_livekit_that_does_not_answer_is_said_calmly(meeting, settings):
    settings.HALL_URL = "ws://127.0.0.1:1"
    assert said(meeting.guest, "enter").json() == {"away": True}
    assert said(meeting.guest, "here").json() == {}
    assert said(meeting.guest, "leave").status_code == 200


def test_whoever_was_sent_away_while_livekit_was_asked_is_given_no_ticket(meeting, monkeypatch):
    asked = LiveKit._ask

    def slowly(self, order, what, **grants):
        if order == "CreateRoom":
            turn_away(actor=meeting.town.amina, participant=meeting.participant())
        return asked(self, order, what, **grants)

    monkeypatch.setattr(LiveKit, "_ask", slowly)
    assert said(meeting.guest, "enter").status_code == 404


def test_livekit_is_asked_while_no_transaction_stands_open(meeting, monkeypatch):
    stood_open = []
    called = LiveKit._called

    def looked_at(self, *what):
        stood_open.extend(each.alias for each in connections.all() if each.in_atomic_block)
        return called(self, *what)

    monkeypatch.setattr(LiveKit, "_called", looked_at)
    said(meeting.guest, "enter")
    said(meeting.guest, "leave")
    clear(meeting.job, by_ticket())
    end_visit(actor=meeting.town.amina, visit=meeting.now)
    assert stood_open == []


def test_what_we_order_is_what_livekits_own_program_reads(livekit, settings):
    """Its own client sees what our orders made. (One that is acted refuses a field that LiveKit does not have.)"""
    lead_there(settings, livekit)
    ours, room = livekit.ours, uuid4()
    place = ours.enter(room, uuid4())

    async def seen():
        theirs = LiveKitAPI(livekit.url.replace("ws", "http", 1), livekit.key, livekit.secret)
        try:
            return (await theirs.room.list_rooms(ListRoomsRequest(names=[place["room"]]))).rooms
        finally:
            await theirs.aclose()

    (found,) = asyncio.run(seen())
    assert (found.name, found.max_participants, found.metadata) == (place["room"], MOST_IN_A_HALL, "")
    assert 0 < found.empty_timeout <= 60
    ours.leave(place)  # who is gone already is no error
    ours.leave({"session": 7})  # nor is a place in another hall, from before the setting was changed
    ours.close(room)
    ours.close(room)
    assert asyncio.run(seen()) == []


def test_livekit_lets_nobody_in_with_a_ticket_that_is_made_up_lapsed_or_for_a_room_that_was_never_opened(livekit):
    ours, room = livekit.ours, uuid4()
    place = ours.enter(room, uuid4())
    assert livekit.asked_to_come_in(ours.ticket(place).token) == 200
    assert livekit.asked_to_come_in("") == 401
    assert livekit.asked_to_come_in(LiveKit(livekit.url, livekit.key, "guessed" * 6).ticket(place).token) == 401
    with clock.at(clock.now() - timedelta(minutes=2)):
        stale = ours.ticket(place).token
    assert livekit.asked_to_come_in(stale) == 401
    assert not ours.opens_by_itself()
    ours.close(room)
    with pytest.raises(Away):
        LiveKit(livekit.url, livekit.key, "guessed" * 6).enter(room, uuid4())
    assert not LiveKit(livekit.url, livekit.key, "guessed" * 6).stands()


def test_only_the_page_of_a_call_in_livekit_may_speak_to_it_and_to_nobody_else(meeting, livekit, settings):
    def policy(page):
        parts = page["Content-Security-Policy"].split("; ")
        return next(each for each in parts if each.startswith("connect-src"))

    town, worker = meeting.town, page_of(meeting.town.amina)
    room, people = (reverse(f"visits:{name}", args=[meeting.visit.pk]) for name in ("room", "people"))
    for page in (worker.get(room), meeting.guest.get(MEET)):
        assert policy(page) == f"connect-src 'self' {livekit.url}"
        assert page["Referrer-Policy"] == "same-origin"
    assert policy(worker.get(people)) == "connect-src 'self'"
    small = VideoVisit(town, full_name="Somebody Else")
    assert policy(worker.get(reverse("visits:room", args=[small.visit.pk]))) == "connect-src 'self'"
    settings.HALL = "janus"
    assert policy(worker.get(room)) == "connect-src 'self'"
    settings.HALL = "livekit"
    end_visit(actor=town.amina, visit=meeting.now)
    assert policy(worker.get(room)) == "connect-src 'self'"


def test_the_doctor_says_whether_livekit_answers_and_opens_rooms_by_itself(livekit, settings, monkeypatch):
    def says():
        return " ".join(f"{finding.verdict.name} {finding.what}" for finding in larger())

    lead_there(settings, livekit)
    settings.TURN_URLS, settings.TURN_SECRET = [], ""
    assert says().startswith("WRONG LiveKit is set up, and no relay is.")
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.example:3478"], "s" * 32
    assert says().startswith("WELL LiveKit")
    monkeypatch.setattr(LiveKit, "opens_by_itself", lambda self: True)
    assert "opens rooms that we did not open" in says()
    settings.HALL_SECRET = "guessed" * 6
    assert "does not take our key" in says()
    settings.HALL_URL = "ws://127.0.0.1:1"
    assert "does not answer" in says()


def test_livekit_learns_no_number_of_any_record(meeting, livekit, monkeypatch):
    heard = []
    called = LiveKit._called

    def overheard(self, *what):
        heard.append(repr(what))
        return called(self, *what)

    monkeypatch.setattr(LiveKit, "_called", overheard)
    entered(meeting.guest, livekit)
    clear(meeting.job, by_ticket())
    turn_away(actor=meeting.town.amina, participant=meeting.participant())
    end_visit(actor=meeting.town.amina, visit=meeting.now)
    room = meeting.town.find(VideoRoom, pk=meeting.room)
    numbers = [room.pk, room.visit_id, room.person_id, room.program_id, room.agency_id, meeting.participant().pk]
    assert heard
    for number in numbers:
        for written in (str(number), UUID(str(number)).hex):
            assert not [each for each in heard if written in each]
