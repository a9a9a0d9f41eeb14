"""What the text gateway calls us with: switched off at once, held for somebody to look at, and put into no file."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from keyworker.access.sight import Absent, facts
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import open_case
from keyworker.delivery.models import CaseContact, CaseNote
from keyworker.interop.jobs import doubt_every_number
from keyworker.notices.actions import deal_with_text
from keyworker.notices.jobs import JOB, send_what_is_due
from keyworker.notices.models import Notice, Outcome, TextMessage, TextReceived
from keyworker.notices.whose import Whose, whose
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel, ContactPoint, Person, TimelineEntry
from keyworker.people.numbers import number_hash
from keyworker.supervision.actions import set_absence
from keyworker.tasks.actions import complete_task, set_task
from keyworker.tasks.models import Task, TaskKind
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind
from tests.contracts.gateways import answer_of, gateway, receipt_of, settings_for, signed
from tests.notices.conftest import agreed

NUMBER = "+1 202 555 0143"
WORDS = "My daughter Clementine is ill, please ring me."


@pytest.fixture(params=["generic"])
def line(request, settings):
    with gateway(request.param) as server:
        settings.TEXTS, settings.LETTERS_GO_OUT = settings_for(server), False
        yield server


def call(line, fields, **how):
    address = "http://testserver" + reverse("interop:gateway_calls")
    url, body, kind, headers = signed(line.shape, address, fields, now=clock.now().timestamp(), **how)
    return Client().post(url.removeprefix("http://testserver"), body, content_type=kind, headers=headers)


def writes(line, words, key="in-1", number=NUMBER):
    return call(line, answer_of(line.shape, key, number, words))


@pytest.fixture
def rosa(town, line):
    """Her visit is tomorrow; she agreed to texts, and was texted."""
    case = town.client_case(full_name="Rosa Delgado", language="ar")
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.SMS, NUMBER, reminders_ok=True))
    agreed(town, case)
    starts_at = clock.now() + timedelta(hours=20)
    schedule_visit(
        actor=town.amina, case=case, kind=VisitKind.PHONE, starts_at=starts_at, lasts=timedelta(hours=1)
    )  # fmt: skip
    send_what_is_due(0)
    return case


def point(town, case):
    return town.find(ContactPoint, person=case.person)


def test_stop_and_start_count_at_once_and_for_whoever_else_has_the_number(town, page, line, rosa):
    other = town.client_case(full_name="Ignatius Quill")
    add_contact_point(actor=town.amina, person=other.person, way=Way(Channel.PHONE, "202-555-0143"))
    assert writes(line, "قف").status_code == 200
    assert point(town, rosa).texts_stopped_at is not None
    assert point(town, other).texts_stopped_at is not None
    later = town.client_case(full_name="Peregrine Quill")
    add_contact_point(actor=town.amina, person=later.person, way=Way(Channel.SMS, NUMBER, reminders_ok=True))
    assert point(town, later).texts_stopped_at is not None
    shown = page(town.amina).get(reverse("people:safety", args=[rosa.person_id])).content.decode()
    assert "They answered STOP" in shown
    assert writes(line, "قف").status_code == 200, "the same call twice is one"
    writes(line, "ابدأ", key="in-2")
    assert point(town, rosa).texts_stopped_at is None
    kept = town.all(TextReceived, gateway="generic")
    assert [(each.word, each.waits, each.body, each.number) for each in kept] == [
        ("stop", False, None, None), ("start", False, None, None),
    ]  # fmt: skip


def test_the_wrong_person_ends_it_and_the_care_team_hears_of_it_without_the_words(town, line, rosa):
    before = {task.pk for task in town.all(Task, case=rosa)}
    writes(line, "Sorry, you have the wrong number, I am Casper")
    held = point(town, rosa)
    assert (held.safe, held.texts_stopped_at is None) == (False, False)
    (task,) = [task for task in town.all(Task, case=rosa) if task.pk not in before]
    assert "another number" in task.what
    assert task.due_on == town.today
    story = town.find(TimelineEntry, verb="interop.number_not_theirs", person=rosa.person)
    assert "Casper" not in f"{task.what} {task.worded} {story.facts}"


def test_a_number_that_three_texts_did_not_reach_is_checked_once(town, line, rosa):
    """Only where the gateway tells of texts that arrive: a first one did."""

    def last_texts():
        sent = [text for text in town.all(TextMessage, person=rosa.person) if text.gateway == "generic"]
        return sorted(sent, key=lambda text: text.created_at)

    def checks():
        return [task for task in town.all(Task, case=rosa) if "did not arrive" in task.what]

    (first,) = last_texts()
    call(line, receipt_of("generic", first.gateway_key, delivered=True))
    for day in range(1, 4):
        with clock.at(clock.now() + timedelta(days=day)):
            starts_at = clock.now() + timedelta(hours=20)
            schedule_visit(
                actor=town.amina, case=rosa, kind=VisitKind.PHONE, starts_at=starts_at, lasts=timedelta(hours=1)
            )  # fmt: skip
            send_what_is_due(0)
            if day == 3:
                doubt_every_number(0)
                assert checks() == [], "the last ones may still arrive"
    assert [text.state for text in last_texts()] == ["delivered", "sent", "sent", "sent"]
    with clock.at(clock.now() + timedelta(days=6)):
        doubt_every_number(0)
        doubt_every_number(0)
        (check,) = checks()
        assert check.due_on == town.today
    assert town.find(TimelineEntry, verb="interop.number_doubted", person=rosa.person) is not None


def test_help_is_answered_in_her_language_and_somebody_reads_it_too(town, line, rosa):
    writes(line, "مساعدة")
    send_what_is_due(0)
    assert [words for number, words in line.taken if number == "+12025550143"][-1].startswith("رسائل تذكير")
    assert town.find(TextReceived, gateway="generic", word="help").waits


def alarms(town, case):
    return town.all(Task, case=case, kind=TaskKind.ALARM)


def test_a_cry_for_help_stands_above_all_else_on_the_day_of_who_has_the_case_and_of_who_stands_in(
    town, page, line, rosa
):
    """It leads to the ways that are safe for her now, says nothing of the words, and stays until it is done."""
    late = town.today - timedelta(days=3)
    set_task(actor=town.amina, case=rosa, what="Something that is late", due_on=late)
    set_absence(
        actor=town.ben, program=town.housing, staff=town.staff(town.amina), cover=town.staff(town.ben),
        from_on=town.today, until_on=town.today,
    )  # fmt: skip
    writes(line, "please help me, Casper has the keys")
    (alarm,) = alarms(town, rosa)
    for who in (town.amina, town.ben):
        shown = page(who).get(reverse("workspace:my_day"))
        (first,) = shown.context["alarms"]
        assert first["href"].startswith(reverse("visits:call", args=[rosa.person_id]))
        day = shown.content.decode()
        assert day.index(alarm.title) < day.index("Something that is late")
        assert "Casper" not in day
        assert page(who).get(first["href"]).status_code == 200
    assert page(town.sam).get(reverse("workspace:my_day")).context["alarms"] == []
    writes(line, "help", key="in-2")
    assert len(alarms(town, rosa)) == 1, "it stands already"
    complete_task(actor=town.ben, task=alarm)
    writes(line, "help", key="in-3")
    assert [task.done_at is None for task in alarms(town, rosa)] == [False, True]
    told = str([(entry.verb, entry.facts) for entry in town.all(TimelineEntry, person=rosa.person)])
    assert told.count("interop.cried_for_help") == 3
    assert "Casper" not in told + str([event.facts for event in town.all(AuditEvent)])


def test_a_cry_from_a_number_that_a_shelter_alone_knows_is_heard_there_alone(town, line):
    """A breach: whoever else helps her must not learn that the shelter has a number of hers."""
    housing = town.client_case(full_name="Hidden Person")
    shelter = open_case(actor=town.job(), program=town.shelter, person=housing.person, owner=town.staff(town.grace))
    add_contact_point(actor=town.grace, person=housing.person, way=Way(Channel.PHONE, NUMBER))
    assert point(town, housing).sealed_in_id == town.shelter.pk
    writes(line, "help")
    assert alarms(town, housing) == []
    assert len(alarms(town, shelter)) == 1


def test_who_looks_at_texts_hears_of_a_cry_for_help_on_their_day_whoever_it_is(town, page, line, settings):
    settings.TEXTS = {**settings.TEXTS, "agency": "harbor-house"}
    writes(line, "necesito ayuda", number="+12025550199")
    day = reverse("workspace:my_day")
    for who, hears in ((town.flo, True), (town.ben, True), (town.amina, False)):
        waiting = page(who).get(day).context["waiting"]
        assert (reverse("interop:texts") in [each["href"] for each in waiting]) is hears


def test_nobody_says_that_a_text_is_in_a_file_while_it_is_in_none(town, page, line, rosa):
    writes(line, WORDS)
    text, address = town.find(TextReceived, gateway="generic"), reverse("interop:texts")
    assert 'value="in-file"' not in page(town.flo).get(address).content.decode()
    looked_at = reverse("interop:text_looked_at", args=[text.pk])
    page(town.flo).post(looked_at, {f"{text.pk}-outcome": "in-file", f"{text.pk}-version": text.version})
    with pytest.raises(Refused, match="in no file yet"):
        deal_with_text(actor=town.flo, text=text, outcome=Outcome.IN_FILE, seen=text.version)
    held = town.find(TextReceived, pk=text.pk)
    assert (held.waits, held.body) == (True, WORDS)


def test_anything_else_is_held_for_those_who_look_at_texts_and_is_in_no_file(town, page, line, rosa):
    writes(line, WORDS)
    address = reverse("interop:texts")
    for who in (town.flo, town.ben):
        assert "Clementine" in page(who).get(address).content.decode()
    for who in (town.amina, town.grace, town.priya, town.oskar):
        assert page(who).get(address).status_code == 404
    assert "Clementine" not in page(town.nadia).get(address).content.decode()
    story = str([(entry.verb, entry.facts) for entry in town.all(TimelineEntry, person=rosa.person)])
    trail = str([event.facts for event in town.all(AuditEvent)])
    assert "Clementine" not in story + trail
    assert "5550143" not in trail


def test_whoever_looked_at_it_says_what_came_of_it_and_words_and_number_are_gone(town, page, line, rosa):
    writes(line, WORDS)
    text = town.find(TextReceived, gateway="generic")
    address = reverse("interop:text_looked_at", args=[text.pk])
    wrong = page(town.flo).post(address, {f"{text.pk}-version": text.version})
    assert "Clementine" in wrong.content.decode(), "nothing was said, so nothing is lost"
    page(town.flo).post(address, {f"{text.pk}-outcome": "passed-on", f"{text.pk}-version": text.version})
    held = town.find(TextReceived, pk=text.pk)
    assert (held.waits, held.body, held.number, held.outcome) == (False, None, None, "passed-on")
    assert bytes(held.key_salt) != bytes(text.key_salt)
    again = page(town.ben).post(
        address, {f"{text.pk}-outcome": "nothing", f"{text.pk}-version": text.version}, follow=True
    )
    assert "A colleague has looked at this text already." in again.content.decode()
    with pytest.raises(Absent):
        deal_with_text(actor=town.amina, text=held, outcome=Outcome.NOTHING, seen=held.version)


def test_a_supervisor_puts_it_into_the_file_of_whose_number_it_is_in_one_press_and_signs_it(town, page, line, rosa):
    writes(line, WORDS)
    text, ben = town.find(TextReceived, gateway="generic"), page(town.ben)
    shown = ben.post(reverse("interop:whose_text", args=[text.pk]))
    assert [each.case for each in shown.context["found"]] == [rosa]
    filed = {"case": str(rosa.pk), "seen": str(text.version)}
    answer = ben.post(reverse("interop:file_text", args=[text.pk]), filed)
    note = town.find(CaseNote, case=rosa)
    assert answer.headers["Location"] == reverse("delivery:write", args=[note.pk])
    assert WORDS in note.text
    contact = town.find(CaseContact, pk=note.contact_id)
    assert (note.is_signed, contact.direction, contact.kind) == (False, "incoming", "message")
    held = town.find(TextReceived, pk=text.pk)
    assert (held.waits, held.body, held.outcome) == (False, None, "in-file")
    again = ben.post(reverse("interop:file_text", args=[text.pk]), filed, follow=True).content.decode()
    assert "A colleague has looked at this text already." in again
    assert len(town.all(CaseNote, case=rosa)) == 1


def test_a_text_goes_into_nobody_elses_file_and_whose_it_is_is_told_only_to_who_writes_there(town, page, line, rosa):
    other = town.client_case(full_name="Ignatius Quill")
    writes(line, WORDS)
    text = town.find(TextReceived, gateway="generic")
    filed = {"case": str(other.pk), "seen": str(text.version)}
    refused = page(town.ben).post(reverse("interop:file_text", args=[text.pk]), filed, follow=True).content.decode()
    assert "This number is not noted as theirs." in refused
    assert town.all(CaseNote, case=other) == []
    assert page(town.flo).post(reverse("interop:whose_text", args=[text.pk])).context["found"] == []
    filed["case"] = str(rosa.pk)
    assert page(town.flo).post(reverse("interop:file_text", args=[text.pk]), filed).status_code == 404
    assert page(town.amina).post(reverse("interop:file_text", args=[text.pk]), filed).status_code == 404
    assert town.find(TextReceived, pk=text.pk).waits


def test_what_comes_from_a_shelters_number_is_read_there_alone(town, page, line):
    hidden = town.client_case(actor=town.grace, program=town.shelter, full_name="Hidden Person")
    add_contact_point(actor=town.grace, person=hidden.person, way=Way(Channel.PHONE, NUMBER))
    writes(line, WORDS)
    assert town.find(TextReceived, gateway="generic").program_id == town.shelter.pk
    for who in (town.flo, town.ben):
        assert "Clementine" not in page(who).get(reverse("interop:texts")).content.decode()
    writes(line, "not me", key="in-2")
    assert point(town, hidden).safe is False
    assert town.find(Task, person=hidden.person, program=town.shelter, what__contains="another number") is not None


def test_a_receipt_says_what_became_of_a_text_once(town, line, rosa):
    text = town.find(TextMessage, person=rosa.person)
    call(line, receipt_of(line.shape, text.gateway_key, delivered=False))
    assert town.find(Notice, pk=text.notice_id).why == "undelivered"
    call(line, receipt_of(line.shape, text.gateway_key, delivered=True))
    assert town.find(TextMessage, pk=text.pk).state == "failed"
    assert call(line, receipt_of(line.shape, "nobody's", delivered=True)).status_code == 200


def test_what_is_not_signed_changes_nothing(town, line, rosa):
    """A breach: nobody's signature, an old one, words without end, words that are none."""
    count = len(town.all(TextReceived))
    address, fields = reverse("interop:gateway_calls"), answer_of(line.shape, "in-1", NUMBER, "stop")
    bare = Client().post(address, fields, content_type="application/json")
    forged = call(line, fields, secret="a guess")
    endless = call(line, {**fields, "text": "x" * 20_000})
    senseless = call(line, {"kind": "poem"})
    assert [each.status_code for each in (bare, forged, endless, senseless)] == [403, 403, 413, 400]
    assert Client().get(address).status_code == 405
    assert len(town.all(TextReceived)) == count
    assert point(town, rosa).texts_stopped_at is None


