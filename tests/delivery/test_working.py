"""Work that is not with the client counts beside contacts: in the file, for the worker, for the team."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.delivery.actions import Happened, Worked, note_case_work, note_program_work, record_contact
from keyworker.delivery.models import ContactKind, ContactOutcome, OtherWork, WorkKind
from keyworker.delivery.worked import my_work, team_work, work_for
from keyworker.people.models import Person


def report(town, **more):
    return replace(Worked(WorkKind.COURT, 90, town.today, "For the hearing"), **more)


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_it_stands_beside_contacts_in_the_file_and_the_trail_knows_only_minutes(town, page):
    case = town.client_case()
    visit = Happened(ContactKind.VISIT, ContactOutcome.REACHED, clock.now(), minutes=40, travel_minutes=20)
    record_contact(actor=town.amina, case=case, happened=visit)
    work = note_case_work(actor=town.amina, case=case, worked=report(town))
    address = reverse("delivery:work_for", args=[case.person_id])
    sent = {"kind": "calls", "minutes": "15", "what": "Rang the school", **dated("worked_on", town.today)}
    assert page(town.amina).post(address, sent).status_code == 302
    person = town.find(Person, pk=case.person_id)
    with reading(town.ben):
        written = work_for(town.ben, person)
    assert [(each.kind, each.minutes) for each in written.totals] == [("contact", 60), ("court", 90), ("calls", 15)]
    assert written.minutes == 165
    assert "For the hearing" in page(town.ben).get(address).content.decode()
    event = town.find(AuditEvent, verb="delivery.other_work", subject_id=work.pk)
    assert event.facts == {"minutes": 90}


def test_a_workers_month_and_the_teams_count_both_and_a_program_has_work_of_its_own(town, page):
    case, sam, since = town.client_case(), page(town.sam), town.today - timedelta(days=28)
    with reading(town.amina):
        of_the_town = {each.kind: each.minutes for each in my_work(town.amina, since=since).totals}
    mine = reverse("delivery:my_work")
    before = {"kind": "meeting", "minutes": "30", "whose": str(town.housing.pk), **dated("worked_on", town.today)}
    assert page(town.amina).post(mine, before).status_code == 302
    assert page(town.amina).post(mine, {**before, "whose": str(case.pk), "kind": "travel"}).status_code == 302
    work = town.find(OtherWork, kind="meeting", case=None)
    assert (work.person_id, work.program_id, work.minutes) == (None, town.housing.pk, 30)
    old = report(town, worked_on=town.today - timedelta(days=40))
    note_case_work(actor=town.amina, case=case, worked=old)
    with reading(town.amina):
        totals = {each.kind: each.minutes for each in my_work(town.amina, since=since).totals}
    assert (totals["meeting"], totals["travel"], totals.get("court")) == (30, of_the_town["travel"] + 30, None)
    with reading(town.ben):
        team = {each.name: each for each in team_work(town.ben, since=since)}
    assert team["Amina Yusuf"].beside >= 60
    assert team["Amina Yusuf"].with_clients == totals["contact"]
    assert "The team, in minutes" in page(town.ben).get(mine).content.decode()
    assert "The team, in minutes" not in sam.get(mine).content.decode()
    assert str(case.pk) not in sam.get(mine).content.decode()


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"minutes": 1441}, {"worked_on": 1}, {"worked_on": -100}])
def test_minutes_and_days_that_cannot_be_are_refused(town, wrong):
    case = town.client_case()
    if "worked_on" in wrong:
        wrong = {"worked_on": town.today + timedelta(days=wrong["worked_on"])}
    with pytest.raises(Refused):
        note_case_work(actor=town.amina, case=case, worked=report(town, **wrong))
    with pytest.raises(Refused):
        note_program_work(actor=town.amina, program=town.housing, worked=report(town, **wrong))
    assert town.all(OtherWork, case=case) == []


def test_strangers_the_sealed_and_the_neighbours_neither_count_nor_add(town, page):
    case = town.client_case(actor=town.grace, program=town.shelter)
    note_case_work(actor=town.grace, case=case, worked=report(town))
    note_program_work(actor=town.grace, program=town.shelter, worked=report(town, what="Shelter night plan"))
    for who in (town.amina, town.ben, town.flo, town.priya, town.carl):
        assert page(who).get(reverse("delivery:work_for", args=[case.person_id])).status_code in {403, 404}
        with pytest.raises(Absent):
            note_case_work(actor=who, case=case, worked=report(town))
        with pytest.raises(Absent):
            note_program_work(actor=who, program=town.shelter, worked=report(town))
    body = page(town.ben).get(reverse("delivery:my_work")).content.decode()
    assert "Shelter night plan" not in body
    assert "Grace" not in body
