"""Texts over SMPP, against a message centre on a socket: handed over once, whole, and what comes back is heard."""

import threading
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base import clock
from keyworker.console import texts as ear
from keyworker.console.supervisor import listen as listening_socket
from keyworker.console.supervisor import posts
from keyworker.notices.gateways import smpp, wire
from keyworker.notices.gateways.contract import Came, NotTaken, OutText, Receipt, Settings, Taken, Unknown
from keyworker.notices.jobs import send_what_is_due
from keyworker.notices.models import TextMessage, TextReceived
from keyworker.notices.segments import EXTENDED, is_gsm7, parted, segments
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel, ContactPoint
from keyworker.people.rules import Doing, WayToReach, may_contact
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind
from tests.contracts.smsc import (
    BIND_TRANSMITTER,
    JOINED,
    QUEUE_FULL,
    THROTTLED,
    WIDE,
    message_centre,
    settings_for,
)
from tests.notices.conftest import agreed

CLEARED = may_contact(WayToReach("sms", to="+12025550143"), doing=Doing.TEXT, at=clock.now())
LONG = "موعدك يوم الثلاثاء. " * 8
STOP_IN_ARABIC = "قف".encode("utf-16-be")


@pytest.fixture
def centre():
    with message_centre() as found:
        yield found


def text(words="Appointment on Tuesday at 09:30."):
    return OutText("0192-key", "+12025550143", words, CLEARED)


def at(centre, **more):
    return smpp.SmppGateway(Settings(**settings_for(centre, **more)))


def test_a_short_text_is_one_part_and_a_line_is_kept_from_one_to_the_next(centre):
    line = at(centre)
    assert line.send(text()) == Taken("key-1")
    assert line.send(text("[€5] @ home")) == Taken("key-2")
    line.hang_up()
    assert centre.binds == [BIND_TRANSMITTER]
    first, second = centre.parts
    assert (first.to, first.sender, first.coding, first.esm_class, first.receipt) == ("12025550143", "4040", 0, 0, 1)
    assert first.body == b"Appointment on Tuesday at 09:30."
    assert second.body == b"\x1b<\x1be5\x1b> \x00 home"


def test_a_long_text_in_arabic_travels_in_parts_that_a_telephone_joins(centre):
    assert at(centre).send(text(LONG)) == Taken(f"key-{segments(LONG)}")
    assert segments(LONG) == len(centre.parts) == 3
    assert centre.said == LONG
    assert {(part.coding, part.esm_class) for part in centre.parts} == {(WIDE, JOINED)}
    heads = [part.body[:6] for part in centre.parts]
    assert [(head[:3], head[4], head[5]) for head in heads] == [(b"\x05\x00\x03", 3, n) for n in (1, 2, 3)]
    assert len({head[3] for head in heads}) == 1
    assert all(len(part.body) <= 140 for part in centre.parts)
    assert [part.receipt for part in centre.parts] == [0, 0, 1]


@given(st.text(alphabet=st.one_of(st.sampled_from(sorted(EXTENDED)), st.characters(codec="utf-8")), max_size=500))
def test_no_letter_is_torn_apart_or_lost_between_parts(words):
    pieces = parted(words)
    assert "".join(pieces) == words
    assert len(pieces) >= segments(words)
    most = (160 if len(pieces) == 1 else 153) if is_gsm7(words) else (70 if len(pieces) == 1 else 67)
    for piece in pieces:
        places = sum(2 if each in EXTENDED else 1 for each in piece)
        assert (places if is_gsm7(words) else len(piece.encode("utf-16-be")) // 2) <= most


def test_a_wrong_password_is_refused_and_nothing_was_handed_over(centre):
    assert at(centre, secret="wrong").send(text()) == NotTaken(again=True)
    assert centre.parts == []


@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (THROTTLED, NotTaken(again=True)), (QUEUE_FULL, NotTaken(again=True)), (0x0B, NotTaken(again=False)),
        ("nothing", Unknown()), ([0, "nothing"], Unknown()), ([0, THROTTLED], Unknown()),
    ],
)  # fmt: skip
def test_what_was_surely_not_taken_may_be_sent_again_and_what_is_not_known_never_is(centre, answering, outcome):
    centre.answering = answering
    words = LONG if isinstance(answering, list) else "Tuesday"
    assert at(centre).send(text(words)) == outcome


def test_a_machine_that_is_not_there_or_a_line_that_is_not_secured_is_not_called(centre):
    nobody = Settings(**{**settings_for(centre), "url": "smpp://127.0.0.1:1"})
    assert smpp.SmppGateway(nobody).send(text()) == NotTaken(again=True)
    assert at(centre, private=False).send(text()) == NotTaken(again=True)
    with pytest.raises(wire.NotReached):
        wire.line(Settings(private=True), "gopher://127.0.0.1:1")
    assert centre.binds == []


def test_nothing_of_it_reaches_the_log(centre, caplog):
    caplog.set_level("DEBUG")
    at(centre).send(text("Only for Rosa"))
    assert "Rosa" not in caplog.text
    assert b"Only for Rosa".hex() not in caplog.text


