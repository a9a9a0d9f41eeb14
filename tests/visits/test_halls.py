"""Larger meetings: who reaches the hall by way of the server, who is out of it at once, and what Janus refuses."""

import json
import re
from http.client import HTTPConnection
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.decision import Refused
from keyworker.console.health.video import larger
from keyworker.people.actions import deny
from keyworker.visits.halls import janus
from keyworker.visits.halls.engine import MOST_IN_A_HALL, Away, Lost, NotTaken, Offered, Wanted
from keyworker.visits.models import Participant, PartIn, Seat
from keyworker.visits.practice.actions import end_visit
from keyworker.visits.rooms import rules, throttle
from keyworker.visits.rooms.actions import admit, come_in, invite, resize, turn_away
from tests.database import ROOT
from tests.town import signed_in as page_of
from tests.visits.calling import halls
from tests.visits.conftest import VideoVisit
from tests.visits.knocking import MEET, OFFER, came_in, looked, said

__all__ = ["halls"]
ANSWER = {"sdp": OFFER["sdp"]}


class Pretended:
    """A hall that writes down what is asked of it. `trouble` is raised when it is asked for anything."""

    def __init__(self):
        self.trouble, self.asked = None, []

    def __call__(self, port):
        return self

    def _note(self, *what):
        self.asked.append(what)
        if self.trouble:
            raise self.trouble

    def enter(self, room_id, participant_id):
        self._note("enter", participant_id)
        return {"number": len(self.asked)}

    def send(self, place, offer):
        self._note("send", offer)
        return ANSWER["sdp"]

    def see(self, place, add, drop):
        self._note("see", add, drop)
        return {**place, "see": 1}, Offered(OFFER["sdp"], {each.strand: str(each.participant_id) for each in add})

    def seen(self, place, answer):
        self._note("seen", answer)

    def keep(self, place):
        self._note("keep")

    def leave(self, place):
        self._note("leave", place["number"])

    def close(self, room_id):
        self._note("close")

    def stands(self):
        return True

    def heard(self, what):
        """What was asked of that kind since it was last looked at."""
        found, self.asked = [each[1:] for each in self.asked if each[0] == what], []
        return found


@pytest.fixture
def pretended(monkeypatch, settings):
    throttle._left.clear()
    settings.HALL = "janus"
    found = Pretended()
    monkeypatch.setattr(janus, "Janus", found)
    return found


@pytest.fixture
def meeting(pretended, open_town):
    """A larger meeting that has begun: the worker's browser and a guest's, both in their seats and sending."""
    visit = VideoVisit(open_town)
    resize(actor=open_town.amina, visit=visit.visit, large=True)
    visit.guest, visit.worker = came_in(visit), page_of(open_town.amina)
    admit(actor=open_town.amina, participant=visit.participant())
    assert said(visit.guest, "join").json()["hall"] == "janus"
    looked(visit.worker, visit)
    visit.say = reverse("visits:say", args=[visit.visit.pk])
    for browser, more in ((visit.guest, {}), (visit.worker, {"at": visit.say, "tab": "b" * 36})):
        assert said(browser, "send", **OFFER, **more).json() == ANSWER
        assert said(browser, "sending", **more).status_code == 200
    visit.amina = visit.participant(staff__isnull=False).pk
    return visit


def test_who_sits_there_sends_and_sees_whoever_else_does(meeting, pretended):
    (seat,) = looked(meeting.worker, meeting)["seats"]
    assert seat["sends"] == 1
    meeting.worker.get(meeting.say)
    pretended.asked.clear()
    stranger = str(uuid4())
    own = str(meeting.participant().pk)
    wanted = [{"id": str(meeting.amina), "strand": "0"}, {"id": stranger}, {"id": own}]
    # The worker looked anew above, in the same tab, and does not send yet: nobody is seen who does not.
    assert said(meeting.guest, "see", add=wanted).status_code == 200
    assert pretended.heard("see") == [([], [])]
    said(meeting.worker, "send", **OFFER, at=meeting.say, tab="b" * 36)
    said(meeting.worker, "sending", at=meeting.say, tab="b" * 36)
    shown = said(meeting.guest, "see", add=wanted, drop=[{"id": stranger}]).json()
    assert shown["whose"] == {"0": str(meeting.amina)}
    assert pretended.heard("see") == [([Wanted(meeting.amina, "0")], [Wanted(UUID(stranger))])]
    assert said(meeting.guest, "seen", **ANSWER).status_code == 200
    assert said(meeting.guest, "here").status_code == 200
    assert pretended.heard("keep") == [()]


