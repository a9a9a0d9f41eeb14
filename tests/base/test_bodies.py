"""A body that is too large is refused before it is kept, with a page in plain words."""

import asyncio

import pytest
from django.conf import settings

from config.asgi import application
from keyworker.base.bodies import bounded

PIECE = 1024


def ask(app, pieces, **headers):
    """Send a POST in pieces: the answer's status, its page, and how many pieces were taken."""
    left, answer = list(pieces), []

    async def receive():
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message):
        answer.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(app(scope, receive, send))
    return answer[0]["status"], b"".join(each.get("body", b"") for each in answer[1:]).decode(), len(pieces) - len(left)


async def reads_all(scope, receive, send):
    message = await receive()
    while message["type"] == "http.request" and message["more_body"]:
        message = await receive()
    if message["type"] == "http.request":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"thank you"})


async def never_asked(scope, receive, send):
    raise AssertionError("It should have been refused before.")


def test_two_hundred_megabytes_are_refused_before_a_page_is_asked():
    size = str(200 * 1024 * 1024)
    guarded = bounded(never_asked, most=settings.MOST_SENT)
    status, page, _ = ask(guarded, [b"x" * PIECE] * 3, content_length=size)
    assert status == 413
    assert "This file is too large" in page
    assert "Nothing was saved" in page


def test_the_server_itself_is_guarded():
    assert ask(application, [b"x"], content_length=str(settings.MOST_SENT + 1))[0] == 413


def test_what_does_not_say_its_size_is_counted():
    guarded = bounded(reads_all, most=10 * PIECE)
    assert ask(guarded, [b"x" * PIECE] * 10)[:2] == (200, "thank you")
    status, page, taken = ask(guarded, [b"x" * PIECE] * 30)
    assert (status, taken) == (413, 30)
    assert "This file is too large" in page


@pytest.mark.parametrize("said", ["-5", "many", ""])
def test_a_size_that_is_no_number_is_as_none(said):
    assert ask(bounded(reads_all, most=10 * PIECE), [b"x"], content_length=said)[0] == 200


def test_the_page_speaks_the_readers_language():
    _, page, _ = ask(bounded(never_asked, most=1), [b"xx"], content_length="2", accept_language="ar")
    assert 'dir="rtl"' in page


def test_a_file_never_lies_plain_on_a_disk():
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.MOST_SENT, "or it would be spooled"
