"""A draft that nobody signed may be thrown away; what is agreed stays, and the case keeps its next step."""

import pytest
from django.db import IntegrityError, connections, transaction
from django.urls import reverse

from keyworker.base.context import writing
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.people.models import TimelineEntry
from keyworker.planning import actions as planning
from keyworker.planning.models import ActionStep, Goal, ServicePlan


def test_a_draft_goes_with_its_goals_and_steps_and_the_story_says_so(planner, town):
    plan = planner.draft()
    planning.discard_draft_plan(actor=town.amina, plan=plan)
    assert town.find(ServicePlan, pk=plan.pk) is None
    assert town.find(Goal, plan_id=plan.pk) is None
    assert town.find(ActionStep, plan_id=plan.pk) is None
    assert town.find(TimelineEntry, verb="planning.draft_discarded", source_id=plan.pk) is not None
    assert town.find(Case, pk=plan.case_id).next_step_on is not None


def test_a_draft_that_the_client_signed_stays(planner, town):
    plan = planner.draft()
    planner.sign(plan)
    with pytest.raises(Refused):
        planning.discard_draft_plan(actor=town.amina, plan=plan)


def test_an_agreed_plan_stays_whoever_asks_the_database(planner, town):
    plan = planner.agreed()
    with pytest.raises(Refused):
        planning.discard_draft_plan(actor=town.amina, plan=plan)
    job = town.job()
    with (
        pytest.raises(IntegrityError),
        writing(job),
        transaction.atomic(),
        connections[job.alias].cursor() as cursor,
    ):
        cursor.execute("DELETE FROM planning_serviceplan WHERE id = %s", [plan.pk])


def test_it_is_asked_once_more_before_it_goes(planner, town, page):
    plan = planner.draft()
    amina, address = page(town.amina), reverse("planning:discard", args=[plan.pk])
    assert "Throw away the draft of plan 1?" in amina.get(address).content.decode()
    assert town.find(ServicePlan, pk=plan.pk) is not None
    assert amina.post(address)["Location"] == reverse("planning:plans", args=[plan.person_id])
    assert town.find(ServicePlan, pk=plan.pk) is None


def test_the_steps_of_the_path_lead_to_where_they_are_worked_on(town, page):
    case = town.client_case()
    body = page(town.amina).get(reverse("workspace:file", args=[case.person_id])).content.decode()
    assert f'class="kw-path__link" href="{reverse("consent:list", args=[case.person_id])}"' in body