def test_a_strangers_text_is_kept_only_where_somebody_is_said_to_look_at_it(town, page, line, settings):
    writes(line, WORDS, number="+12025550199")
    assert town.find(TextReceived, gateway="generic") is None
    settings.TEXTS = {**settings.TEXTS, "agency": "harbor-house"}
    writes(line, WORDS, number="+12025550199")
    assert town.find(TextReceived, gateway="generic").known is False


def test_the_one_function_tells_agencies_and_purposes_and_nothing_else(town, line, rosa):
    text = town.find(TextMessage, person=rosa.person)
    assert whose(number=number_hash(NUMBER)) == [Whose(town.amina.agency_id, "texts")]
    assert whose(key=text.gateway_key) == whose(ours=str(text.pk)) == [Whose(town.amina.agency_id, "sent")]
    assert whose(number=number_hash("+12025550199"), key="", ours="' OR true") == []
    with reading(actors.job(JOB, agency_id=town.amina.agency_id)):
        assert facts(Person, because="a test").filter(pk=rosa.person_id).exists()


@pytest.mark.parametrize("line", ["twilio", "vonage", "africastalking"], indirect=True)
def test_every_shape_of_gateway_is_heard(town, line, rosa):
    writes(line, "stop")
    assert point(town, rosa).texts_stopped_at is not None
    text = town.find(TextMessage, person=rosa.person)
    assert text.state == "sent"
    call(line, receipt_of(line.shape, text.gateway_key, delivered=True))
    assert town.find(TextMessage, pk=text.pk).state == "delivered"
