"""What a page says about what was just done: once, and never so much that it slows the next page."""

from django.contrib.messages import SUCCESS, WARNING, get_messages
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from keyworker.design.messages import MOST, SaidOnce


def said(*sentences, session=None):
    """What the next page shows after each of these was said in a request of its own, none of them read meanwhile."""
    session = SessionStore() if session is None else session
    for sentence in (*sentences, None):
        request = RequestFactory().get("/")
        request.session = session
        storage = request._messages = SaidOnce(request)
        if sentence is not None:
            storage.add(WARNING if sentence.startswith("They are not safe") else SUCCESS, sentence)
            storage.update(HttpResponse())
    return [str(each) for each in get_messages(request)]


def test_the_same_words_are_said_once_however_often_a_browser_sent_by_itself():
    assert said("It is in the file.", "They are told.", "It is in the file.") == [
        "They are told.",
        "It is in the file.",
    ]


def test_only_the_latest_are_kept_until_they_are_read():
    assert said(*(f"Note {n} is signed." for n in range(300))) == [
        f"Note {n} is signed." for n in range(300 - MOST, 300)
    ]


def test_what_was_said_again_counts_as_said_last():
    few = [f"Note {n} is signed." for n in range(MOST - 1)]
    assert said("Not sent.", *few, "Not sent.", "It is kept.") == [*few[1:], "Not sent.", "It is kept."]


def test_a_warning_outlives_what_went_well():
    alarm = "They are not safe. Act today."
    assert said(alarm, *(f"Note {n} is signed." for n in range(300)))[0] == alarm