def test_the_hall_hears_no_address_of_anybodys(meeting, pretended, settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.example:3478"], "s" * 32
    sdp = OFFER["sdp"] + "c=IN IP4 192.0.2.7\r\na=candidate:1 1 udp 2122260223 192.0.2.7 5000 typ host\r\n"
    pretended.asked.clear()
    for what in ("send", "seen"):
        assert said(meeting.guest, what, sdp=sdp).status_code == 200
        ((heard,),) = pretended.heard(what)
        assert heard.startswith("v=0")
        assert "192.0.2.7" not in heard


def test_nobody_reaches_the_hall_who_does_not_sit_in_the_meeting(meeting, pretended):
    town = meeting.town
    waiting = came_in(meeting, invite(actor=town.amina, visit=meeting.visit, part=PartIn.SUPPORTER, name_shown="Aunt"))
    small = VideoVisit(town, full_name="Somebody Else")
    elsewhere = came_in(small)
    admit(actor=town.amina, participant=small.participant())
    assert said(elsewhere, "join").json()["hall"] == ""
    pretended.asked.clear()
    for what, more in (("send", OFFER), ("sending", {}), ("see", {}), ("seen", ANSWER)):
        assert said(Client(), what, **more).status_code == 403
        assert said(waiting, what, **more).status_code == 404, "whoever waits has no seat"
        assert said(elsewhere, what, **more).status_code == 404, "a small meeting has no hall"
        assert said(meeting.guest, what, tab="c" * 36, **more).status_code == 404, "nor does a tab that is gone"
        assert said(page_of(town.carl), what, at=meeting.say, **more).status_code == 404
        assert said(page_of(town.ben), what, at=meeting.say, **more).status_code == 400, "who was not invited"
    assert said(meeting.guest, "enter").status_code == 404, "of Janus nobody has a ticket"
    assert pretended.asked == []


def test_whoever_loses_their_seat_loses_their_place_in_the_hall_at_once(meeting, pretended):
    town = meeting.town
    pretended.asked.clear()
    assert said(meeting.guest, "join", tab="d" * 36).status_code == 200
    assert len(pretended.heard("leave")) == 1, "another tab"
    said(meeting.guest, "send", tab="d" * 36, **OFFER)
    said(meeting.guest, "leave", tab="d" * 36)
    assert len(pretended.heard("leave")) == 1, "hung up"
    said(meeting.guest, "join", tab="d" * 36)
    said(meeting.guest, "send", tab="d" * 36, **OFFER)
    turn_away(actor=town.amina, participant=meeting.participant())
    assert len(pretended.heard("leave")) == 1, "sent away"
    assert meeting.guest.get(MEET).status_code == 404
    deny(actor=town.ben, person=meeting.case.person, staff=town.staff(town.amina), because="She is her cousin.")
    assert len(pretended.heard("leave")) == 1, "the file was shut to them"


@pytest.mark.parametrize("trouble", [None, Away(), Lost()])
def test_the_end_closes_the_hall_and_a_hall_that_is_away_holds_nothing_up(meeting, pretended, trouble):
    pretended.asked.clear()
    pretended.trouble = trouble
    end_visit(actor=meeting.town.amina, visit=meeting.now)
    assert pretended.heard("close") == [()]
    assert meeting.town.all(Seat) == []


def test_a_hall_that_stopped_is_said_calmly_and_begun_anew(meeting, pretended):
    pretended.trouble = Away()
    assert said(meeting.guest, "here").json() == {"away": True}
    assert said(meeting.guest, "send", **OFFER).json() == {"away": True}
    pretended.trouble = Lost()
    assert said(meeting.guest, "here").json() == {"again": True}
    assert meeting.town.find(Seat, participant=meeting.participant()).sends == 0, "the others wait for them"
    pretended.trouble = None
    assert said(meeting.guest, "here").json() == {}
    assert said(meeting.guest, "seen", **ANSWER).json() == {"again": True}
    assert said(meeting.guest, "send", **OFFER).json() == ANSWER
    pretended.trouble = NotTaken()
    assert said(meeting.guest, "see").json() == {"later": True}
    assert said(meeting.guest, "seen", **ANSWER).status_code == 400


def test_whoever_was_sent_away_while_the_hall_was_asked_is_let_out_again(meeting, pretended, monkeypatch):
    def slowly(place, offer):
        turn_away(actor=meeting.town.amina, participant=meeting.participant())
        return ANSWER["sdp"]

    monkeypatch.setattr(pretended, "send", slowly)
    pretended.asked.clear()
    assert said(meeting.guest, "send", **OFFER).status_code == 404
    given = {"number": 2}  # the second thing that was asked, after the place they had was given up
    assert pretended.heard("leave")[-1] == (given["number"],), "the place that they were just given"


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("send", {}), ("send", {"sdp": 7}), ("send", {"sdp": "x"}), ("send", {"sdp": "v=0\r\n" + "a" * 60_000}),
        ("seen", {"sdp": ["v=0\r\n"]}), ("see", {"add": "everybody"}), ("see", {"add": [7]}),
        ("see", {"add": [{"id": "x"}]}), ("see", {"drop": [{"id": str(uuid4()), "strand": {}}]}),
        ("see", {"add": [{"id": str(uuid4())}] * 101}),
    ],
)  # fmt: skip
def test_what_no_browser_says_never_reaches_the_hall(meeting, pretended, what, more):
    pretended.asked.clear()
    assert said(meeting.guest, what, **more).status_code == 400
    assert pretended.asked == []


