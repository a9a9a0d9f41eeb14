"""What a browser in a room hears as it happens: for how long, in what order, and when it is over."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from uuid import uuid4

from django.db import connections
from django.urls import reverse

from keyworker.base.live import Ears, ears
from keyworker.visits.practice.actions import end_visit
from keyworker.visits.rooms import listening, queries, speaking
from keyworker.visits.rooms.actions import admit
from tests.town import signed_in as page_of
from tests.visits.knocking import (
    MEET,
    STREAM,
    address,
    came_in,
    in_the_room,
    looked,
    nothing_counted,
    said,
    signal,
)  # fmt: skip

__all__ = ["nothing_counted"]


def test_a_stream_ends_with_the_link_or_the_session_that_opened_it(video_visit, monkeypatch):
    streams = []
    monkeypatch.setattr(speaking, "events", lambda look, keys, after: streams.append(look) or iter(()))
    browser, worker = in_the_room(video_visit)
    theirs = {"tab": "a" * 36, "after": "0"}
    browser.get(STREAM, theirs, headers={"Accept": "text/event-stream"})
    place = reverse("visits:stream", args=[video_visit.visit.pk])
    worker.get(place, {"tab": "b" * 36, "after": "0"}, headers={"Accept": "text/event-stream"})
    assert [look(0)[0]["you"] for look in streams] == ["in", "in"]
    video_visit.link()  # somebody else had come in by the first one
    admit_again = came_in(video_visit)
    admit(actor=video_visit.town.amina, participant=video_visit.participant())
    worker.logout()
    assert [look(0) for look in streams] == [({"you": "away"}, [], True)] * 2
    assert admit_again.get(address("x" * 22)).status_code == 404, "a stranger's link"
    assert admit_again.get(MEET).status_code == 200, "puts nobody out"
    end_visit(actor=video_visit.town.amina, visit=video_visit.now)
    assert streams[0](0) == ({"you": "over", "why": "ended"}, [], True), "an end is told kindly"


def test_a_meeting_that_ends_while_a_guest_looks_is_over_and_does_not_send_them_away(video_visit, monkeypatch):
    browser, _ = in_the_room(video_visit)
    streams = []
    monkeypatch.setattr(speaking, "events", lambda look, keys, after: streams.append(look) or iter(()))
    browser.get(STREAM, {"tab": "a" * 36, "after": "0"}, headers={"Accept": "text/event-stream"})
    asked = streams[0].__self__.still

    def ends_meanwhile():
        end_visit(actor=video_visit.town.amina, visit=video_visit.visit)
        return asked()

    object.__setattr__(streams[0].__self__, "still", ends_meanwhile)
    assert streams[0](0) == ({"you": "over", "why": "ended"}, [], True)


def test_nobody_is_heard_before_they_are_seen(video_visit, monkeypatch):
    """A browser passes over what a stranger says: an offer that came too early was lost, and eight seconds with it."""
    browser, worker = came_in(video_visit), page_of(video_visit.town.amina)
    admit(actor=video_visit.town.amina, participant=video_visit.participant())
    looked(worker, video_visit)
    amina, standing = video_visit.participant(staff__isnull=False).pk, queries.Looking._standing

    def comes_and_offers():
        said(browser, "join")
        signal(browser, amina)
        connections.close_all()

    def while_somebody_comes(*given, **more):
        stands = standing(*given, **more)
        with ThreadPoolExecutor(1) as meanwhile:
            meanwhile.submit(comes_and_offers).result()
        return stands

    place, since = reverse("visits:stream", args=[video_visit.visit.pk]), {"tab": "b" * 36, "after": "0"}
    with monkeypatch.context() as planted:
        planted.setattr(queries.Looking, "_standing", while_somebody_comes)
        found = worker.get(place, since).json()
    assert (found["stands"]["seats"], found["signals"]) == ([], [])
    found = worker.get(place, since).json()
    assert [each["from"] for each in found["signals"]] == [each["id"] for each in found["stands"]["seats"]]


def test_one_guest_holds_no_hundred_streams(monkeypatch):
    async def nothing(*given):
        return {"you": "waiting"}, [], True

    monkeypatch.setattr(listening, "_apart", nothing)
    monkeypatch.setattr(Ears, "ready", nothing)
    guest, another, room = uuid4(), uuid4(), uuid4()

    async def heard(who):
        return b"".join([event async for event in listening.events(nothing, (who, room), -1)])

    async def crowd():
        with ExitStack() as held:
            for _ in range(listening.MOST_STREAMS):
                held.enter_context(ears().hearing(guest, room))
            return await heard(guest), await heard(another)

    refused, other = asyncio.run(crowd())
    assert refused == b"retry: 15000\n\n"
    assert b'"you": "waiting"' in other
