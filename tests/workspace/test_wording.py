"""A program's own words stand where its file is shown, in every language; counselling is where it is offered."""

from dataclasses import fields, replace
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Program
from keyworker.agencies.wording import PEOPLE, PLANS, SESSIONS, called, codes_of
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.base.models import change
from keyworker.delivery import actions as delivery
from keyworker.delivery.models import CaseContact, CaseNote, ContactKind, ContactOutcome
from keyworker.people import actions as people
from keyworker.people.models import Person
from keyworker.people.queries import identity
from keyworker.workspace.actions import change_agency, change_program
from keyworker.workspace.program_forms import settings_of
from tests.planning.conftest import Planner
from tests.planning.test_papers import copy_of, text_of

COUNSELLED = ContactKind.COUNSELLING.value


def works(town, **settings):
    """Housing, set up anew."""
    held = town.find(Program, pk=town.housing.pk)
    wanted = replace(settings_of(held), **settings)
    return change_program(actor=town.priya, program=held, settings=wanted, seen=held.version)


def says(people="", plan="", sessions=""):
    return SimpleNamespace(calls_people=people, calls_plan=plan, calls_sessions=sessions)


def test_programs_that_say_the_same_are_heard_and_else_the_agency():
    agency = says("client", "plan", "visit")
    both = called(agency, says("guest", "care-plan"), says("guest", "action-plan", "meeting"))
    assert (both.people, both.plan, both.session) == (PEOPLE["guest"], PLANS["plan"], SESSIONS["visit"])
    assert both.by(says("family", sessions="meeting")).session is SESSIONS["meeting"]
    assert called(agency, says(plan="plan"), says()).plan is PLANS["plan"]
    assert called(agency).people is PEOPLE["client"]


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_form_of_every_word_is_there_in_every_language(language):
    for words in (*PEOPLE.values(), *PLANS.values(), *SESSIONS.values()):
        for form in (getattr(words, each.name) for each in fields(words)):
            with translation.override("en"):
                english = str(form)
            with translation.override(language):
                assert str(form) != english or english in {"plan"}


def test_priya_chooses_words_and_they_stand_on_the_file_the_papers_and_what_is_signed(town, page, monkeypatch):
    priya, address = page(town.priya), reverse("workspace:program", args=[town.housing.pk])
    form = priya.get(address).context["form"]
    given = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in given.items() if value not in (None, False, "")}
    chosen = {"calls_people": "guest", "calls_plan": "treatment-plan", "calls_sessions": "session"}
    bad = priya.post(address, {**sent, **chosen, "calls_plan": "the master plan"})
    assert bad.context["form"].errors["calls_plan"]
    assert priya.post(address, {**sent, **chosen}).status_code == 302
    plan = Planner(town).draft()
    amina = page(town.amina)
    body = amina.get(reverse("planning:plan", args=[plan.pk])).content.decode()
    assert ">Treatment plan" in body
    assert "The guest" in body
    assert "The client" not in body
    person = [plan.person_id]
    assert "Plan a session" in amina.get(reverse("delivery:contacts", args=person)).content.decode()
    assert "Plan the session" in amina.get(reverse("visits:schedule", args=person)).content.decode()
    assert "Plan de tratamiento: Rosa Delgado" in text_of(copy_of(amina, plan, language="es"))
    with reading(town.amina):
        change(plan, language="es")
    signing = amina.get(reverse("planning:sign", args=[plan.pk])).content.decode()
    assert "Rosa Delgado, este es su plan de tratamiento" in signing
    assert "Firmar mi plan de tratamiento" in signing
    amina = page(town.amina)
    goal = Planner(town).goal(plan)
    amina.post(reverse("planning:step_new", args=[goal.pk]), {"what": "Visit the flat", "who": "client"})
    assert "The step is in the treatment plan." in amina.get(reverse("planning:plan", args=[plan.pk])).content.decode()
    paper = reverse("workspace:file_paper", args=[*person, "case-plan"])
    monkeypatch.setattr("keyworker.design.papers._maker", lambda: None)
    printed = amina.get(f"{paper}?language=es").content.decode()
    assert "Este es su plan de tratamiento." in printed
    assert "Plan de tratamiento 1: " in printed
    assert "Treatment plan</h2>" in amina.get(reverse("workspace:file_papers", args=person)).content.decode()


def test_the_agencys_words_are_there_for_programs_without_their_own(town, page):
    priya, address = page(town.priya), reverse("workspace:programs")
    sent = {
        "calls_people": "member", "calls_plan": "support-plan", "calls_sessions": "meeting",
        "answer_complaints_days": "20", "help_en": "Call 911.",
    }  # fmt: skip
    assert priya.post(address, {**sent, "calls_plan": ""}).context["form"].errors["calls_plan"]
    assert priya.post(address, sent).status_code == 302
    assert page(town.amina).post(address, {**sent, "calls_plan": "plan"}).status_code == 404
    assert town.find(Agency, slug="harbor-house").calls_plan == "support-plan"
    case = town.client_case()
    tabs = page(town.amina).get(reverse("tasks:list", args=[case.person_id])).context["tabs"]
    assert "Support plan" in [tab["text"] for tab in tabs]
    works(town, calls_plan="care-plan")
    tabs = page(town.amina).get(reverse("tasks:list", args=[case.person_id])).context["tabs"]
    assert "Care plan" in [tab["text"] for tab in tabs]


