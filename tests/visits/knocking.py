"""A guest's and a worker's browser at the door of a room and in it, without a picture."""

import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from keyworker.visits.rooms import throttle
from keyworker.visits.rooms.actions import admit
from tests.town import signed_in as page_of

MEET, SAY, STREAM = (reverse(f"portal:{name}") for name in ("meet", "meet_say", "meet_stream"))
OFFER = {"sdp": "v=0\r\no=- 1 2 IN IP4 192.0.2.7\r\ns=-\r\n"}


@pytest.fixture(autouse=True)
def nothing_counted(request):
    if "open_town" in request.fixturenames:
        request.getfixturevalue("open_town")
        cache.clear()
    throttle._left.clear()


def address(token):
    return reverse("portal:visit_link", args=[token])


def said(browser, do, *, tab="a" * 36, at=SAY, **more):
    return browser.post(at, json.dumps({"do": do, "tab": tab, **more}), content_type="application/json")


def signal(browser, to, *, kind="offer", body=OFFER, **more):
    return said(browser, "signal", to=str(to), kind=kind, body=body, **more).status_code


def came_in(visit, participant=None):
    """A guest's browser that exchanged its link and knocked."""
    browser = Client()
    assert browser.post(address(visit.link(participant))).status_code == 302
    assert said(browser, "knock").status_code == 200
    return browser


def looked(worker, visit, tab="b" * 36, **more):
    place = reverse("visits:say", args=[visit.visit.pk])
    assert said(worker, "join", tab=tab, at=place).status_code == 200
    found = worker.get(reverse("visits:stream", args=[visit.visit.pk]), {"tab": tab, "after": "0", **more}).json()
    return found["stands"]


def in_the_room(visit):
    """A guest who was let in and sits down, and the worker's browser beside them."""
    browser, worker = came_in(visit), page_of(visit.town.amina)
    admit(actor=visit.town.amina, participant=visit.participant())
    assert said(browser, "join").status_code == 200
    looked(worker, visit)
    return browser, worker


def heard(worker, visit):
    found = worker.get(reverse("visits:stream", args=[visit.visit.pk]), {"tab": "b" * 36, "after": "0"})
    return found.json()["signals"]
