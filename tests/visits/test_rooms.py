"""The room of a video visit: how a guest comes in by a link, is let in, and what an intruder finds."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import ProgrammingError, connections
from django.test import Client
from django.urls import reverse

from keyworker.access import doors
from keyworker.access.permissions import Permission
from keyworker.access.roles import VISIT_GUEST
from keyworker.access.sight import rows
from keyworker.accounts.models import User
from keyworker.base import clock
from keyworker.base.actor import client, visitor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.consent.actions import Terms, record_consent, withdraw_consent
from keyworker.consent.models import How, Purpose
from keyworker.people.actions import deny, open_portal
from keyworker.people.models import Person
from keyworker.tasks.declining import decline
from keyworker.tasks.models import NoTo
from keyworker.visits.actions import cancel_visit
from keyworker.visits.models import Participant, PartIn, Seat, Signal, VideoRoom, Visit
from keyworker.visits.practice.actions import end_visit
from keyworker.visits.rooms import throttle
from keyworker.visits.rooms.actions import admit, come_in, invite, turn_away
from keyworker.visits.rooms.signals import Malformed, cleaned
from tests.town import signed_in as page_of
from tests.visits.conftest import VideoVisit
from tests.visits.knocking import (
    MEET,
    OFFER,
    SAY,
    STREAM,
    address,
    came_in,
    heard,
    in_the_room,
    looked,
    nothing_counted,
    said,
    signal,
)  # fmt: skip

__all__ = ["nothing_counted"]


def test_a_link_is_looked_at_as_often_as_anybody_likes_and_exchanged_once(video_visit):
    token, browser = video_visit.link(), Client()
    for _ in range(2):  # a mail program looks first
        page = browser.get(address(token))
        assert (page.status_code, page["Referrer-Policy"], page["Cache-Control"]) == (200, "same-origin", "no-store")
        assert "Xanthippe" not in page.content.decode()
        assert "Harbor" not in page.content.decode()
    assert browser.get(MEET).status_code == 404
    assert browser.post(address(token))["Location"] == MEET
    meeting = browser.get(MEET)
    assert "camera=(self)" in meeting["Permissions-Policy"]
    assert token not in meeting.content.decode()
    assert browser.get(address(token))["Location"] == MEET, "their own browser goes on"
    other = Client()
    forwarded = other.post(address(token))
    assert (forwarded.status_code, "used already" in forwarded.content.decode()) == (409, True)
    assert other.get(MEET).status_code == 404
    assert video_visit.participant().tried_again_at is not None, "the worker is told"


def test_the_date_for_a_calendar_says_when_and_nothing_else(video_visit):
    token = video_visit.link()
    date = Client().get(reverse("portal:visit_date", args=[token])).content.decode()
    assert video_visit.visit.starts_at.strftime("DTSTART:%Y%m%dT%H%M%SZ") in date
    for word in (token, "Xanthippe", "Quill", "Harbor", "Amina", "http"):
        assert word not in date


def test_a_link_that_is_guessed_expired_too_early_or_of_a_visit_called_off_opens_nothing(open_town):
    visit = VideoVisit(open_town, begun=False)
    browser, token = Client(), visit.link()
    assert browser.post(address(doors.new_token())).status_code == 404
    with time_machine.travel(clock.now() - timedelta(minutes=45)):
        assert "too early" in browser.get(address(token)).content.decode()
        assert browser.post(address(token)).status_code == 409
    newer = visit.link()
    assert browser.post(address(token)).status_code == 404, "a newer link shuts the older one"
    assert browser.post(address(newer)).status_code == 302
    cancel_visit(actor=open_town.amina, visit=visit.visit, because="They are ill.")
    assert browser.get(MEET).status_code == 404
    assert browser.post(address(newer)).status_code == 404
    again = VideoVisit(open_town)
    token = again.link()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE access_doorkey SET expires_at = now() - interval '1 minute' WHERE kind = 'visit-link'")
    assert Client().get(address(token)).status_code == 404


def test_a_guest_waits_until_a_worker_lets_them_in_and_only_once_the_visit_has_begun(open_town):
    visit = VideoVisit(open_town, begun=False)
    browser = came_in(visit)
    assert said(browser, "join").json()["why"] == "Please wait until somebody lets you in."
    worker, door = page_of(open_town.amina), reverse("visits:door", args=[visit.visit.pk])
    letting_in = {"admit": str(visit.participant().pk)}
    refused = worker.post(door, letting_in, headers={"X-Keyworker-Keep": "1"})
    assert (refused.status_code, refused.json()["why"]) == (409, "Begin the visit first. Then let them in.")
    assert "Begin the visit first" in worker.post(door, letting_in, follow=True).content.decode()
    visit.begin()
    room = reverse("visits:room", args=[visit.visit.pk])
    assert "Let in" in worker.get(room).content.decode()
    assert worker.post(door, letting_in)["Location"] == room
    joined = said(browser, "join").json()
    assert joined["me"] == str(visit.participant().pk)
    assert [seat["name"] for seat in looked(worker, visit)["seats"]] == ["Xanthippe Quill"]
    assert said(browser, "call").status_code == 200
    assert [each["name"] for each in looked(worker, visit)["calls"]] == ["Xanthippe Quill"]
    assert said(browser, "quickly").status_code == 200
    assert looked(worker, visit)["seats"] == []
    assert browser.get(MEET).status_code == 404, "what they left quickly opens nothing any more"


def test_what_browsers_say_reaches_whom_it_is_for_without_anybodys_address(video_visit, settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.example:3478"], "s" * 32
    browser, worker = in_the_room(video_visit)
    amina = video_visit.participant(staff__isnull=False).pk
    ice = said(browser, "ice").json()["ice"]
    assert ice["iceTransportPolicy"] == "relay"
    assert str(video_visit.participant().pk) not in ice["iceServers"][0]["username"]
    host = "candidate:1 1 udp 2122260223 192.0.2.7 5000 typ host"
    relay = "candidate:2 1 udp 41885439 198.51.100.9 49160 typ relay raddr 192.0.2.7 rport 5000"
    sdp = OFFER["sdp"] + f"c=IN IP4 192.0.2.7\r\na={host}\r\na={relay}\r\n"
    assert signal(browser, amina, body={"sdp": sdp}) == 200
    for candidate in (host, relay):
        body = {"candidate": candidate, "sdpMid": "0", "sdpMLineIndex": 0}
        assert signal(browser, amina, kind="candidate", body=body) == 200
    offer, only = heard(worker, video_visit)
    assert "198.51.100.9" in offer["sdp"]
    assert "198.51.100.9" in only["candidate"]
    assert "192.0.2.7" not in json.dumps([offer, only])
    assert heard(worker, video_visit) == [offer, only], "a browser that was cut off hears it again"
    end_visit(actor=video_visit.town.amina, visit=video_visit.now)
    assert video_visit.town.all(Signal) == []
    assert video_visit.town.all(Seat) == []
    assert said(browser, "here").status_code == 403


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("offer", {}), ("offer", {"sdp": "x"}), ("offer", "sdp"), ("offer", {"sdp": "v=0\r\n" + "a" * 60_000}),
        ("nonsense", OFFER), ("candidate", {"candidate": "candidate:1 1 udp 1 host.example typ host"}),
        ("offer", {"sdp": "v=0\r\ns=\ud800"}),
        ("candidate", {"candidate": "", "sdpMLineIndex": -1}), ("candidate", {"candidate": 7}),
    ],
)  # fmt: skip
def test_what_no_browser_says_is_not_passed_on(kind, body):
    with pytest.raises(Malformed):
        cleaned(kind, body, relayed=False)


def test_intruders_are_refused(video_visit, monkeypatch):
    visit, stranger = video_visit, VideoVisit(video_visit.town, full_name="Somebody Else")
    browser, worker = in_the_room(visit)
    amina, them = visit.participant(staff__isnull=False).pk, visit.participant().pk
    outside = came_in(stranger)
    admit(actor=visit.town.amina, participant=stranger.participant())
    assert said(outside, "join").status_code == 200
    assert signal(outside, amina) == 409, "nobody speaks into another room"
    assert signal(browser, uuid4()) == 409
    assert signal(browser, them) == 409
    assert signal(browser, amina, tab="c" * 36) == 404, "nor from a tab that does not sit there"
    assert signal(Client(), amina) == 403
    place = reverse("visits:say", args=[visit.visit.pk])
    assert said(page_of(visit.town.carl), "join", at=place).status_code == 404
    assert said(browser, "signal", body="x" * 70_000).status_code == 400
    assert browser.post(SAY, "{" * 3000, content_type="application/json").status_code == 400
    elsewhere = {"HTTP_ORIGIN": "https://elsewhere.example"}
    assert browser.post(SAY, "{}", content_type="application/json", **elsewhere).status_code == 403
    assert browser.get(STREAM, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert heard(worker, visit) == []
    monkeypatch.setattr(throttle, "A_SECOND", 0)
    answers = [said(browser, "nonsense").status_code for _ in range(310)]
    assert set(answers) == {400, 429}, "and nobody speaks without end"


def test_a_fifth_finds_no_seat_and_whoever_is_sent_away_loses_theirs(video_visit, page):
    town, visit = video_visit.town, video_visit.visit
    come_in(actor=town.amina, visit=visit, tab="a" * 36)
    guests = [
        invite(actor=town.amina, visit=visit, part=PartIn.SUPPORTER, name_shown=f"Guest {number}")
        for number in range(4)
    ]
    browsers = [came_in(video_visit, guest) for guest in guests]
    for guest in guests:
        admit(actor=town.amina, participant=town.find(Participant, pk=guest.pk))
    assert [said(each, "join").status_code for each in browsers] == [200, 200, 200, 409]
    assert (
        "Guest 0 (Somebody who supports them)"
        in page(town.amina).get(reverse("visits:visit", args=[visit.pk])).content.decode()
    )
    assert "no room for more" in said(browsers[3], "join").json()["why"]
    turn_away(actor=town.amina, participant=town.find(Participant, pk=guests[0].pk))
    assert browsers[0].get(MEET).status_code == 404
    assert said(browsers[3], "join").status_code == 200


def test_a_colleague_to_whom_the_file_is_shut_sits_there_no_more(video_visit):
    town, visit = video_visit.town, video_visit.visit
    come_in(actor=town.amina, visit=visit, tab="a" * 36)
    assert town.find(Seat, room__visit=visit) is not None
    deny(actor=town.ben, person=video_visit.case.person, staff=town.staff(town.amina), because="She is her cousin.")
    assert town.find(Seat, room__visit=visit) is None


def test_two_tabs_of_one_guest_are_one_guest(video_visit):
    browser, worker = in_the_room(video_visit)
    assert said(browser, "join", tab="d" * 36).status_code == 200
    first = browser.get(STREAM, {"tab": "a" * 36}).json()
    assert (first["stands"]["you"], first["over"]) == ("elsewhere", True)
    assert len(looked(worker, video_visit)["seats"]) == 1


def test_the_guests_login_reaches_their_place_and_nothing_else(video_visit):
    """A breach: the page is careless, and the database holds all the same."""
    came_in(video_visit)
    place = video_visit.participant()
    other = VideoVisit(video_visit.town, full_name="Somebody Else").participant()
    guest = visitor(VISIT_GUEST, agency_id=place.agency_id, share_id=place.pk)
    come_in(actor=video_visit.town.amina, visit=video_visit.visit, tab="a" * 36)
    with reading(guest), connections["door"].cursor() as cursor:
        assert counted(cursor, VideoRoom, Participant, Seat) == [1, 1, 0], "who waits sees nobody"
        assert not rows(VideoRoom, actor=guest, needs=Permission.VISIT_VIEW).exists()
    admit(actor=video_visit.town.amina, participant=place)
    with reading(guest), connections["door"].cursor() as cursor:
        assert counted(cursor, VideoRoom, Participant, Seat) == [1, 1, 1]
        assert counted(cursor, Person, Visit, Case) == [0, 0, 0]
    with pytest.raises(ProgrammingError, match="row-level security"), reading(guest):
        Seat(room_id=other.room_id, participant=place, name_shown="x", part="client", tab="x" * 36).save()


def counted(cursor, *models):
    found = []
    for model in models:
        cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")  # noqa: S608 - the model's own name
        found.append(cursor.fetchone()[0])
    return found


def test_a_worker_who_may_not_plan_lets_nobody_in(video_visit, page):
    came_in(video_visit)
    door = reverse("visits:door", args=[video_visit.visit.pk])
    key = str(video_visit.participant().pk)
    with pytest.raises(Refused, match="Invite yourself first"):
        come_in(actor=video_visit.town.ben, visit=video_visit.visit, tab="a" * 36)
    assert page(video_visit.town.sam).post(door, {"admit": key}).status_code == 404
    assert page(video_visit.town.amina).post(door, {"admit": "nonsense"}).status_code == 404
    assert video_visit.participant().admitted_at is None


def test_a_no_to_video_said_at_their_own_door_while_they_meet_ends_it_for_everybody(video_visit):
    town, (browser, worker) = video_visit.town, in_the_room(video_visit)
    user = User.objects.create_user("them@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=town.amina, person=video_visit.case.person, user=user)
    them = client(agency_id=account.agency_id, account_id=account.pk, person_id=account.person_id)
    assert looked(worker, video_visit)["unwished"] is False
    decline(actor=them, case=video_visit.case, what=NoTo.MESSAGES)
    assert looked(worker, video_visit)["unwished"] is False, "that is about something else"
    decline(actor=them, case=video_visit.case, what=NoTo.VIDEO)
    assert looked(worker, video_visit)["unwished"] is True
    place = reverse("visits:say", args=[video_visit.visit.pk])
    assert said(worker, "here", tab="b" * 36, at=place).status_code == 200
    stands = worker.get(reverse("visits:stream", args=[video_visit.visit.pk])).json()["stands"]
    assert stands == {"you": "over", "why": "consent"}
    assert browser.get(MEET).status_code == 404


def test_a_consent_taken_back_while_they_meet_ends_it_for_everybody(video_visit):
    town, (browser, worker) = video_visit.town, in_the_room(video_visit)
    person = video_visit.case.person
    terms = Terms(
        purpose=Purpose.SERVICE, recipient="Harbor House", categories=frozenset({Category.CONTACT}),
        given_on=town.today, expires_on=town.today + timedelta(days=9), how=How.VERBAL, witness="Flo Martin",
        text_version="x", language="en",
    )  # fmt: skip
    consent = record_consent(actor=town.amina, person=person, program=town.housing, terms=terms)
    place = reverse("visits:say", args=[video_visit.visit.pk])
    assert said(worker, "here", tab="b" * 36, at=place).status_code == 200
    assert looked(worker, video_visit)["unwished"] is False
    withdraw_consent(actor=town.amina, consent=consent)
    assert looked(worker, video_visit)["unwished"] is True
    assert said(worker, "here", tab="b" * 36, at=place).status_code == 200
    stands = worker.get(reverse("visits:stream", args=[video_visit.visit.pk])).json()["stands"]
    assert stands == {"you": "over", "why": "consent"}
    assert browser.get(MEET).status_code == 404
    assert video_visit.now.is_planned, "what it was is for the worker to say"


def test_without_a_relay_no_guest_is_met_by_video(video_visit, settings):
    settings.DEMO = False
    browser = Client()
    browser.post(address(video_visit.link()))
    assert said(browser, "ice").json()["ice"]["iceTransportPolicy"] == "relay", "and a page still open tells no address"
    assert "asked to be called on the phone" not in browser.get(MEET).content.decode()
    assert "call.js" not in browser.get(MEET).content.decode()
