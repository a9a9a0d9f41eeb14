"""Streams of what happens in a room: server-sent events, woken in every web process alike (see `base.live`)."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, connections

from keyworker.base.live import LONGEST_SECONDS, PING_SECONDS, ears

LOOK_SECONDS = 60  # also when nobody called: a link that was closed elsewhere ends its stream, too

MOST_STREAMS = 8  # of one participant in one process: each wake-up asks the database once for each

Look = Callable[[int], tuple[dict[str, Any], list[Any], bool]]


async def events(look: Look, keys: tuple[UUID, ...], after: int) -> AsyncIterator[bytes]:
    """The stream: how things stand, again whenever that changed, and each signal once, in order.

    `keys`: of whoever listens, then of what else wakes them; whoever holds too many streams is given no further one.
    `look` answers, for the number of the last signal heard, how things stand, the signals since, and whether to stop.
    """
    listening = ears()
    if listening.listeners(keys[0]) >= MOST_STREAMS:
        yield b"retry: 15000\n\n"
        return
    yield b"retry: 1000\n\n"
    with listening.hearing(*keys) as called:
        ends, shown = monotonic() + LONGEST_SECONDS, None
        while monotonic() < ends:
            await listening.ready()
            called.clear()
            try:
                stands, signals, over = await _apart(partial(look, after))
            except (OperationalError, InterfaceError):
                return  # the browser comes back by itself
            if stands != shown:
                shown = stands
                yield _event("stands", stands)
            for signal in signals:
                after = signal.number
                yield _event("signal", told(signal), number=after)
            if over:
                return
            looked = monotonic()
            while not called.is_set() and monotonic() - looked < LOOK_SECONDS:
                yield await _until(called)


def told(signal: Any) -> dict[str, Any]:
    return {"from": str(signal.sender_id), "tab": signal.tab, "kind": signal.kind, **signal.body}


async def _until(called: asyncio.Event) -> bytes:
    """Wait to be called; after a while say that somebody is still there."""
    try:
        await asyncio.wait_for(called.wait(), PING_SECONDS)
    except TimeoutError:
        return b": here\n\n"
    return b""


def _event(name: str, what: dict[str, Any], *, number: int | None = None) -> bytes:
    line = f"id: {number}\n" if number is not None else ""
    return f"{line}event: {name}\ndata: {json.dumps(what)}\n\n".encode()


async def _apart(ask: Callable[[], Any]) -> Any:
    """Ask the database in a thread; its connection goes back to the pool, for a stream lives long."""
    return await sync_to_async(partial(_and_give_back, ask), thread_sensitive=False)()


def _and_give_back(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    finally:
        connections.close_all()
