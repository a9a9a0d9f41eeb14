"""The pages of groups, and the wall between those who sit in one: nobody's file says a word of anybody else."""

import io
import json
from datetime import time, timedelta

import pypdf
import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict
from django.urls import reverse

from keyworker.base.context import reading, writing
from keyworker.delivery.actions import (
    GroupWords,
    Mark,
    SessionTold,
    join_group,
    set_up_group,
    write_down_session,
)
from keyworker.delivery.door import SPARE, list_for_the_door
from keyworker.delivery.models import Attendance, ClientGroup, GroupPlace, GroupSession, How, ServiceProvided
from keyworker.people.actions import set_safety
from keyworker.people.models import CareTeamMember, Person, TimelineEntry

NOTE = "A quarrel about the window."


@pytest.fixture
def club(town):
    words = GroupWords(
        "Job club", town.staff(town.amina), 3, time(0), 90, town.today - timedelta(days=30), town.today.isoweekday()
    )
    return set_up_group(actor=town.amina, program=town.housing, words=words)


def joined(town, group, name, called="", **more):
    case = town.client_case(full_name=name, preferred_name=called)
    since = town.today - timedelta(days=8)
    return join_group(actor=town.amina, group=group, case=case, since=since, **more)


@pytest.fixture
def together(town, club):
    """Ottoline and Peregrine in one session, each with a remark; the session has a note."""
    places = [joined(town, club, "Ottoline Grubb"), joined(town, club, "Peregrine Vole")]
    told = SessionTold(town.today, time(0), 90, town.staff(town.amina), topic="Letters", note=NOTE)
    marks = [Mark(places[0], How.CAME, "Wept at noon."), Mark(places[1], How.MISSED, "Overslept badly.")]
    write_down_session(actor=town.amina, group=club, told=told, marks=marks)
    return places


OF_PEREGRINE = ("Peregrine", "Vole", "Overslept", NOTE, "2 of 3", "Letters")
PAGES = (
    "workspace:file", "workspace:timeline", "workspace:means", "workspace:file_papers", "delivery:contacts",
    "delivery:services", "delivery:work_for", "delivery:groups_of", "delivery:documents", "tasks:list",
    "visits:schedule",
)  # fmt: skip


def printed(paper):
    return "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(paper.content)).pages)


def rows_of(town, person):
    """Every row of the database that is this person's, as text."""
    for model in apps.get_models():
        if any(field.attname == "person_id" for field in model._meta.local_fields):
            for row in town.all(model, person_id=person):
                yield model._meta.label, json.dumps(model_to_dict(row), cls=DjangoJSONEncoder, default=str)


def told_of_another(town, page, person):
    """Where in somebody's file, on their papers, or in what is found by their name, a word of Peregrine stands."""
    browser = page(town.amina)
    texts = [(name, browser.get(reverse(name, args=[person])).content.decode()) for name in PAGES]
    paper = pypdf.PdfReader(
        io.BytesIO(browser.get(reverse("workspace:file_paper", args=[person, "case-plan"])).content)
    )
    texts.append(("paper", "".join(sheet.extract_text() for sheet in paper.pages)))
    texts.append(("search", browser.get(reverse("workspace:search"), {"q": "Ottoline"}).content.decode()))
    return [where for where, text in [*texts, *rows_of(town, person)] if any(word in text for word in OF_PEREGRINE)]


def test_a_file_says_not_a_word_of_anybody_else_in_the_group_and_one_that_did_would_be_found(town, page, together):
    mine, _other = together
    assert told_of_another(town, page, mine.person_id) == []
    with writing(town.amina):
        TimelineEntry(
            person_id=mine.person_id,
            program_id=mine.program_id,
            verb="delivery.group_came",
            needs="contact:view",
            actor_id=town.amina.id,
            actor_kind="staff",
            source_type="delivery.attendance",
            source_id=mine.pk,
            facts={"group": "Job club, with Peregrine"},
        ).save(force_insert=True)
    found = told_of_another(town, page, mine.person_id)
    assert "workspace:timeline" in found
    assert "people.TimelineEntry" in found


def test_the_note_of_a_session_is_read_on_the_sessions_own_page_by_those_who_lead_or_oversee_it(town, page, together):
    url = reverse("delivery:session", args=[together[0].group_id, town.today.isoformat()])
    for who in ("amina", "ben"):
        assert NOTE in page(getattr(town, who)).get(url).content.decode()
    for who in ("flo", "priya", "sam", "grace", "carl"):
        assert page(getattr(town, who)).get(url).status_code == 404
    group = page(town.ben).get(reverse("delivery:group", args=[together[0].group_id])).content.decode()
    assert "1 of 3" in group
    assert NOTE not in group


