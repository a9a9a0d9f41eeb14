"""A conversation that stands open: who hears that something new was said."""

import asyncio

from django.db import connections
from django.urls import reverse

from keyworker.base import live
from keyworker.delivery.actions import begin_thread, write_message
from tests.delivery.writing import fresh, said, with_a_door


def test_whoever_has_the_conversation_open_is_called_and_nobody_else(open_town, page):
    case, me = with_a_door(open_town, preferred_name="Xan")
    begun = begin_thread(actor=open_town.amina, case=fresh(open_town, case), said=said())
    address, held = reverse("portal:thread", args=[begun.thread_id]), fresh(open_town, begun.thread)
    asking = {"accept": live.EVENTS}
    _case, other = with_a_door(open_town, "Ondine Marsh")
    assert page(other).get(address, headers=asking).status_code == 404
    assert (
        page(open_town.grace).get(reverse("delivery:thread", args=[begun.thread_id]), headers=asking).status_code == 404
    )
    stream = page(me).get(address, headers=asking)
    assert (stream["Content-Type"], stream["Cache-Control"]) == (live.EVENTS, "no-store")

    async def listen():
        said_so = []
        async with asyncio.timeout(20):
            async for part in stream.streaming_content:
                said_so.append(part)
                if len(said_so) == 1:
                    await asyncio.to_thread(write_and_close, open_town, held)
                elif b"news" in part:
                    return said_so

    first, *_others, last = asyncio.run(listen())
    assert b"ready" in first
    assert last == b"event: news\ndata: \n\n"


def test_a_page_that_stands_open_asks_for_the_words_alone_and_only_who_may_see_them_is_answered(open_town, page):
    case, me = with_a_door(open_town)
    begun = begin_thread(actor=open_town.amina, case=fresh(open_town, case), said=said())
    theirs, ours = (reverse(f"{app}:thread", args=[begun.thread_id]) for app in ("portal", "delivery"))
    only = {"X-Keyworker-News": "1"}
    for who, address in ((me, theirs), (open_town.amina, ours)):
        words = page(who).get(address, headers=only).content.decode()
        assert "The heating is off again." in words
        assert "<form" not in words
        assert "<html" not in words
    assert fresh(open_town, begun).read_at is not None, "to show them is to have read them"
    _case, other = with_a_door(open_town, "Ondine Marsh")
    assert page(other).get(theirs, headers=only).status_code == 404
    assert page(open_town.grace).get(ours, headers=only).status_code == 404


def write_and_close(town, held):
    try:
        write_message(actor=town.amina, thread=held, said=said("Now."))
    finally:
        connections.close_all()