def test_a_meeting_is_made_larger_before_anybody_sits_in_it(pretended, open_town, settings):
    town, visit = open_town, VideoVisit(open_town)
    people, worker = reverse("visits:people", args=[visit.visit.pk]), page_of(town.amina)
    assert "Make it larger" in worker.get(people).content.decode()
    come_in(actor=town.amina, visit=visit.visit, tab="a" * 36)
    assert "Ask them to hang up first" in worker.post(people, {"size": "large"}, follow=True).content.decode()
    said(worker, "leave", at=reverse("visits:say", args=[visit.visit.pk]))
    assert worker.post(people, {"size": "large"})["Location"] == people
    assert "Make it small again" in worker.get(people).content.decode()
    guest = came_in(visit)
    assert "the computer itself could see" in guest.get(MEET).content.decode(), "they read it before they go in"
    assert "the computer itself could see" in worker.get(reverse("visits:room", args=[visit.visit.pk])).content.decode()
    settings.HALL = ""
    admit(actor=town.amina, participant=visit.participant())
    assert "Please ask to be called on the phone" in said(guest, "join").json()["why"]
    resize(actor=town.amina, visit=visit.visit, large=False)
    assert "Make it larger" not in worker.get(people).content.decode()
    with pytest.raises(Refused, match="not set up here"):
        resize(actor=town.amina, visit=visit.visit, large=True)
    assert page_of(town.sam).post(people, {"size": "large"}).status_code == 404


def test_a_fifth_of_a_small_meeting_is_told_that_it_can_be_made_larger(pretended, open_town):
    town, visit = open_town, VideoVisit(open_town)
    come_in(actor=town.amina, visit=visit.visit, tab="a" * 36)
    for number in range(3):
        invite(actor=town.amina, visit=visit.visit, part=PartIn.SUPPORTER, name_shown=f"Guest {number}")
    browsers = {}
    for each in town.all(Participant, room__visit=visit.visit, staff=None):
        browsers[each.pk] = came_in(visit, each)
        admit(actor=town.amina, participant=town.find(Participant, pk=each.pk))
    answers = [said(browser, "join") for browser in browsers.values()]
    assert [each.status_code for each in answers] == [200, 200, 200, 409]
    assert "Whoever leads it can make it larger" in answers[3].json()["why"]


@given(
    others=st.integers(0, 60), large=st.booleans(), has_hall=st.booleans(), is_open=st.booleans(), let_in=st.booleans()
)
def test_nobody_sits_where_there_is_no_room_no_hall_or_no_welcome(others, large, has_hall, is_open, let_in):
    decided = rules.may_sit(is_open=is_open, let_in=let_in, others=others, large=large, has_hall=has_hall)
    fits = others < 25 and has_hall if large else others < 4
    assert bool(decided) == (is_open and let_in and fits)


