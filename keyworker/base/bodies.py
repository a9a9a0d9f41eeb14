"""Refuses a body that is too large before any of it is kept: neither memory nor disk fills up with it."""

import io
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.template.loader import render_to_string
from django.utils import translation

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]  # each framework has names of its own for the three
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'",
}


def bounded(inner: Application, *, most: int) -> Application:
    """`inner`, but a request with a body of more than `most` bytes is answered 413 with a page that says so.

    What is sent without saying its size is counted while it comes.
    """

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await inner(scope, receive, send)
        if _announced(scope) > most:
            return await _refuse(scope, receive, send)
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            return message if came <= most else {"type": "http.disconnect"}

        await inner(scope, counted, send)
        if came > most:
            await _refuse(scope, receive, send)
        return None

    return application


def _announced(scope: Scope) -> int:
    found = dict(scope["headers"]).get(b"content-length", b"0")
    return int(found) if found.isdigit() else 0


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Say it at once, and let the rest run into nothing: a browser cut off while sending shows no page."""
    page = _page(scope)
    sizes = {"Content-Length": str(len(page))}
    headers = [(name.lower().encode(), value.encode()) for name, value in (HEADERS | sizes).items()]
    await send({"type": "http.response.start", "status": HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "headers": headers})
    await send({"type": "http.response.body", "body": page, "more_body": True})
    more = True
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _page(scope: Scope) -> bytes:
    request = ASGIRequest(dict(scope), io.BytesIO())
    with translation.override(translation.get_language_from_request(request)):
        # A client may have sent it, so it says nothing of us to anybody.
        return render_to_string("413.html", {"quiet": True}).encode()
