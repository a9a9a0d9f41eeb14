"""How a request reaches a page: from the server's event loop into a thread once, and back with the answer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import IO, Any, cast

from asgiref.sync import sync_to_async
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import connections
from django.http import FileResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import set_script_prefix

from keyworker.base.frames import with_room

# Far more than there are connections to the database: some pages wait for other machines and hold none meanwhile.
PAGES_AT_ONCE = 64
FILES_AT_ONCE = 4  # reading the next part of one takes a moment; pages that wait must not hold it up
# After so many answers the connection is closed, and the next one goes to whichever process is first to take it up: as
# a rule the one with the least to do. Else one process keeps all that came while the others were looking elsewhere.
ANSWERS_UNTIL_ANEW = 16

logger = logging.getLogger(__name__)

Told = Mapping[str, Any]
Receive = Callable[[], Awaitable[Told]]
Send = Callable[[Told], Awaitable[None]]


class OneHop(ASGIHandler):
    """Django's ASGI handler for pages and middleware that are synchronous: each request is one call in a thread.

    Django's own changes between loop and thread several times, and makes and ends a thread for each request. Here the
    threads stay, as in a WSGI server, and what a request sets for itself stays in its own context. What streams is
    sent by the loop as it comes; a file is read in a thread, a part at a time, never whole.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._answers = count(1)
        self._pages = ThreadPoolExecutor(PAGES_AT_ONCE, thread_name_prefix="page")
        self._files = ThreadPoolExecutor(FILES_AT_ONCE, thread_name_prefix="file")

    async def __call__(self, scope: Told, receive: Receive, send: Send) -> None:
        """Raises `ValueError` for what is not HTTP."""
        if scope["type"] != "http":
            raise ValueError("Only HTTP is served.")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await _in_a_thread(self._pages, partial(with_room, self._answer, scope, body))
        if next(self._answers) % ANSWERS_UNTIL_ANEW == 0:
            response["Connection"] = "close"
        if not isinstance(response, StreamingHttpResponse):
            return await self.send_response(response, send)
        if not response.is_async:
            response.streaming_content = self._part_by_part(cast(Iterable[bytes], response.streaming_content))
        sending = asyncio.create_task(self.send_response(response, send))
        try:
            await _until_they_leave(sending, receive)
        finally:
            await _in_a_thread(self._files, response.close)

    def _answer(self, scope: Told, body: IO[bytes]) -> HttpResponseBase:
        """What the page answers; no connection to the database is kept for it, however it ended."""
        try:
            set_script_prefix(get_script_prefix(scope))
            request_started.send(sender=self.__class__, scope=scope)
            request, refusal = self.create_request(scope, body)
            response = refusal if request is None else self.get_response(request)
            assert response is not None  # noqa: S101 - one of the two is there
            if isinstance(response, FileResponse):
                response.block_size = self.chunk_size
            if not response.streaming:
                _close(response)
            return response
        finally:
            connections.close_all()

    async def _part_by_part(self, content: Iterable[bytes]) -> AsyncIterator[bytes]:
        next_part: Callable[[], bytes | None] = partial(next, iter(content), None)
        while (part := await _in_a_thread(self._files, next_part)) is not None:
            yield part


async def _in_a_thread(threads: ThreadPoolExecutor, act: Callable[[], Any]) -> Any:
    return await sync_to_async(act, thread_sensitive=False, executor=threads)()


def _close(response: HttpResponseBase) -> None:
    """What was done is done: an answer is sent whatever comes of tidying up after it."""
    try:
        response.close()
    except Exception:
        logger.exception("serving: an answer was not closed")


async def _until_they_leave(sending: asyncio.Task[None], receive: Receive) -> None:
    """Wait until all is sent, or whoever asked is gone: all that comes from them after their request is that."""
    leaving = asyncio.ensure_future(receive())
    try:
        await asyncio.wait({leaving, sending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in (leaving, sending):
            each.cancel()
        await asyncio.gather(leaving, sending, return_exceptions=True)
    if not sending.cancelled():
        sending.result()
