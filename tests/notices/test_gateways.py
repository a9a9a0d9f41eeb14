"""The ways for texts to leave, against servers that speak as the providers say they do; how their calls are read."""

import logging
import socket
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base import clock
from keyworker.console.health.letters import text_gateway
from keyworker.notices import words
from keyworker.notices.gateways import GATEWAYS, texts_go_out, wire
from keyworker.notices.gateways.contract import (
    Call,
    Came,
    NotTaken,
    OutText,
    Receipt,
    Settings,
    Taken,
    Unknown,
    Unreadable,
    Unsigned,
)
from keyworker.notices.keywords import folded, heard
from keyworker.notices.models import NoticeKind, Word
from keyworker.notices.segments import segments
from keyworker.people.rules import Doing, WayToReach, may_contact
from tests.contracts.gateways import SHAPES, answer_of, gateway, receipt_of, settings_for, signed

CLEARED = may_contact(WayToReach("sms", to="+12025550143"), doing=Doing.TEXT, at=clock.now())
TEXT = OutText("0192-key", "+12025550143", "Cita el 4 de mayo. ¿Sí? قف", CLEARED)
HERE = "https://cases.example.org/texts/call/"


def of(server, **more):
    settings = Settings(**{**settings_for(server), **more})
    return GATEWAYS[settings.gateway](settings)


def reading(shape, **more):
    return of(SimpleNamespace(shape=shape, url=""), **more)


def call(shape, fields, **how):
    url, body, kind, headers = signed(shape, HERE, fields, **how)
    query = {"secret": url.partition("?secret=")[2]} if "?" in url else {}
    return Call(url, {**headers, "content-type": kind}, query, body)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_is_handed_over_as_the_provider_documents_it(shape):
    with gateway(shape) as server:
        assert isinstance(of(server).send(TEXT), Taken)
        assert server.complaints == []
        assert server.taken == [(TEXT.to, TEXT.words)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (503, NotTaken(again=True)), (429, NotTaken(again=True)), (401, NotTaken(again=True)),
        (400, NotTaken(again=False)), (302, NotTaken(again=False)),
        (500, Unknown()), (504, Unknown()), ("nothing", Unknown()),
    ],
)  # fmt: skip
def test_only_what_was_surely_not_taken_is_said_to_be(shape, answering, outcome):
    """A line that is cut once bytes were written leaves it open; a redirect is followed nowhere."""
    with gateway(shape) as server:
        server.answering = answering
        assert of(server).send(TEXT) == outcome
        assert server.asked == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_where_nobody_listens_nothing_was_sent(shape):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = SimpleNamespace(shape=shape, url=f"http://127.0.0.1:{taken.getsockname()[1]}")
        assert of(server).send(TEXT) == NotTaken(again=True)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://localhost/", "https://10.1.2.3/", "https://[::1]/", "http://93.184.215.14/",
     "https://169.254.169.254/latest", "ftp://example.org/", "https:///", "https://0.0.0.0:99999/"],
)  # fmt: skip
def test_private_addresses_and_plain_http_are_refused_unless_somebody_allowed_them(url):
    with pytest.raises(wire.NotReached):
        wire.post(Settings(), url, b"", {})


def test_a_certificate_that_nobody_vouches_for_stops_it():
    """It is the handshake that fails: not a byte of the text was written."""
    with gateway() as server:
        url = server.url.replace("http://", "https://")
        with pytest.raises(wire.NotReached):
            wire.post(Settings(private=True), url, b"text", {})
        assert server.taken == []


def test_the_log_tells_neither_number_nor_words(settings, tmp_path, caplog):
    settings.TEXTS_PATH = tmp_path
    caplog.set_level(logging.DEBUG)
    for demo, outcome in ((True, Taken(TEXT.key)), (False, NotTaken(again=False))):
        settings.DEMO = demo
        assert GATEWAYS["log"](Settings()).send(TEXT) == outcome
    assert [each.name for each in tmp_path.iterdir()] == [f"{TEXT.key}.txt"]
    assert TEXT.key in caplog.text
    assert not {TEXT.to, TEXT.words, "Cita"} & set(caplog.text.split())


@pytest.mark.parametrize("shape", SHAPES)
def test_a_call_is_read_when_it_is_the_gateways_own(shape):
    came = reading(shape).read(call(shape, answer_of(shape, "k-1", "+12025550143", "a=b & ¡alto!")))
    assert came == [Came("k-1", "+12025550143", "a=b & ¡alto!")]
    for delivered in (True, False):
        said = reading(shape).read(call(shape, receipt_of(shape, "k-2", delivered=delivered)))
        assert said == [Receipt("k-2", delivered)]


def forgeries(shape, fields):
    """Nothing shown, another's secret, and words changed on the way."""
    good = call(shape, fields)
    yield Call(HERE, {"content-type": good.headers["content-type"]}, {}, good.body.replace(b"sig=", b"gis="))
    yield call(shape, fields, secret="somebody's guess")
    if shape != "africastalking":
        yield Call(good.url, good.headers, good.query, good.body.replace(b"stop", b"help"))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_call_that_is_not_signed_is_not_read(shape):
    """A breach, also of an installation in which nobody set a secret; and where no gateway is, nobody may call."""
    fields = answer_of(shape, "k-1", "+12025550143", "stop")
    for each in forgeries(shape, fields):
        with pytest.raises(Unsigned):
            reading(shape).read(each)
    with pytest.raises(Unsigned):
        reading(shape, secret="", signing_secret="").read(call(shape, fields, secret=" "))
    with pytest.raises(Unsigned):
        reading("log").read(call(shape, fields))


