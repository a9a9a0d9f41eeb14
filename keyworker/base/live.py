"""Pages that stand open are told at once that something is new: server-sent events, woken by PostgreSQL's NOTIFY.

One connection a process listens. What it hears is a key and nothing else: each page then asks for itself, as its own
actor and through its own login, so that whoever may not see any more sees nothing from that moment.
"""

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from time import monotonic
from typing import cast
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from keyworker.base import context

CHANNEL = "keyworker_live"
EVENTS = "text/event-stream"
PING_SECONDS = 15
LONGEST_SECONDS = 300  # then the browser asks anew, and whether it may is asked with it
AGAIN_SECONDS = 1


def wake(*keys: UUID) -> None:
    """Whoever looks at one of these looks again, once this transaction is committed."""
    with connections[context.current().actor.alias].cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(key)])


class Ears:
    """One process's listening. `hearing(keys)` gives an event that is set when one of them is called."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @contextmanager
    def hearing(self, *keys: UUID) -> Generator[asyncio.Event]:
        called = asyncio.Event()
        for key in keys:
            self._waiting.setdefault(str(key), set()).add(called)
        try:
            yield called
        finally:
            for key in keys:
                self._forget(str(key), called)

    def listeners(self, key: UUID) -> int:
        """How many streams wait for one key here."""
        return len(self._waiting.get(str(key), ()))

    def _forget(self, key: str, called: asyncio.Event) -> None:
        waiting = self._waiting[key]
        waiting.discard(called)
        if not waiting:
            del self._waiting[key]

    async def ready(self) -> None:
        """Wait until the database would be heard; what is looked up after that misses nothing."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        await self._ready.wait()

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_until_cut_off()
            except psycopg.OperationalError:
                self._ready.clear()
                await asyncio.sleep(AGAIN_SECONDS)

    async def _listen_until_cut_off(self) -> None:
        async with await psycopg.AsyncConnection.connect(settings.LISTEN_URL, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._ready.set()
            self._call_everybody()  # something may have been said while nobody listened
            async for heard in connection.notifies():
                for called in self._waiting.get(heard.payload, ()):
                    called.set()

    def _call_everybody(self) -> None:
        for waiting in self._waiting.values():
            for called in waiting:
                called.set()


_ears: dict[asyncio.AbstractEventLoop, Ears] = {}


def ears() -> Ears:
    """Those of the process: it has one loop."""
    return _ears.setdefault(asyncio.get_running_loop(), Ears())


def is_asked(request: HttpRequest) -> bool:
    """Whether the page itself stands open already, and asks to be told when it changes."""
    return EVENTS in request.headers.get("Accept", "")


def asks_for_news(request: HttpRequest) -> bool:
    """Whether a page that stands open was told that something is new, and asks for that part of itself alone."""
    return request.headers.get("X-Keyworker-News") == "1"


def news_of(*keys: UUID) -> HttpResponse:
    """A stream that says "news", and no more, whenever one of these was woken; for whoever may see them."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    stream = StreamingHttpResponse(_calls(keys), content_type=EVENTS, headers=headers)
    return cast(HttpResponse, stream)  # guards and middleware pass it on as they do any other


async def _calls(keys: tuple[UUID, ...]) -> AsyncIterator[bytes]:
    """A first call at once: what came between the page and its stream is not missed."""
    listening, ends = ears(), monotonic() + LONGEST_SECONDS
    with listening.hearing(*keys) as called:
        await listening.ready()
        yield b"retry: 1000\nevent: ready\ndata: \n\n"
        while monotonic() < ends:
            try:
                await asyncio.wait_for(called.wait(), PING_SECONDS)
            except TimeoutError:
                yield b": here\n\n"
                continue
            called.clear()
            yield b"event: news\ndata: \n\n"
