"""A reminder by text leaves once, only where everything allows it at that moment, and says when and nothing else."""

import threading
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from keyworker.access.sight import Absent, facts
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import writing
from keyworker.base.decision import Refused
from keyworker.base.models import change
from keyworker.consent.actions import withdraw_consent
from keyworker.consent.models import Consent
from keyworker.notices import rules
from keyworker.notices.actions import hand_over_text, is_news, note_receipt, take_up
from keyworker.notices.gateways.contract import OutText
from keyworker.notices.jobs import JOB, send_what_is_due
from keyworker.notices.models import Notice, TextMessage
from keyworker.people.actions import Way, add_contact_point, end_way, mark_unsafe, set_safety
from keyworker.people.models import Channel, ContactPoint, TimelineEntry
from keyworker.visits.actions import cancel_visit, schedule_visit
from keyworker.visits.models import VisitKind
from tests.contracts.gateways import gateway, settings_for
from tests.notices.conftest import agreed

NUMBER = "(202) 555-0143"
SPOKEN = "+12025550143"
AMINAS_CLOCK = ZoneInfo("America/New_York")


@pytest.fixture
def line(settings):
    """A gateway that takes texts; letters do not leave."""
    with gateway() as server:
        settings.TEXTS, settings.LETTERS_GO_OUT = settings_for(server), False
        yield server


def texted(town):
    """Rosa agreed to be reminded by text, and there is a visit tomorrow."""
    case = town.client_case(full_name="Rosa Delgado", language="es")
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.SMS, NUMBER, reminders_ok=True))
    agreed(town, case)
    visit = schedule_visit(
        actor=town.amina, case=case, kind=VisitKind.IN_PERSON, starts_at=clock.now() + timedelta(hours=20),
        lasts=timedelta(hours=1), place="14 Quay Street",
    )  # fmt: skip
    return case, visit


def hers(line):
    return [words for number, words in line.taken if number == SPOKEN]


def stands(town, visit):
    notice = town.find(Notice, about=visit.pk)
    text = town.find(TextMessage, notice=notice)
    return notice.state, notice.why, text.state if text else ""


def test_she_is_reminded_once_in_spanish_of_when_and_of_nothing_else(town, page, line):
    case, visit = texted(town)
    send_what_is_due(0)
    send_what_is_due(0)
    (said,) = hers(line)
    assert line.complaints == []
    assert said.startswith("Cita el ")
    assert said.endswith("responda ALTO")
    for secret in ("Rosa", "Delgado", "Quay", "Amina", "Harbor", "Housing", "http"):
        assert secret not in said
    assert stands(town, visit) == ("sent", "", "sent")
    assert town.find(TimelineEntry, verb="notices.texted", person=case.person) is not None
    shown = page(town.amina).get(reverse("visits:visit", args=[visit.pk])).content.decode()
    assert "Reminder of an appointment" in shown
    told = str([event.facts for event in town.all(AuditEvent, person_id=case.person_id)])
    assert "555" not in told
    assert "Cita" not in told


@pytest.mark.parametrize(
    "what", ["unsafe", "ended", "risk", "consent", "shared", "not agreed", "sealed", "stopped", "a phone only"]
)
def test_what_changed_while_the_text_waited_counts(town, line, what):
    """A breach in each: it was put into the outbox when all was well, and the gateway was not to be had."""
    case, visit = texted(town)
    line.answering = 503
    send_what_is_due(0)
    assert stands(town, visit) == ("sending", "", "waiting")
    line.answering = None
    point = town.find(ContactPoint, person=case.person)
    values = {
        "shared": {"shared": True}, "not agreed": {"reminders_ok": False}, "sealed": {"sealed_in": town.shelter},
        "stopped": {"texts_stopped_at": clock.now()}, "a phone only": {"channel": "phone"},
    }  # fmt: skip
    if what == "unsafe":
        mark_unsafe(actor=town.amina, point=point)
    elif what == "ended":
        end_way(actor=town.amina, point=point)
    elif what == "risk":
        set_safety(actor=town.amina, person=case.person, address_protected=False, risk_if_contacted="He reads it.")
    elif what == "consent":
        withdraw_consent(actor=town.amina, consent=town.find(Consent, person=case.person))
    else:
        with writing(town.amina):
            change(facts(ContactPoint, because="a test").get(pk=point.pk), **values[what])
    with clock.at(clock.now() + timedelta(minutes=6)):
        send_what_is_due(0)
    assert hers(line) == []
    assert stands(town, visit) == ("withheld", "no-consent" if what == "consent" else "no-way", "withheld")


def test_outside_safe_hours_it_waits_and_what_is_called_off_meanwhile_never_leaves(town, line):
    case, visit = texted(town)
    point = town.find(ContactPoint, person=case.person)
    line.answering = 503
    send_what_is_due(0)
    line.answering = None
    soon = (clock.now() + timedelta(hours=3)).astimezone(AMINAS_CLOCK).time()
    later = (clock.now() + timedelta(hours=4)).astimezone(AMINAS_CLOCK).time()
    with writing(town.amina):
        change(facts(ContactPoint, because="a test").get(pk=point.pk), safe_from=soon, safe_until=later)
    with clock.at(clock.now() + timedelta(minutes=6)):
        send_what_is_due(0)
        assert stands(town, visit) == ("sending", "", "waiting")
    cancel_visit(actor=town.amina, visit=visit, because="She is ill.")
    with clock.at(clock.now() + timedelta(hours=3, minutes=30)):
        send_what_is_due(0)
    assert hers(line) == []
    assert stands(town, visit) == ("cancelled", "", "withheld")