@pytest.mark.parametrize("shape", ["generic", "vonage"])
def test_a_call_that_somebody_kept_is_refused_minutes_later(shape):
    fields = answer_of(shape, "k-1", "+12025550143", "stop")
    old = (clock.now() - timedelta(minutes=6)).timestamp()
    with pytest.raises(Unsigned):
        reading(shape).read(call(shape, fields, now=old))


@given(body=st.binary(max_size=80))
def test_no_body_breaks_the_reader(body):
    for shape in SHAPES:
        there = Call(HERE, {"content-type": "application/json"}, {"secret": "another-secret"}, body)
        with pytest.raises((Unsigned, Unreadable)):
            reading(shape).read(there)


@pytest.mark.parametrize(
    ("said", "word", "looked_at"),
    [
        ("STOP", Word.STOP, False), (" stop. ", Word.STOP, False), ("Stop please", Word.STOP, True),
        ("¡ALTO!", Word.STOP, False), ("No más", Word.STOP, False), ("Baja por favor", Word.STOP, True),
        ("قِفْ", Word.STOP, False), ("أوقف", Word.STOP, False), ("اوقف", Word.STOP, False),
        ("إلغاء الاشتراك", Word.STOP, False),
        ("Cancel", Word.STOP, True), ("الغاء", Word.STOP, True),
        ("START", Word.START, False), ("reanudar", Word.START, False), ("إبدأ", Word.START, False),
        ("help", Word.HELP, True), ("Ayúdame", Word.HELP, True), ("مساعده", Word.HELP, True),
        ("Wrong number!", Word.WRONG, False), ("Sorry, this is NOT ME", Word.WRONG, True),
        ("Numero equivocado", Word.WRONG, False), ("no soy yo", Word.WRONG, False),
        ("الرقم خطا", Word.WRONG, False), ("لستُ أنا", Word.WRONG, False),
        ("Stop, you have the wrong person", Word.WRONG, True),
        ("I cannot stop thinking of the stairs, can we meet?", Word.OTHER, True),
        ("Why not meet at ten?", Word.OTHER, True), ("", Word.OTHER, True), ("نعم", Word.OTHER, True),
    ],
)  # fmt: skip
def test_what_an_answer_means(said, word, looked_at):
    meant = heard(said)
    assert (meant.word, meant.looked_at) == (word, looked_at)


@pytest.mark.parametrize(
    ("said", "word", "answered"),
    [
        ("HELP", Word.HELP, True), ("info", Word.HELP, True), ("Please help me, he is here", Word.HELP, False),
        ("llame al 911 por favor", Word.HELP, False), ("أرجوكم ساعدوني الآن", Word.HELP, False),
        ("Stop, help", Word.STOP, False), ("He hits not me but my son, help", Word.WRONG, False),
    ],
)  # fmt: skip
def test_a_cry_for_help_is_heard_in_any_text_and_only_the_bare_word_is_answered_by_itself(said, word, answered):
    meant = heard(said)
    assert (meant.word, meant.answered, meant.looked_at) == (word, answered, True)
    assert meant.cries is (said != "info")


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(said):
    assert folded(folded(said)) == folded(said)


def test_how_long_a_text_is():
    assert [segments(each) for each in ("a" * 160, "a" * 161, "€" * 80, "€" * 81)] == [1, 2, 1, 2]
    assert [segments(each) for each in ("م" * 70, "م" * 71, "á" * 70, "😀" * 35, "😀" * 36)] == [1, 2, 1, 1, 2]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_text_is_one_segment_and_names_nobody_on_every_day_of_the_year(language):
    for day in range(366):
        at = datetime(2028, 1, 1, 23, 55, tzinfo=UTC) + timedelta(days=day)
        for kind in NoticeKind:
            link = ("https://meet.example/meet/to/OQdEmPILYjHOjyt8sXYOXQ/",) if kind is NoticeKind.LINK else ()
            said = words.TEXTS[kind](at, language, *link)
            assert segments(said) <= (3 if link else 1), said
            assert (str(at.year) in said) == (kind is not NoticeKind.MESSAGE), said
    assert segments(words.text_of_help(language)) == 1


@pytest.mark.parametrize(
    ("more", "verdict", "says"),
    [
        ({"gateway": "pigeon"}, "wrong", "names no text gateway"),
        ({"gateway": "twilio", "secret": ""}, "wrong", "«twilio» cannot send"),
        ({"gateway": "log"}, "note", "nobody is reminded by text"),
        ({"gateway": "vonage"}, "well", "leave by the gateway «vonage»"),
    ],
)
def test_the_doctor_names_the_gateway_and_what_it_lacks_and_never_a_secret(settings, more, verdict, says):
    settings.DEMO = False
    there = settings_for(SimpleNamespace(shape="generic", url="")) | {"private": False}
    settings.TEXTS = {**there, **more}
    (found,) = text_gateway()
    assert (found.verdict, says in found.what) == (verdict, True)
    assert there["secret"] not in f"{found} {Settings(**settings.TEXTS)!r}"
    assert texts_go_out() is (verdict == "well")