class Ear:
    """Listens in a thread; what it heard, until it is told to fail."""

    def __init__(self, centre):
        self.heard, self.failing, self.lost = [], False, ""
        self.thread = threading.Thread(target=self._listen, args=(Settings(**settings_for(centre)),))
        self.thread.start()

    def _listen(self, settings):
        try:
            smpp.listen(settings, self._take)
        except smpp.LineLost as error:
            self.lost = repr(error)
        except ZeroDivisionError:
            self.lost = "our own fault"

    def _take(self, said):
        if self.failing:
            raise ZeroDivisionError
        self.heard.append(said)


@pytest.fixture
def listening(centre):
    found = Ear(centre)
    yield found
    centre.cut()
    found.thread.join(10)
    assert not found.thread.is_alive()


def test_receipts_and_answers_are_heard_in_every_alphabet(centre, listening):
    assert centre.receipt("key-1", "DELIVRD") == 0
    assert centre.receipt("key-2", "UNDELIV", told=False) == 0
    assert centre.receipt("key-3", "ACCEPTD") == 0
    assert listening.heard == [Receipt("key-1", True), Receipt("key-2", False)]
    centre.deliver(b"STOP")
    centre.deliver(STOP_IN_ARABIC, coding=WIDE)
    centre.deliver(b"5 \x1be, caf\x05", coding=0)
    came = [each for each in listening.heard if isinstance(each, Came)]
    assert [(each.number, each.words) for each in came] == [
        ("+12025550143", "STOP"), ("+12025550143", "قف"), ("+12025550143", "5 €, café"),
    ]  # fmt: skip
    assert len({each.key for each in came}) == 3


def test_a_long_answer_is_joined_whatever_order_its_parts_come_in(centre, listening):
    words = (LONG[:60], LONG[60:120], LONG[120:])
    for number in (2, 3, 1):
        header = bytes((5, 0, 3, 9, 3, number))
        centre.deliver(header + words[number - 1].encode("utf-16-be"), coding=WIDE, esm_class=JOINED)
    assert [each.words for each in listening.heard] == [LONG]


def test_what_we_could_not_keep_the_gateway_is_asked_to_send_again(centre, listening):
    listening.failing = True
    assert centre.deliver(b"STOP") == 0x64
    listening.thread.join(10)
    assert listening.lost == "our own fault"


@pytest.fixture
def rosa(town, centre, settings):
    """Her visit is tomorrow, and she agreed to be reminded by text."""
    settings.TEXTS, settings.LETTERS_GO_OUT = settings_for(centre), False
    case = town.client_case(full_name="Rosa Delgado", language="ar")
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.SMS, "+1 202 555 0143", reminders_ok=True))
    agreed(town, case)
    starts_at = clock.now() + timedelta(hours=20)
    schedule_visit(actor=town.amina, case=case, kind=VisitKind.PHONE, starts_at=starts_at, lasts=timedelta(hours=1))
    return case


def hers(centre):
    return [part for part in centre.parts if part.to == "12025550143"]


def test_a_reminder_goes_out_once_arrives_and_is_switched_off_in_arabic(town, centre, rosa):
    send_what_is_due(0)
    send_what_is_due(0)
    (part,) = hers(centre)
    assert part.coding == WIDE
    held = town.find(TextMessage, person=rosa.person)
    assert (held.state, held.gateway) == ("sent", "smpp")
    ear.take(Receipt(held.gateway_key, delivered=True))
    assert town.find(TextMessage, pk=held.pk).state == "delivered"
    ear.take(Came("in-1", "+12025550143", "قف"))
    assert town.find(ContactPoint, person=rosa.person).texts_stopped_at is not None
    assert town.find(TextReceived, gateway="smpp").word == "stop"


def test_a_line_lost_before_the_answer_leaves_it_unknown_and_it_is_never_sent_twice(town, centre, rosa):
    centre.answering = "nothing"
    send_what_is_due(0)
    assert town.find(TextMessage, person=rosa.person).state == "unknown"
    centre.answering = 0
    for hours in (1, 5, 30):
        with clock.at(clock.now() + timedelta(hours=hours)):
            send_what_is_due(0)
    assert len(hers(centre)) == 1


def test_throttled_it_waits_and_then_goes(town, centre, rosa):
    centre.answering = THROTTLED
    send_what_is_due(0)
    assert town.find(TextMessage, person=rosa.person).state == "waiting"
    centre.answering = 0
    with clock.at(clock.now() + timedelta(minutes=6)):
        send_what_is_due(0)
    assert town.find(TextMessage, person=rosa.person).state == "sent"


def test_a_process_listens_where_the_gateway_is_smpp_and_nowhere_else(monkeypatch):
    with listening_socket("127.0.0.1", 0) as held:
        monkeypatch.delenv("KEYWORKER_TEXTS_GATEWAY", raising=False)
        assert "keyworker.console.texts" not in [each.module for each in posts(held, web_processes=1)]
        monkeypatch.setenv("KEYWORKER_TEXTS_GATEWAY", "smpp")
        assert "keyworker.console.texts" in [each.module for each in posts(held, web_processes=1)]
