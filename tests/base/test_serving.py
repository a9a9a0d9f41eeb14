"""How requests reach pages: in threads, side by side, each in its own context, and streams by the loop."""

import asyncio
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.signals import request_finished
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test.utils import override_settings
from django.urls import path
from django.utils import translation

from keyworker.base.serving import ANSWERS_UNTIL_ANEW, OneHop

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


def speak_arabic(request):
    spoken = translation.get_language()
    translation.activate("ar")

    async def words():
        yield f"{spoken}, then {translation.get_language()}"

    return StreamingHttpResponse(words()) if "stream" in request.path else HttpResponse(spoken)


def never_ends(request):
    async def words():
        try:
            while True:
                yield b"still here "
                await asyncio.sleep(0.01)
        finally:
            left.set()

    return StreamingHttpResponse(words())


left = threading.Event()


def broken(request):
    raise RuntimeError("Planted.")


urlpatterns = [
    path("meet/", wait_for_each_other),
    path("stream/", stream),
    path("broken/", broken),
    path("file/", a_file),
    path("arabic/", speak_arabic),
    path("arabic/stream/", speak_arabic),
    path("endless/", never_ends),
]


async def ask(application, address):
    caller = await called(application, address)
    begun = await caller.receive_output(30)
    body, more = b"", True
    while more:
        sent = await caller.receive_output(30)
        body, more = body + sent.get("body", b""), sent.get("more_body", False)
    await ended(caller)  # what was opened for the answer is closed after its last word
    caller.headers = dict(begun["headers"])
    return begun["status"], body, caller


async def ended(caller):
    """To the end, and by itself: the caller's own way of waiting would end it after a while, and say nothing."""
    done, _ = await asyncio.wait({caller.future}, timeout=10)
    assert done, "it does not end by itself"
    caller.future.result()


async def called(application, address):
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
    return caller


def answers(application, *addresses):
    """Status and body of each, asked at once."""

    async def all_of_them():
        return await asyncio.gather(*(ask(application, address) for address in addresses))

    return [found[:2] for found in asyncio.run(all_of_them())]


@pytest.fixture
def application():
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["keyworker.base.middleware.PrivacyHeadersMiddleware"]):
        yield OneHop()


def test_two_requests_are_answered_side_by_side(application):
    assert answers(application, "/meet/", "/meet/") == [(200, b"met")] * 2


def test_what_streams_is_sent_word_by_word_by_the_loop(application):
    assert answers(application, "/stream/") == [(200, b"one by one")]


@pytest.mark.filterwarnings("error:StreamingHttpResponse must consume")
def test_a_file_is_read_part_by_part_and_closed(application):
    assert answers(application, "/file/") == [(200, b"x" * 300_000)]
    assert 0 < CountedFile.most <= 100_000
    assert CountedFile.was_closed


def test_a_page_that_breaks_is_answered_as_broken_and_a_missing_one_as_missing(application):
    with override_settings(DEBUG=False, DEBUG_PROPAGATE_EXCEPTIONS=False):
        assert answers(application, "/absent/")[0][0] == 404
        assert answers(application, "/broken/")[0][0] == 500


def test_what_a_request_sets_for_itself_is_its_own_streams_included_and_never_the_next_ones(application, monkeypatch):
    monkeypatch.setattr(application, "_pages", ThreadPoolExecutor(1))
    assert answers(application, "/arabic/stream/") == [(200, b"en, then ar")]
    assert [answers(application, "/arabic/") for _ in range(3)] == [[(200, b"en")]] * 3, "in the same thread"


def test_a_stream_ends_when_whoever_hears_it_is_gone(application):
    async def hear_a_little():
        caller = await called(application, "/endless/")
        for _ in range(3):
            await caller.receive_output(30)
        assert not left.is_set()
        await caller.send_input({"type": "http.disconnect"})
        await ended(caller)

    asyncio.run(hear_a_little())
    assert left.is_set()


def test_a_file_is_sent_while_every_other_page_waits(application, monkeypatch):
    monkeypatch.setattr(application, "_pages", ThreadPoolExecutor(1))
    letters = CountedFile.read

    async def a_file_and_then_a_page_that_waits():
        there = await called(application, "/file/")
        await there.receive_output(30)
        waiting = await called(application, "/meet/")
        more, size = True, 0
        while more:
            sent = await there.receive_output(10)
            more, size = sent.get("more_body", False), size + len(sent.get("body", b""))
        meeting.wait()
        await ended(waiting)
        return size

    def slowly(self, size=-1):
        time.sleep(0.05)
        return letters(self, size)

    monkeypatch.setattr(CountedFile, "read", slowly)
    assert asyncio.run(a_file_and_then_a_page_that_waits()) == 300_000


def test_what_was_done_is_answered_though_tidying_up_afterwards_failed(application):
    def fails(**_told):
        raise RuntimeError("Planted.")

    request_finished.connect(fails)
    try:
        assert answers(application, "/arabic/") == [(200, b"en")]
    finally:
        request_finished.disconnect(fails)


def test_a_connection_is_closed_now_and_then_so_that_the_next_goes_to_whichever_process_has_least_to_do(application):
    async def many():
        return [await ask(application, "/arabic/") for _ in range(2 * ANSWERS_UNTIL_ANEW)]

    closed = [caller.headers.get(b"Connection") for _status, _body, caller in asyncio.run(many())]
    assert closed == ([None] * (ANSWERS_UNTIL_ANEW - 1) + [b"close"]) * 2