def test_a_worker_sets_up_a_group_puts_somebody_in_and_writes_down_a_session_in_one_form(town, page):
    browser, today = page(town.amina), town.today
    first = today - timedelta(days=14)
    sent = {
        "do": "new", "program_id": str(town.housing.pk), "name": "English at noon", "meets": "weekly",
        "weekday": today.isoweekday(), "at": "00:00", "minutes": "60", "from_on_day": first.day,
        "from_on_month": first.month, "from_on_year": first.year, "leader": str(town.amina.id), "places": "8",
        "units": "1", "unit": "hour",
    }  # fmt: skip
    refused = browser.post(reverse("delivery:groups"), {**sent, "co_leader": str(town.amina.id)})
    assert "Choose two different people" in refused.content.decode()
    browser.post(reverse("delivery:groups"), sent)
    group = town.find(ClientGroup, name="English at noon")
    case = town.client_case(full_name="Ottoline Grubb")
    day = {"join-since_day": first.day, "join-since_month": first.month, "join-since_year": first.year}
    url = reverse("delivery:group", args=[group.pk])
    browser.post(url, {"do": "join", "join-chosen": str(case.pk), **day})
    assert town.find(GroupPlace, group=group.pk).person_id == case.person_id
    assert "Not written down yet" in browser.get(url).content.decode()
    session = reverse("delivery:session", args=[group.pk, today.isoformat()])
    said = {
        "held": "yes",
        "at": "00:00",
        "minutes": "60",
        "led_by": str(town.amina.id),
        "version": "0",
        "topic": "Shops",
    }
    asked = browser.post(session, said).content.decode()
    assert "govuk-error-summary" in asked
    assert "Shops" in asked
    browser.post(session, {**said, "come_0": "came", "remark_0": "Asked much."})
    assert town.find(Attendance, session__group=group.pk).remark == "Asked much."
    stale = browser.post(session, {**said, "come_0": "missed", "remark_0": "Not there."})
    assert stale.status_code == 409
    page_now = stale.content.decode()
    assert "Not there." in page_now
    assert "Asked much." in page_now
    assert town.find(GroupSession, group=group.pk).version == 1
    unsaid = browser.post(session, {**said, "come_0": "missed", "version": "1"}).content.decode()
    assert 'href="#id_because"' in unsaid
    not_held = {**said, "held": "no", "not_held_because": "Snow.", "version": "1", "because": "It snowed."}
    browser.post(session, not_held)
    assert town.all(ServiceProvided, person=case.person_id, struck_at=None) == []
    for wrong in ("2026-13-40", "tomorrow", (today + timedelta(days=1)).isoformat()):
        assert browser.get(reverse("delivery:session", args=[group.pk, wrong])).status_code == 404


def test_from_their_file_somebody_is_put_into_a_group_that_is_full_and_no_number_is_told(town, page, together, club):
    joined(town, club, "Third Person")
    case = town.client_case(full_name="Waits Patiently")
    url, browser, today = reverse("delivery:groups_of", args=[case.person_id]), page(town.amina), town.today
    sent = {"chosen": str(club.pk), "since_day": today.day, "since_month": today.month, "since_year": today.year}
    told = browser.post(url, sent, follow=True).content.decode()
    assert "The group is full. They wait for a place." in told
    assert "Waits for a place" in told
    assert "3 of 3" not in told


def test_the_list_for_the_door_names_by_first_name_only_those_who_agreed_and_nobody_in_danger(town, page, club):
    joined(town, club, "Ottoline Grubb", "Otty", name_at_door=True)
    joined(town, club, "Peregrine Vole")
    hidden = joined(town, club, "Quentin Marsh", name_at_door=True)
    set_safety(
        actor=town.amina, person=town.find(Person, pk=hidden.person_id), address_protected=True, risk_if_contacted=""
    )
    url = reverse("delivery:group_sheet", args=[club.pk])
    body = printed(page(town.amina).get(url))
    assert "Otty" in body
    assert "Lista para firmar" in printed(page(town.amina).get(url, {"language": "es"}))
    for word in ("Grubb", "Ottoline", "Peregrine", "Quentin", "Job club", "Housing"):
        assert word not in body, word
    with reading(town.amina):
        assert list_for_the_door(town.amina, club) == ["Otty", *[""] * (2 + SPARE)]
    sealed = set_up_group(
        actor=town.grace,
        program=town.shelter,
        words=GroupWords("Tea", town.staff(town.grace), 2, time(10), 60, town.today, 1),
    )
    case = town.client_case(town.grace, town.shelter, full_name="Safe Here")
    join_group(actor=town.grace, group=sealed, case=case, since=town.today, name_at_door=True)
    url = reverse("delivery:group_sheet", args=[sealed.pk])
    assert "Safe" not in printed(page(town.grace).get(url))
    for who in (town.amina, town.ben, town.priya):
        assert page(who).get(url).status_code == 404


def test_the_calendar_shows_the_group_to_who_leads_it_and_the_phone_learns_neither_its_name_nor_anybodys(
    town, page, together
):
    body = page(town.amina).get(reverse("workspace:calendar")).content.decode()
    assert "Job club" in body
    assert "Job club" in page(town.amina).get(reverse("workspace:my_day")).content.decode()
    assert "Job club" not in page(town.sam).get(reverse("workspace:calendar")).content.decode()
    team = page(town.ben).get(reverse("workspace:calendar"), {"whose": "team"}).content.decode()
    assert "Job club" in team
    shown = page(town.amina).post(reverse("workspace:calendar_phone")).content.decode()
    address = next(part for part in shown.split('"') if part.endswith(".ics")) if ".ics" in shown else ""
    feed = page(None).get(address[address.index("/calendar") :]).content.decode()
    assert "Group session" in feed
    for word in ("Job club", "Ottoline", "Peregrine"):
        assert word not in feed


def test_who_loses_the_place_on_a_care_team_is_shown_nobody_of_them_and_writes_nothing_for_them(town, page, together):
    mine = together[0]
    for each in town.all(CareTeamMember, person=mine.person_id, staff=town.amina.id):
        with writing(town.ben):
            CareTeamMember.objects.policed().filter(pk=each.pk).update(until=each.since)
    body = page(town.amina).get(reverse("delivery:group", args=[mine.group_id])).content.decode()
    assert "Ottoline" not in body
    assert "1 more is in the group" in body
    session = page(town.amina).get(reverse("delivery:session", args=[mine.group_id, town.today.isoformat()]))
    assert "Ottoline" not in session.content.decode()
