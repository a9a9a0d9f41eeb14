"""A link to a meeting that Keyworker sends: made as it leaves, only where that is safe; the newest alone opens."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from keyworker.access import doors
from keyworker.access.models import DoorKind
from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.actor import job
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.notices import sending
from keyworker.notices.actions import note_receipt
from keyworker.notices.jobs import send_what_is_due
from keyworker.notices.models import Notice, TextMessage
from keyworker.people.actions import Way, add_contact_point, set_safety
from keyworker.people.models import Channel, TimelineEntry
from keyworker.visits.actions import cancel_visit, schedule_visit
from keyworker.visits.models import Participant, PartIn, Visit, VisitKind
from keyworker.visits.rooms.actions import give_link, invite, turn_away
from keyworker.visits.rooms.sending import send_link
from tests.contracts.gateways import gateway, settings_for
from tests.notices.conftest import agreed

NUMBER, SPOKEN, HOST = "(202) 555-0143", "+12025550143", "meet.example"
LINK = re.compile(r"http://meet\.example(/meet/\S+)")


@pytest.fixture
def line(settings):
    """A gateway that takes texts; letters do not leave; clients come by a neutral name."""
    with gateway() as server:
        settings.TEXTS, settings.LETTERS_GO_OUT = settings_for(server), False
        settings.CLIENT_HOST, settings.ALLOWED_HOSTS = HOST, [HOST, "testserver"]
        yield server


@pytest.fixture
def rosa(town, line):
    """She agreed to texts, and meets Amina by video in three hours."""
    case = town.client_case(full_name="Rosa Delgado", language="es")
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.SMS, NUMBER, reminders_ok=True))
    agreed(town, case)
    soon = clock.now() + timedelta(hours=3)
    town.visit = schedule_visit(
        actor=town.amina, case=case, kind=VisitKind.VIDEO, starts_at=soon, lasts=timedelta(hours=1)
    )  # fmt: skip
    town.place = town.find(Participant, room__visit=town.visit)
    return case


def links(line):
    return [found[1] for number, words in line.taken if number == SPOKEN and (found := LINK.search(words))]


def notice(town):
    return town.find(Notice, kind="link")


def test_rosas_link_comes_by_text_in_her_language_and_says_nothing_of_her_or_of_us(town, page, line, rosa):
    amina, people = page(town.amina), reverse("visits:people", args=[town.visit.pk])
    assert "Send them a link" in amina.get(people).content.decode()
    amina.post(reverse("visits:link", args=[town.visit.pk, town.place.pk]), {"send": "1"})
    send_what_is_due(0)
    send_what_is_due(0)
    (path,) = links(line)
    (words,) = [words for number, words in line.taken if "meet.example" in words]
    assert words.startswith("Su enlace para el")
    assert "Rosa" not in words
    assert "Harbor" not in words
    assert Client(headers={"host": HOST}).get(path).status_code == 200
    assert town.find(Participant, pk=town.place.pk).link_until is not None
    shown = amina.get(people).content.decode()
    assert "Sent by Keyworker:" in shown
    assert path not in shown
    told = [entry.verb for entry in town.all(TimelineEntry, person=rosa.person)]
    assert "notices.texted_link" in told
    token = path.rstrip("/").rpartition("/")[2]
    assert token not in str([event.facts for event in town.all(AuditEvent)])


def test_no_link_waits_for_noon_it_is_made_when_it_leaves(town, line, rosa):
    send_link(actor=town.amina, participant=town.place)
    assert town.find(Participant, pk=town.place.pk).link_until is None
    assert town.find(Notice, kind="link").state == "queued"


def test_a_second_link_leaves_as_well_and_the_first_opens_nothing_any_more(town, line, rosa):
    for _time in range(2):
        send_link(actor=town.amina, participant=town.find(Participant, pk=town.place.pk))
        send_what_is_due(0)
        send_what_is_due(0)
    first, second = links(line)
    assert Client(headers={"host": HOST}).get(first).status_code == 404
    assert Client(headers={"host": HOST}).get(second).status_code == 200


def opens(path):
    return Client(headers={"host": HOST}).get(path).status_code == 200


def test_while_a_second_link_does_not_leave_the_first_goes_on_and_a_tried_one_opens_nothing(town, line, rosa):
    """The gateway takes none just now: a link that nobody has must shut nobody out."""
    send_link(actor=town.amina, participant=town.place)
    send_what_is_due(0)
    send_what_is_due(0)
    (first,) = links(line)
    send_link(actor=town.amina, participant=town.find(Participant, pk=town.place.pk))
    line.answering = 503
    send_what_is_due(0)
    send_what_is_due(0)
    assert opens(first)
    assert len(live(town)) == 1
    assert town.find(Participant, pk=town.place.pk).link_until is not None
    line.answering = None
    with clock.at(clock.now() + timedelta(minutes=30)):
        send_what_is_due(0)
        second = links(line)[-1]
        assert second != first
        assert not opens(first)
        assert opens(second)


def test_nor_does_a_mail_server_that_takes_no_letter_shut_anybody_out(town, line, settings, monkeypatch):
    settings.LETTERS_GO_OUT, letters, taken = True, [], [True, False, True]

    def post(_to, _about, words, *, actor):
        found = LINK.search(words)
        letters.extend([found[1]] if found else [])
        return taken.pop(0) if found else True

    monkeypatch.setattr(sending, "post", post)
    case = town.client_case(full_name="Ana Delgado")
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.EMAIL, "a@x.example", reminders_ok=True))
    agreed(town, case)
    visit = schedule_visit(
        actor=town.amina, case=case, kind=VisitKind.VIDEO, starts_at=clock.now() + timedelta(hours=5),
        lasts=timedelta(hours=1),
    )  # fmt: skip
    for _time in range(2):
        send_link(actor=town.amina, participant=town.find(Participant, room__visit=visit))
        send_what_is_due(0)
    first, second = letters
    assert (opens(first), opens(second)) == (True, False)
    with clock.at(clock.now() + timedelta(hours=1)):
        send_what_is_due(0)
        assert [opens(each) for each in letters] == [False, False, True]


def test_whoever_came_in_by_the_first_stays_in_the_meeting_while_the_second_does_not_leave(town, line, rosa):
    given = give_link(actor=town.amina, participant=town.place).token
    browser, soon = Client(headers={"host": HOST}), town.visit.starts_at - timedelta(hours=1)
    with clock.at(soon):
        browser.post(reverse("portal:visit_link", args=[given]))
        send_link(actor=town.amina, participant=town.find(Participant, pk=town.place.pk))
        line.answering = 503
        send_what_is_due(0)
        send_what_is_due(0)
        assert [key.kind for key in live(town)] == [DoorKind.VISIT_GUEST, DoorKind.VISIT_LINK]
        assert town.find(Participant, pk=town.place.pk).entered_at is not None


@pytest.mark.parametrize("delivered", [True, False])
def test_where_the_gateway_never_answered_its_receipt_says_which_link_opens(town, line, rosa, delivered):
    send_link(actor=town.amina, participant=town.place)
    send_what_is_due(0)
    (first,) = links(line)
    line.answering = "nothing"
    send_link(actor=town.amina, participant=town.find(Participant, pk=town.place.pk))
    send_what_is_due(0)
    (text,) = town.all(TextMessage, state="unknown")
    assert len(live(town)) == 2, "nobody knows yet, so both open"
    note_receipt(actor=job("texts-in", agency_id=town.amina.agency_id), text=text, delivered=delivered)
    assert len(live(town)) == 1
    assert opens(first) is not delivered


def test_a_first_link_that_never_left_leaves_no_link_behind(town, line, rosa):
    send_link(actor=town.amina, participant=town.place)
    line.answering = 401
    send_what_is_due(0)
    send_what_is_due(0)
    assert (live(town), town.find(Participant, pk=town.place.pk).link_until) == ([], None)


def test_one_handed_over_while_another_waits_to_leave_goes_on_and_the_other_never_leaves(town, line, rosa):
    send_link(actor=town.amina, participant=town.place)
    given = give_link(actor=town.amina, participant=town.find(Participant, pk=town.place.pk)).token
    send_what_is_due(0)
    assert links(line) == []
    assert opens(reverse("portal:visit_link", args=[given]))


def live(town):
    with reading(town.job()):
        return doors.live(town.place.pk)


def test_one_who_came_in_meanwhile_is_sent_nothing_that_would_shut_them_out(town, line, rosa):
    send_link(actor=town.amina, participant=town.place)
    given = give_link(actor=town.amina, participant=town.find(Participant, pk=town.place.pk)).token
    with clock.at(town.visit.starts_at - timedelta(minutes=50)):
        browser = Client()
        browser.post(reverse("portal:visit_link", args=[given]))
    assert town.find(Participant, pk=town.place.pk).entered_at is not None
    send_what_is_due(0)
    assert links(line) == []
    assert notice(town).state == "cancelled"


def test_one_who_was_asked_no_longer_and_then_is_asked_again_is_sent_a_link(town, line, rosa):
    turn_away(actor=town.amina, participant=town.place)
    send_link(actor=town.amina, participant=town.find(Participant, pk=town.place.pk))
    send_what_is_due(0)
    send_what_is_due(0)
    assert len(links(line)) == 1
    assert town.find(Participant, pk=town.place.pk).turned_away_at is None


def test_one_who_is_asked_no_longer_before_it_leaves_is_sent_nothing(town, line, rosa):
    send_link(actor=town.amina, participant=town.place)
    turn_away(actor=town.amina, participant=town.find(Participant, pk=town.place.pk))
    send_what_is_due(0)
    assert links(line) == []


def test_nothing_leaves_for_a_visit_called_off_or_where_somebody_may_read_it(town, line, rosa):
    send_link(actor=town.amina, participant=town.place)
    cancel_visit(actor=town.amina, visit=town.find(Visit, pk=town.visit.pk), because="She is ill.")
    send_what_is_due(0)
    assert links(line) == []
    with pytest.raises(Refused):
        send_link(actor=town.amina, participant=town.find(Participant, pk=town.place.pk))


def test_nothing_leaves_for_one_in_danger(town, line, rosa):
    send_link(actor=town.amina, participant=town.place)
    set_safety(actor=town.amina, person=rosa.person, address_protected=False, risk_if_contacted="He reads her phone.")
    send_what_is_due(0)
    assert links(line) == []
    assert (notice(town).state, notice(town).why) == ("withheld", "no-way")


def test_of_others_no_safe_way_is_known_and_without_a_neutral_name_no_link_leaves(town, page, line, rosa, settings):
    sister = invite(actor=town.amina, visit=town.visit, part=PartIn.SUPPORTER, name_shown="Ana")
    with pytest.raises(Refused, match="Hand them their link"):
        send_link(actor=town.amina, participant=sister)
    settings.CLIENT_HOST = ""
    with pytest.raises(Refused, match="Hand them their link"):
        send_link(actor=town.amina, participant=town.place)
    shown = page(town.amina).get(reverse("visits:people", args=[town.visit.pk])).content.decode()
    assert "Send them a link" not in shown


def test_shortly_before_it_begins_no_link_leaves_any_more_and_the_worker_hears_so(town, line, rosa):
    with clock.at(town.visit.starts_at - timedelta(minutes=40)), pytest.raises(Refused, match="too soon"):
        send_link(actor=town.amina, participant=town.place)
