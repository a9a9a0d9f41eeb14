"""A visit with its miles and its next step in one save; and the clock from a contact to its note, on every desk."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from keyworker.agencies.models import DistanceUnit, Program
from keyworker.base import clock
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.cases.models import Case
from keyworker.delivery import travel
from keyworker.delivery.actions import Draft, Happened, NextStep, record_contact, set_units, sign_draft
from keyworker.delivery.models import CaseContact, CaseNote, ContactKind, ContactOutcome
from keyworker.delivery.noting import note_clock
from keyworker.tasks.models import Task
from keyworker.workspace.actions import ProgramSettings, change_program
from keyworker.workspace.program_forms import settings_of
from tests.delivery.test_pages import day


def visit(town, case, days_ago=0, **more):
    ago = timedelta(days=days_ago) or timedelta(minutes=5)
    happened_at = clock.now() - ago
    happened = Happened(ContactKind.VISIT, ContactOutcome.REACHED, happened_at, **more)
    return record_contact(actor=town.amina, case=case, happened=happened)


def sent(town, **more):
    return {
        "kind": "visit", "outcome": "reached", "direction": "outgoing", "at": "00:01",
        **day("day", town.today - timedelta(days=1)), **more,
    }  # fmt: skip


def body(page, actor, name, *args):
    return page(actor).get(reverse(name, args=args)).content.decode()


@pytest.mark.parametrize("unit", ["mi", "km"])
@pytest.mark.parametrize("said", ["0.0", "0.1", "12.5", "99.9", "1999.9"])
def test_a_distance_is_kept_in_meters_and_shown_as_it_was_said(unit, said):
    assert travel.as_said(travel.in_meters(Decimal(said), unit), unit) == Decimal(said)


@pytest.mark.parametrize("said", ["-1", "NaN", "Infinity", "2000.1", "1.25"])
def test_a_distance_that_cannot_be_is_refused(said):
    assert not travel.may_be_travelled(Decimal(said))


def test_a_visit_its_miles_and_what_comes_next_are_one_save(town, page):
    case = town.client_case()
    due_on = town.today + timedelta(days=4)
    typed = sent(town, travel_minutes="35", distance="12.5", next_step="Bring the lease", **day("next_on", due_on))
    assert page(town.amina).post(reverse("delivery:contact", args=[case.person_id]), typed).status_code == 302
    (told,) = town.all(CaseContact, case=case)
    assert (told.distance_meters, told.distance_unit, told.travel_minutes) == (20117, "mi", 35)
    task = town.find(Task, case=case, what="Bring the lease")
    assert (task.due_on, task.source_id) == (due_on, told.pk)
    assert town.find(Case, pk=case.pk).next_step_on == due_on
    assert "12.5 mi" in body(page, town.amina, "delivery:contacts", case.person_id)


def test_an_agency_that_counts_kilometers_is_asked_for_them_and_what_was_said_in_miles_stays_so(town, page):
    case = town.client_case()
    visit(town, case, distance=Decimal(3))
    set_units(actor=town.priya, agency=town.agency(), currency="EUR", distance=DistanceUnit.KILOMETER)
    assert "How many kilometers" in body(page, town.amina, "delivery:contact", case.person_id)
    visit(town, case, distance=Decimal("3.5"))
    shown = body(page, town.amina, "delivery:contacts", case.person_id)
    assert "3 mi" in shown
    assert "3.5 km" in shown


@pytest.mark.parametrize(
    "typed",
    [{"next_step": "Bring the lease"}, {"distance": "-3"}, {"distance": "far"}, {"distance": "5000"},
     {"next_step": "", "next_on_day": "1", "next_on_month": "1", "next_on_year": "2199"}],
)  # fmt: skip
def test_half_a_next_step_or_an_impossible_way_keeps_nothing_and_loses_nothing(town, page, typed):
    case = town.client_case()
    data = sent(town, note="We read the lease aloud.", **typed)
    answer = page(town.amina).post(reverse("delivery:contact", args=[case.person_id]), data)
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()
    assert "We read the lease aloud." in answer.content.decode()
    assert town.all(CaseContact, case=case) == []
    assert town.all(CaseNote, case=case) == []


def test_a_next_step_on_a_day_that_has_passed_takes_the_whole_contact_back(town):
    case = town.client_case()
    happened = Happened(ContactKind.VISIT, ContactOutcome.REACHED, clock.now() - timedelta(minutes=5))
    for step in (NextStep("Bring the lease", town.today - timedelta(days=1)), NextStep(" ", town.today)):
        with pytest.raises(Refused):
            record_contact(actor=town.amina, case=case, happened=happened, note="We met.", next_step=step)
    assert town.all(CaseContact, case=case) == []
    assert town.all(CaseNote, case=case) == []


@pytest.mark.parametrize(
    ("noted_after", "today_after", "late"), [(None, 3, 0), (None, 4, 1), (None, 9, 6), (2, 9, 0), (5, 9, 2)]
)
def test_a_note_is_late_once_its_program_s_days_are_over(town_day, noted_after, today_after, late):
    noted_on = None if noted_after is None else town_day + timedelta(days=noted_after)
    clock_now = note_clock(town_day, within=3, noted_on=noted_on, today=town_day + timedelta(days=today_after))
    assert clock_now.days_late == late
    assert clock_now.due_on == town_day + timedelta(days=3)


@pytest.fixture
def town_day():
    return clock.today("America/New_York")


def let_notes_take(town, days):
    held = town.find(Program, pk=town.housing.pk)
    settings = ProgramSettings(**{**settings_of(held).values(), "note_within_days": days})
    change_program(actor=town.priya, program=held, settings=settings, seen=held.version)


def test_a_note_that_is_late_stands_on_every_desk_until_it_is_signed(town, page):
    case = town.client_case(full_name="Zebulon Tardy")
    told = visit(town, case, days_ago=5)
    tab, write = "delivery:contacts", f"{reverse('delivery:note', args=[case.person_id])}?about={told.pk}"
    assert "Note 2 days late" in body(page, town.amina, tab, case.person_id)
    assert write in body(page, town.amina, "workspace:my_day")
    overview = body(page, town.ben, "supervision:overview")
    assert "Notes not written in time" in overview
    assert "Zebulon Tardy" in overview
    let_notes_take(town, 10)
    assert "Note 2 days late" not in body(page, town.amina, tab, case.person_id)
    assert "Zebulon Tardy" not in body(page, town.ben, "supervision:overview")
    let_notes_take(town, 3)
    form = page(town.amina).get(write).content.decode()
    assert "About this contact:" in form
    typed = {
        "draft": new_id(),
        "seen": 0,
        "page": "tab",
        "category": "general",
        "text": "Late, but here.",
        "act": "sign",
    }
    address = reverse("delivery:note", args=[case.person_id])
    assert page(town.amina).post(address, {**typed, "about": told.pk}).status_code == 302
    assert town.find(CaseNote, contact=told).is_signed
    shown = body(page, town.amina, tab, case.person_id)
    assert "Note 2 days late" not in shown
    assert "The note was signed 5 days after the contact." in shown
    assert write not in body(page, town.amina, "workspace:my_day")
    assert "Zebulon Tardy" not in body(page, town.ben, "supervision:overview")


def test_a_call_nobody_answered_asks_for_no_note(town, page):
    case = town.client_case(full_name="Zebulon Tardy")
    tried = Happened(
        ContactKind.PHONE, ContactOutcome.ATTEMPTED, clock.now() - timedelta(days=9), why_failed="Rang out."
    )
    record_contact(actor=town.amina, case=case, happened=tried)
    assert "?about=" not in body(page, town.amina, "delivery:contacts", case.person_id)
    assert "Zebulon Tardy" not in body(page, town.ben, "supervision:overview")


def test_a_note_of_somebody_elses_contact_is_not_begun_from_this_file(town, page):
    told = visit(town, town.client_case())
    other = town.client_case(full_name="Zebulon Tardy")
    amina = page(town.amina)
    assert amina.get(f"{reverse('delivery:note', args=[other.person_id])}?about={told.pk}").status_code == 404
    sealed = town.client_case(town.grace, town.shelter)
    happened = Happened(ContactKind.VISIT, ContactOutcome.REACHED, clock.now() - timedelta(minutes=5))
    hidden = record_contact(actor=town.grace, case=sealed, happened=happened)
    assert amina.get(f"{reverse('delivery:note', args=[other.person_id])}?about={hidden.pk}").status_code == 404
    assert amina.get(f"{reverse('delivery:note', args=[other.person_id])}?about=nonsense").status_code == 200


def test_only_the_first_note_stops_the_clock(town):
    case = town.client_case()
    told = visit(town, case, days_ago=1)
    first = sign_draft(actor=town.amina, case=case, draft=Draft(new_id(), "We met.", contact=told))
    noted_at = town.find(CaseContact, pk=told.pk).noted_at
    assert noted_at == first.signed_at
    sign_draft(actor=town.amina, case=town.find(Case, pk=case.pk), draft=Draft(new_id(), "And more.", contact=told))
    assert town.find(CaseContact, pk=told.pk).noted_at == noted_at
