"""A survivor whose phone may be called only at noon: what a worker is told, shown and kept from, hour by hour."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.decision import Refused
from keyworker.notices.jobs import send_what_is_due
from keyworker.notices.models import Notice
from keyworker.people import actions as people
from keyworker.people import numbers
from keyworker.people.models import Channel, ContactPoint
from keyworker.people.rules import Doing
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Visit, VisitKind
from tests.contracts.gateways import gateway, settings_for
from tests.notices.conftest import agreed

HERE = ZoneInfo("America/New_York")
PHONE, FLAT, SPOKEN = "+1 202 555 0143", "9 Quince Court", "+12025550143"
RISK = "He goes through her things in the evening."


@pytest.fixture
def line(settings):
    """A gateway that takes texts; letters do not leave."""
    with gateway() as server:
        settings.TEXTS, settings.LETTERS_GO_OUT = settings_for(server), False
        yield server


@pytest.fixture
def her(town):
    town.case = town.client_case(full_name="Ondine Marsh", language="es")
    town.her = town.case.person
    agreed(town, town.case)
    return town


def today_at(town, hour, minute=0):
    return datetime.combine(town.today, time(hour, minute), HERE)


def at(town, name, *keys):
    return reverse(f"people:{name}", args=[town.her.pk, *keys])


def way(town, channel):
    return town.find(ContactPoint, person=town.her, channel=channel)


def visit_at(town, when, **more):
    day = {"day_day": when.day, "day_month": when.month, "day_year": when.year, "at": f"{when:%H:%M}"}
    return {"case_id": str(town.case.pk), "kind": "phone", "minutes": "30", **day, **more}


def noted(town, amina):
    """She says how she may be reached: by the phone at noon, no voicemail; texts at noon; no letters."""
    noon = {"use": "hours", "safe_from": "12:00", "safe_until": "13:00"}
    for said in (
        {"channel": "phone", "value": PHONE, "label": "hers", "code_word": "marmalade", **noon},
        {"channel": "sms", "value": PHONE, "label": "hers", "reminders_ok": "on", **noon},
        {"channel": "post", "value": FLAT, "use": "any"},
    ):
        assert amina.post(at(town, "add_way"), said).status_code == 302


def test_a_survivor_whose_phone_may_be_called_only_at_noon(her, page, line):
    noted(her, page(her.amina))
    calls = at(her, "contact", way(her, "phone").pk)
    tomorrow = today_at(her, 9) + timedelta(days=1)
    with clock.at(today_at(her, 9)):
        amina = page(her.amina)
        for shown in (f"/people/{her.her.pk}/", at(her, "safety"), reverse("delivery:contact", args=[her.her.pk])):
            body = amina.get(shown).content.decode()
            assert "You may call today at noon." in body
            assert "555" not in body
        refused = amina.post(calls, {"doing": "call"})
        assert refused.status_code == 409
        assert "555" not in refused.content.decode()
        plan = reverse("visits:schedule", args=[her.her.pk])
        told = amina.post(plan, visit_at(her, tomorrow)).content.decode()
        assert "You may call today at noon." in told
        assert amina.post(plan, visit_at(her, tomorrow.replace(hour=12))).status_code == 302
    with clock.at(today_at(her, 12, 10)):
        amina = page(her.amina)
        body = amina.get(calls).content.decode()
        assert 'href="tel:+12025550143"' in body
        assert "Leave no voicemail." in body
        assert "marmalade" in body
        posted = amina.get(at(her, "contact", way(her, "post").pk)).content.decode()
        assert "Send no letters there." in posted
        assert FLAT not in posted
        papers = amina.get(reverse("workspace:file_papers", args=[her.her.pk])).content.decode()
        assert "Send none of these by post" in papers
    assert [visit.starts_at for visit in her.all(Visit, person=her.her)] == [tomorrow.replace(hour=12)]


def test_where_the_agency_has_an_exchange_the_worker_calls_through_it_and_only_when_it_is_safe(her, page, settings):
    settings.SIP_DOMAIN = "pbx.harbor.example"
    noted(her, page(her.amina))
    calls = at(her, "contact", way(her, "phone").pk)
    with clock.at(today_at(her, 9)):
        assert "sip:" not in page(her.amina).get(calls).content.decode()
    with clock.at(today_at(her, 12, 10)):
        body = page(her.amina).get(calls).content.decode()
        assert 'href="sip:+12025550143@pbx.harbor.example;user=phone"' in body
        assert "tel:" not in body


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+1 (202) 555-0143", "+12025550143"), ("*31#555-0143", "*31#5550143"),
        ("+1 202 555 0143 ext. 12", "+12025550143"), ("202-555-0143 x12", "+12025550143"),
        ("+44 (0)20 7946 0018", "+442079460018"), ("+٩٧١٥٠١٢٣٤٥٦٧", "+971501234567"),
        ("555 0143 or 555 0177", ""), ("ask her sister", ""),
    ],
)  # fmt: skip
def test_an_exchange_dials_one_number_or_none_and_never_somebody_elses(written, dialled):
    assert numbers.dialled(written, "US") == dialled


def test_her_reminder_by_text_waits_for_noon_or_does_not_leave(her, page, line):
    noted(her, page(her.amina))
    with clock.at(today_at(her, 9)):
        # One tomorrow at nine, one today at noon: the text for that would come too late.
        for ahead in (timedelta(hours=24), timedelta(hours=3)):
            schedule_visit(
                actor=her.amina, case=her.case, kind=VisitKind.IN_PERSON, starts_at=clock.now() + ahead,
                lasts=timedelta(hours=1), place="The library",
            )  # fmt: skip
        send_what_is_due(0)
        first, second = her.all(Notice, person=her.her)
        assert (first.state, first.next_try_at) == ("queued", today_at(her, 12))
        assert (second.state, second.why) == ("withheld", "no-way")
        assert line.taken == [] or SPOKEN not in dict(line.taken)
    with clock.at(today_at(her, 12, 5)):
        send_what_is_due(0)
        assert her.find(Notice, pk=first.pk).state == "sent"
    assert [number for number, _ in line.taken].count(SPOKEN) == 1


def test_a_warning_is_read_before_a_number_is_shown_and_that_is_recorded(her, page):
    amina = page(her.amina)
    people.add_contact_point(actor=her.amina, person=her.her, way=people.Way(Channel.PHONE, PHONE))
    people.set_safety(actor=her.amina, person=her.her, address_protected=False, risk_if_contacted=RISK)
    warned = at(her, "contact", way(her, "phone").pk)
    for shown in (f"/people/{her.her.pk}/", warned):
        body = amina.get(shown).content.decode()
        assert RISK in body
        assert "555 0143" not in body
        assert warned in body or shown == warned
    assert "+1 202 555 0143" in amina.post(warned, {"doing": "call"}).content.decode()
    (started,) = her.all(AuditEvent, verb="people.contact_started", person_id=her.her.pk)
    assert started.facts == {"doing_code": "call", "warned": True}
    with pytest.raises(Refused, match="risk"):
        people.start_contact(actor=her.amina, point=way(her, "phone"), doing=Doing.CALL)


def test_a_visit_to_somebody_at_risk_is_planned_once_the_warning_was_read(her, page):
    amina = page(her.amina)
    people.set_safety(actor=her.amina, person=her.her, address_protected=True, risk_if_contacted=RISK)
    people.add_contact_point(actor=her.amina, person=her.her, way=people.Way(Channel.VISIT, FLAT))
    plan, when = reverse("visits:schedule", args=[her.her.pk]), today_at(her, 15) + timedelta(days=1)
    asked = visit_at(her, when, kind="in-person", place="The library")
    body = amina.post(plan, asked).content.decode()
    assert "Read this before you plan it" in body
    heeded = {"heeded": body.split('name="heeded" value="')[1].split('"')[0]}
    elsewhen = visit_at(her, when + timedelta(hours=1), kind="in-person", place="The library")
    assert amina.post(plan, {**elsewhen, **heeded}).status_code == 200
    given_away = amina.post(plan, {**asked, **heeded, "place": "9, Quince court, 2nd floor"}).content.decode()
    assert "do not write it down" in given_away
    assert amina.post(plan, {**asked, **heeded}).status_code == 302
    assert her.find(Visit, person=her.her).place == "The library"


def test_what_somebody_else_reads_is_left_alone_and_the_whole_file_says_so(her, page):
    amina = page(her.amina)
    said = {"channel": "phone", "value": PHONE, "use": "any", "monitored": "on", "voicemail_ok": "on"}
    assert amina.post(at(her, "add_way"), said).status_code == 302
    body = amina.get(f"/people/{her.her.pk}/").content.decode()
    assert "No safe way to reach them is known." in body
    assert "ask them for a safer way" in body
    assert "555 0143" not in body


@pytest.mark.parametrize(
    "said", [{"safe_from": "12:00"}, {}, {"safe_days": list("1234567")}, {"safe_from": "12:00", "safe_until": "x"}]
)
def test_half_an_answer_about_when_is_asked_again(her, page, said):
    answer = page(her.amina).post(at(her, "add_way"), {"channel": "phone", "value": PHONE, "use": "hours", **said})
    assert answer.status_code == 200
    assert her.find(ContactPoint, person=her.her) is None


def test_days_are_kept_as_chosen_and_shown_again(her, page):
    amina = page(her.amina)
    said = {"channel": "phone", "value": PHONE, "use": "hours", "safe_days": ["4", "2"], "interpreter": "prs"}
    assert amina.post(at(her, "add_way"), said).status_code == 302
    held = way(her, "phone")
    assert (held.safe_days, held.interpreter) == ("24", "prs")
    shown = amina.get(at(her, "safety")).content.decode()
    assert "Safe: Tuesday, Thursday<" in shown
    assert "Dari" in shown
    form = amina.get(at(her, "way", held.pk)).content.decode()
    assert form.count("checked") == 3  # "only then", Tuesday, Thursday
