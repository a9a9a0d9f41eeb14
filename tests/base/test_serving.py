"""How requests reach pages: each in a thread of its own, side by side, and streams by the loop."""

import asyncio
import io
import threading

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test.utils import override_settings
from django.urls import path

from keyworker.base.serving import OneHop

meeting = threading.Barrier(2, timeout=20)


def wait_for_each_other(request):
    meeting.wait()
    return HttpResponse("met")


def stream(request):
    async def words():
        for word in ("one ", "by ", "one"):
            await asyncio.sleep(0)
            yield word

    return StreamingHttpResponse(words())


def a_file(request):
    return FileResponse(CountedFile(b"x" * 300_000), filename="letter.txt")


class CountedFile(io.BytesIO):
    """Says how much of it was asked for at once."""

    most, was_closed = 0, False

    def read(self, size=-1):
        CountedFile.most = max(CountedFile.most, size if size >= 0 else 10**9)
        return super().read(size)

    def close(self):
        CountedFile.was_closed = True
        super().close()


def broken(request):
    raise RuntimeError("Planted.")


urlpatterns = [
    path("meet/", wait_for_each_other),
    path("stream/", stream),
    path("broken/", broken),
    path("file/", a_file),
]


async def ask(application, address):
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": address,
        "query_string": b"",
        "headers": [],
    }
    caller = ApplicationCommunicator(application, scope)
    await caller.send_input({"type": "http.request", "body": b"", "more_body": False})
    begun = await caller.receive_output(30)
    body, more = b"", True
    while more:
        sent = await caller.receive_output(30)
        body, more = body + sent.get("body", b""), sent.get("more_body", False)
    await caller.wait(30)  # to the end: what was opened for the answer is closed after its last word
    return begun["status"], body


@pytest.fixture
def application():
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["keyworker.base.middleware.PrivacyHeadersMiddleware"]):
        yield OneHop()


def test_two_requests_are_answered_side_by_side(application):
    async def both():
        return await asyncio.gather(ask(application, "/meet/"), ask(application, "/meet/"))

    assert asyncio.run(both()) == [(200, b"met")] * 2


def test_what_streams_is_sent_word_by_word_by_the_loop(application):
    assert asyncio.run(ask(application, "/stream/")) == (200, b"one by one")


@pytest.mark.filterwarnings("error:StreamingHttpResponse must consume")
def test_a_file_is_read_part_by_part_and_closed(application):
    assert asyncio.run(ask(application, "/file/")) == (200, b"x" * 300_000)
    assert 0 < CountedFile.most <= 100_000
    assert CountedFile.was_closed


def test_a_page_that_breaks_is_answered_as_broken_and_a_missing_one_as_missing(application):
    with override_settings(DEBUG=False, DEBUG_PROPAGATE_EXCEPTIONS=False):
        assert asyncio.run(ask(application, "/absent/"))[0] == 404
        assert asyncio.run(ask(application, "/broken/"))[0] == 500