def test_a_busy_gateway_is_asked_again_later_and_given_up_in_the_end(town, line):
    _, visit = texted(town)
    line.answering, now, pauses = 503, clock.now(), []
    for _ in range(rules.MOST_TRIES):
        with clock.at(now):
            send_what_is_due(0)
            send_what_is_due(0)  # too soon: nothing happens
        text = town.find(TextMessage, notice__about=visit.pk)
        pauses.append(round((text.next_try_at - now).total_seconds() / 60))
        now = text.next_try_at
    assert pauses[:5] == [5, 10, 20, 40, 80]
    assert stands(town, visit) == ("failed", "refused", "failed")
    assert text.tries == rules.MOST_TRIES


@pytest.mark.parametrize("answering", ["nothing", 500, None])
def test_what_may_have_been_taken_is_never_sent_again_by_itself(town, line, answering):
    """The line was cut, the server broke, or our own machine stopped between handing over and hearing."""
    _, visit = texted(town)
    if answering is None:
        hand_over_by_hand(town, visit)
    else:
        line.answering = answering
        send_what_is_due(0)
    line.answering = None
    with clock.at(clock.now() + timedelta(hours=12)):
        send_what_is_due(0)
    assert hers(line) == []
    assert stands(town, visit) == ("failed", "unknown", "unknown")
    # The phone company knew better.
    text = town.find(TextMessage, notice__about=visit.pk)
    note_receipt(actor=job(town), text=text, delivered=True)
    assert stands(town, visit) == ("sent", "", "delivered")
    with pytest.raises(Refused):
        note_receipt(actor=job(town), text=text, delivered=False)


def job(town):
    return actors.job(JOB, agency_id=town.amina.agency_id)


def hand_over_by_hand(town, visit):
    take_up(actor=job(town), notice=town.find(Notice, about=visit.pk))
    out = hand_over_text(actor=job(town), text=town.find(TextMessage, notice__about=visit.pk))
    assert isinstance(out, OutText)


def test_a_shelter_texts_nobody_and_nobody_texts_by_hand(town, line):
    hidden = town.client_case(actor=town.grace, program=town.shelter, full_name="Hidden Person")
    add_contact_point(actor=town.grace, person=hidden.person, way=Way(Channel.SMS, NUMBER, reminders_ok=True))
    starts_at = clock.now() + timedelta(hours=20)
    schedule_visit(
        actor=town.grace, case=hidden, kind=VisitKind.PHONE, starts_at=starts_at, lasts=timedelta(hours=1)
    )  # fmt: skip
    send_what_is_due(0)
    assert hers(line) == []
    held = town.find(TextMessage)
    for who in (town.amina, town.ben, town.priya, town.carl):
        with pytest.raises(Absent):
            hand_over_text(actor=who, text=held)


def test_without_a_gateway_a_letter_goes_instead(town, post, settings):
    settings.DEMO = False
    case, visit = texted(town)
    add_contact_point(
        actor=town.amina, person=case.person, way=Way(Channel.EMAIL, "rosa@mail.example", reminders_ok=True)
    )
    send_what_is_due(0)
    assert stands(town, visit) == ("sent", "", "")


# From where a text may go where; from what is not named here, nowhere.
LEADS_TO = {
    "waiting": {"waiting", "sent", "unknown", "failed", "withheld", "called-off"},
    "sent": {"sent", "delivered", "failed"},
    "unknown": {"unknown", "delivered", "failed"},
}
MAY_HAVE_IT = {None, 500, "nothing"}  # what the gateway answers when it took the text, or nobody knows


def test_whatever_happens_in_whatever_order_nobody_is_texted_twice(town, line):
    """Answers, pauses, receipts and a STOP as they come; each story leaves its text where stories may leave one."""

    @settings_of(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(["send", 503, 400, 500, "nothing", None, True, False, "stop"]), max_size=9))
    def lived_through(happenings):
        _, visit = texted(town)
        now, line.answering, tries, taken, state = clock.now(), None, 0, 0, "waiting"
        for happens in (*happenings, "send"):
            with clock.at(now):
                live(town, visit, line, happens)
            text = town.find(TextMessage, notice__about=visit.pk)
            now += timedelta(minutes=50)
            if text is None:
                continue
            taken += line.answering in MAY_HAVE_IT if text.tries > tries else 0
            assert text.state in LEADS_TO.get(state, {state})
            assert taken <= 1
            assert text.tries <= rules.MOST_TRIES
            tries, state = text.tries, text.state
        cancel_visit(actor=town.amina, visit=visit, because="The story is over.")

    lived_through()


def live(town, visit, line, happens):
    if happens == "send":
        send_what_is_due(0)
    elif happens == "stop":
        point = town.find(ContactPoint, person=visit.person_id)
        with writing(town.amina):
            change(facts(ContactPoint, because="a test").get(pk=point.pk), texts_stopped_at=clock.now())
    elif isinstance(happens, bool):
        text = town.find(TextMessage, notice__about=visit.pk)
        if text is not None and is_news(text):
            note_receipt(actor=job(town), text=text, delivered=happens)
    else:
        line.answering = happens
        send_what_is_due(0)


def test_two_workers_at_once_send_each_text_once(open_town, settings):
    """With real commits: both start at the same moment, again and again."""
    with gateway() as server:
        settings.TEXTS, settings.LETTERS_GO_OUT = settings_for(server), False
        visits = [texted(open_town)[1] for _ in range(3)]
        for _ in range(2):
            start = threading.Barrier(2)
            both = [threading.Thread(target=work, args=[start]) for _ in range(2)]
            for each in both:
                each.start()
            for each in both:
                each.join()
        assert len(hers(server)) == len(visits)
        assert {stands(open_town, visit) for visit in visits} == {("sent", "", "sent")}


def work(start):
    start.wait()
    try:
        send_what_is_due(0)
    finally:
        connections.close_all()
