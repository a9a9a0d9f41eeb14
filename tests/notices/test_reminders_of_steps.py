"""A step the client took on: whoever agreed to letters gets one with the worker's own reminder, while it stands."""

import email
from datetime import datetime, time, timedelta
from email import policy
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from keyworker.base.context import writing
from keyworker.base.models import change
from keyworker.consent.actions import withdraw_consent
from keyworker.consent.models import Consent
from keyworker.notices.jobs import send_what_is_due
from keyworker.notices.models import Notice
from keyworker.people.models import TimelineEntry
from keyworker.planning import actions as planning
from keyworker.planning.models import ActionStep, ServicePlan
from keyworker.tasks.actions import cancel_task, move_task
from keyworker.tasks.models import Task
from tests.notices.conftest import ROSA, came
from tests.planning.conftest import HOME, Planner

AMINAS_CLOCK = ZoneInfo("America/New_York")


@pytest.fixture
def agreed_plan(town, rosa):
    """Rosa gathers her pay slips by the day after tomorrow; she and Amina are reminded tomorrow."""
    planner = Planner(town)
    plan = planning.start_plan(actor=town.amina, case=rosa)
    goal = planning.add_goal(actor=town.amina, plan=plan, words=HOME)
    days = {"due_on": town.today + timedelta(days=2), "remind_on": town.today + timedelta(days=1)}
    for what, who in (("Gather pay slips", "client"), ("Call the landlord", "worker")):
        planning.add_step(actor=town.amina, goal=goal, words=planning.StepWords(what, who, **days))
    planner.sign(plan)
    planner.sign(plan, "worker")
    return town.find(ServicePlan, pk=plan.pk)


def hers(town, plan):
    return town.find(ActionStep, plan=plan, who="client")


def workers_own(town, plan):
    """The task by which Amina is reminded of it."""
    return town.find(Task, pk=hers(town, plan).reminder_id)


def letter_of(town, plan):
    return town.find(Notice, about=hers(town, plan).reminder_id)


def morning_comes(town, notice):
    with writing(town.amina):
        change(notice, next_try_at=notice.created_at)


def test_she_hears_that_morning_in_spanish_that_there_is_something_and_not_what(town, post, agreed_plan):
    notice = letter_of(town, agreed_plan)
    tomorrow = town.today + timedelta(days=1)
    assert notice.next_try_at == datetime.combine(tomorrow, time(9), AMINAS_CLOCK)
    send_what_is_due(0)
    assert came(post) == []
    morning_comes(town, notice)
    send_what_is_due(0)
    (raw,) = came(post)
    letter = email.message_from_string(raw, policy=policy.default)
    told = f"{letter['Subject']} {letter.get_content()}"
    assert letter["To"] == ROSA
    assert "hacer algo antes del" in told
    for secret in ("pay", "slip", "landlord", "Rosa", "Amina", "Harbor", "Housing", "http"):
        assert secret not in told
    assert town.find(TimelineEntry, verb="notices.reminded_of_step").needs == "plan:view"


def test_what_the_worker_does_reminds_nobody_else(town, agreed_plan):
    assert len(town.all(Notice, kind="step", person_id=agreed_plan.person_id)) == 1


@pytest.mark.parametrize("how", ["done", "dropped"])
def test_nobody_is_reminded_of_what_is_done_or_dropped(town, post, agreed_plan, how):
    notice, step = letter_of(town, agreed_plan), hers(town, agreed_plan)
    if how == "done":
        planning.finish_step(actor=town.amina, step=step)
    else:
        cancel_task(actor=town.amina, task=workers_own(town, agreed_plan), because="She told me herself.")
    morning_comes(town, notice)
    send_what_is_due(0)
    assert came(post) == []
    assert town.find(Notice, pk=notice.pk).state == "cancelled"


def test_moved_with_the_workers_reminder_it_goes_on_that_day_and_speaks_of_no_day_gone_by(town, agreed_plan):
    later = town.today + timedelta(days=5)
    move_task(actor=town.amina, task=workers_own(town, agreed_plan), due_on=later)
    notice = letter_of(town, agreed_plan)
    assert notice.next_try_at == datetime.combine(later, time(9), AMINAS_CLOCK)
    assert notice.happens_at.astimezone(AMINAS_CLOCK).date() == later


def test_a_new_version_that_keeps_the_step_keeps_its_one_letter(town, agreed_plan):
    before = letter_of(town, agreed_plan)
    planner = Planner(town)
    draft = planning.new_version(actor=town.amina, plan=agreed_plan)
    planner.sign(draft)
    planner.sign(town.find(ServicePlan, pk=draft.pk), "worker")
    (kept,) = town.all(Notice, kind="step", person_id=agreed_plan.person_id)
    assert kept.pk == before.pk


@pytest.mark.parametrize("changed", ["doer", "day"])
def test_a_new_version_that_says_otherwise_of_the_step_lets_the_old_letter_go(town, post, agreed_plan, changed):
    """Breaches: the step is another's of that name now, or for an earlier day; the reminder's words stay the same."""
    before, planner = letter_of(town, agreed_plan), Planner(town)
    draft = planning.new_version(actor=town.amina, plan=agreed_plan)
    step = hers(town, draft)
    days = {"due_on": step.due_on, "remind_on": step.remind_on}
    if changed == "doer":
        words = planning.StepWords(step.what, "family", "The client", **days)
    else:
        words = planning.StepWords(step.what, "client", **{**days, "due_on": step.remind_on})
    planning.change_step(actor=town.amina, step=step, words=words)
    planner.sign(draft)
    planner.sign(town.find(ServicePlan, pk=draft.pk), "worker")
    morning_comes(town, before)
    send_what_is_due(0)
    assert came(post) == []
    assert town.find(Notice, pk=before.pk).state == "cancelled"
    others = [each for each in town.all(Notice, kind="step", person_id=agreed_plan.person_id) if each.pk != before.pk]
    said = [each.happens_at.astimezone(AMINAS_CLOCK).date() for each in others]
    assert said == ([] if changed == "doer" else [step.remind_on])


def test_the_worker_sees_on_the_plan_that_the_letter_stayed_here_and_why(town, page, post, agreed_plan):
    plan = reverse("planning:plan", args=[agreed_plan.pk])
    assert "Waits for its time" in page(town.amina).get(plan).content.decode()
    withdraw_consent(actor=town.amina, consent=town.find(Consent, person=agreed_plan.person_id))
    morning_comes(town, letter_of(town, agreed_plan))
    shown = page(town.amina).get(plan).content.decode()
    assert "Leaves in a few minutes, when it is safe" in shown
    assert "Waits for its time" not in shown, "its time has come"
    send_what_is_due(0)
    shown = page(town.amina).get(plan).content.decode()
    assert "Reminder of a step they took on: Not sent" in shown
    assert "No consent to be in touch with them is in force." in shown
    assert came(post) == []