def test_the_relay_as_it_is_shipped_holds_for_a_full_hall():
    shipped = (ROOT / "deploy" / "turnserver.conf").read_text()
    limit = {name: int(value) for name, value in re.findall(r"^([a-z-]+)=(\d+)$", shipped, re.MULTILINE)}
    stage = (ROOT / "keyworker/visits/static/visits/stage.js").read_text()
    most_pictures = int(re.search(r"wide: (\d+)", stage)[1])
    voices = (MOST_IN_A_HALL - 1) * 60_000
    assert limit["max-bps"] * 8 > 1.2 * (most_pictures * janus.MOST_BITS + voices)
    a_line = 2 * 4  # by UDP and by TLS, from four addresses of one device
    assert limit["user-quota"] >= 2 * (rules.MOST_SEATS - 1) * a_line, "and once more, while a page begins anew"
    assert limit["total-quota"] == limit["max-port"] - limit["min-port"] + 1


def asked(port, path, body, method="POST"):
    """What Janus answers to whoever is not us."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, json.dumps(body) if body else None)
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, json.loads(text) if text.startswith(b"{") else {}


def code_of(answer):
    return answer[1].get("error", {}).get("code")


def test_janus_lets_nobody_in_who_has_no_word_of_ours(halls, monkeypatch):
    if halls.missing:
        pytest.skip(f"{halls.missing}: nobody knocked at it")
    ours, room, other = janus.Janus(halls.port), uuid4(), uuid4()
    place = ours.enter(room, uuid4())
    ours.enter(other, uuid4())
    create = {"janus": "create", "transaction": "x"}
    assert code_of(asked(halls.port, "/janus", create)) == 403
    assert code_of(asked(halls.port, "/janus", {**create, "apisecret": "guessed", "token": "guessed"})) == 403
    assert asked(halls.port, f"/janus/{place['session']}", None, method="GET")[0] == 403
    assert asked(halls.port, "/admin", {"janus": "list_sessions", "transaction": "x"})[0] == 404

    def comes_in(which, **instead):
        fresh = ours.enter(other, uuid4())
        try:
            asks = {**ours._join({"room": str(which)}, "publisher"), "id": str(uuid4()), **instead}
            return ours._plugin({**fresh, "stranger": ours._handle(fresh["session"])}, "stranger", asks)
        finally:
            ours.leave(fresh)

    assert comes_in(room)["plugindata"]["data"]["videoroom"] == "joined"
    for instead in (
        {"token": ""}, {"token": "1,janus.plugin.videoroom,room=x:x"}, {"pin": "guessed"}, {"pin": ""},
        {"token": janus._token(janus.PLUGIN, f"room={other}")},
    ):  # fmt: skip
        with pytest.raises(NotTaken):
            comes_in(room, **instead)
    monkeypatch.setattr(janus, "TOKENS_LAST_SECONDS", -5)
    stale = janus._token(janus.PLUGIN, f"room={room}")
    monkeypatch.undo()
    with pytest.raises(NotTaken):
        comes_in(room, token=stale)
    make = {"request": "create", "room": str(uuid4()), "admin_key": "guessed"}
    for asks in (make, {"request": "destroy", "room": str(room), "secret": "guessed"}):
        with pytest.raises(NotTaken):
            ours._plugin(place, "send", asks)
    listed = ours._plugin(place, "send", {"request": "list"})
    assert str(room) not in json.dumps(listed), "nor is there a list of who meets"
    ours.close(room)
    with pytest.raises(Lost):
        ours._plugin(place, "send", {"request": "configure"})


def test_janus_finds_one_plugin_and_writes_nothing_that_others_can_read(halls):
    if halls.missing:
        pytest.skip(f"{halls.missing}: there is nothing to look at")
    folder = halls.folder / "hall"
    assert [each.name for each in (folder / "plugins").iterdir()] == ["libjanus_videoroom.so"]
    assert [each.name for each in (folder / "transports").iterdir()] == ["libjanus_http.so"]
    assert list((folder / "nothing").iterdir()) == []
    written = list(folder.glob("*.jcfg"))
    assert len(written) == 3
    assert {each.stat().st_mode & 0o777 for each in [folder, *written]} == {0o700, 0o600}


def test_the_doctor_tells_how_many_can_meet(halls, settings, monkeypatch):
    def says():
        return " ".join(f"{finding.verdict.name} {finding.what}" for finding in larger())

    settings.HALL = ""
    assert "at most four people" in says()
    settings.HALL = "zoom"
    assert says().startswith("WRONG")
    settings.HALL, settings.HALL_PORT = "janus", 1
    if not halls.missing:
        assert "does not answer" in says()
        settings.HALL_PORT = halls.port
        assert "answers" in says()
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert "Janus is not installed" in says()
