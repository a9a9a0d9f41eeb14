"""How a request reaches a page: from the server's event loop into a thread once, and back with the answer."""

from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from typing import cast

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse


class OneHop(ASGIHandler):
    """Django's ASGI handler with the middleware loaded for one thread.

    Django's own changes between loop and thread for each middleware that knows only one of the two. Pages and
    middleware here are synchronous: they are called in one go, and the loop is left to the sockets. What streams
    is sent by the loop as it comes; a file is read in the request's thread, a part at a time, never whole.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _part_by_part(cast(Iterable[bytes], response.streaming_content))
        return response


async def _part_by_part(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    next_part: Callable[[], bytes | None] = partial(next, iter(content), None)
    while (part := await sync_to_async(next_part, thread_sensitive=True)()) is not None:
        yield part