def test_whom_to_call_in_danger_is_said_by_priya_and_read_first_in_each_language(open_town, page):
    town, address = open_town, reverse("workspace:programs")
    account = people.open_portal(
        actor=town.amina, person=town.client_case().person, user=User.objects.create_user("r@p.example")
    )
    me = actors.client(agency_id=town.amina.agency_id, account_id=account.pk, person_id=account.person_id)
    usual = {"calls_people": "client", "calls_plan": "plan", "calls_sessions": "visit", "answer_complaints_days": "20"}
    without = page(town.priya).post(address, {**usual, "help_en": "", "help_es": "Llame al 112."})
    assert without.context["form"].errors["help_en"]
    assert "Llame al 112." in without.content.decode()
    said = {"help_en": "Call 112.", "help_es": "Llame al 112.", "help_ar": ""}
    assert page(town.priya).post(address, {**usual, **said}).status_code == 302

    def read(path, language, who=None):
        return page(who).get(path, HTTP_ACCEPT_LANGUAGE=language).content.decode()

    door, form = reverse("portal:home"), reverse("portal:refer", args=["harbor-house"])
    assert "Llame al 112." in read(door, "es", me)
    assert "Call 112." in read(door, "ar", me)
    assert "Llame al 112." in read(form, "es-MX")
    assert "Call 112." in read(form, "en")
    trail = town.find(AuditEvent, verb="workspace.agency_changed").facts
    assert trail["help"] == ["en", "es", "ar"]
    assert "112" not in str(trail)


def test_an_administrator_hears_that_nobody_said_whom_to_call(town, page):
    silent, address = "Nobody has said yet whom your clients call in danger", reverse("workspace:programs")
    assert silent not in page(town.priya).get(address).content.decode()
    agency = town.agency()
    change_agency(
        actor=town.priya, agency=agency, words=codes_of(agency), answer_complaints_days=20, help_now={"en": ""}
    )
    assert silent in page(town.priya).get(address).content.decode()


def test_the_words_of_a_sealed_program_never_tell_that_it_serves_somebody(town):
    """Housing says care plan, the shelter support plan: were its word counted, housing would fall back on "plan"."""
    works(town, calls_plan="care-plan")
    person, grace = town.find(Person, pk=town.client_case().person_id), town.staff(town.grace)
    people.add_to_care_team(actor=town.job(), person=person, program=town.shelter, staff=grace, because="hides here")
    with reading(town.grace):
        assert identity(town.grace, person).called.plan is PLANS["support-plan"]
    with reading(town.amina):
        assert identity(town.amina, person).called.plan is PLANS["care-plan"]


def test_the_database_knows_only_words_of_the_lists(town):
    held = town.find(Program, pk=town.housing.pk)
    with pytest.raises(IntegrityError), transaction.atomic(), reading(town.priya):
        change(held, calls_people="case load")


# --- counselling --------------------------------------------------------------------------------------------------


def counselled(**changes):
    return replace(delivery.Happened(ContactKind.COUNSELLING, ContactOutcome.REACHED, clock.now()), **changes)


def test_counselling_is_neither_offered_nor_recorded_where_the_program_does_not_offer_it(town, page):
    case, amina = town.client_case(), page(town.amina)
    address = reverse("delivery:contact", args=[case.person_id])
    assert COUNSELLED not in dict(amina.get(address).context["form"].fields["kind"].choices)
    now = timezone.localtime(clock.now())
    sent = {
        "kind": COUNSELLED, "outcome": "reached", "direction": "outgoing", "at": "00:00", "note": "We talked.",
        "day_0": now.day, "day_1": now.month, "day_2": now.year,
    }  # fmt: skip
    refused = amina.post(address, sent)
    assert refused.context["form"].errors["kind"]
    assert "We talked." in refused.content.decode()
    with pytest.raises(Refused, match="offers no counselling"):
        delivery.record_contact(actor=town.amina, case=case, happened=counselled())
    assert town.all(CaseContact, person=case.person_id) == []


def test_a_counselling_program_records_sessions_whose_notes_begin_in_parts_for_its_team_alone(town, page):
    works(town, counselling=True)
    case, amina = town.client_case(), page(town.amina)
    contact_page = amina.get(reverse("delivery:contact", args=[case.person_id]))
    assert COUNSELLED in dict(contact_page.context["form"].fields["kind"].choices)
    held = delivery.record_contact(actor=town.amina, case=case, happened=counselled())
    note_page = amina.get(reverse("delivery:note", args=[case.person_id]), {"about": held.pk})
    assert "part_assessment" in note_page.context["form"].fields
    assert note_page.context["layout"] == "dap"
    shown = amina.get(reverse("workspace:timeline", args=[case.person_id])).content.decode()
    assert "held a counselling session" in shown
    note = delivery.sign_draft(actor=town.amina, case=case, draft=delivery.Draft(new_id(), "Nights.", contact=held))
    for who, reads in (("amina", True), ("ben", True), ("sam", False), ("flo", False), ("priya", False)):
        with reading(getattr(town, who)):
            found = rows(CaseNote, actor=getattr(town, who), needs=Permission.NOTE_VIEW).filter(pk=note.pk)
            assert found.exists() is reads
