"""A program leaves steps of the path out: they go from its files, nothing is rewritten, and nobody falls through."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyworker.agencies.models import PathStep, Program
from keyworker.base import clock
from keyworker.base.decision import Refused
from keyworker.cases.models import Case, Step
from keyworker.delivery import actions as delivery
from keyworker.delivery.models import ContactKind, ContactOutcome
from keyworker.planning.actions import discard_draft_plan
from keyworker.planning.models import PlanStatus, ServicePlan
from keyworker.tasks.models import Task, TaskKind
from keyworker.workspace.actions import ProgramSettings, change_program
from keyworker.workspace.program_forms import settings_of
from tests.assessment.conftest import LESS, Assessor, answered
from tests.planning.conftest import Planner
from tests.reviews.conftest import Worker


def leave_out(town, *steps):
    held = town.find(Program, pk=town.housing.pk)
    wanted = ProgramSettings(**{**settings_of(held).values(), "left_out": tuple(steps)})
    return change_program(actor=town.priya, program=held, settings=wanted, seen=held.version)


def now(town, case):
    return town.find(Case, pk=case.pk)


def reach(town, case):
    happened = delivery.Happened(ContactKind.PHONE, ContactOutcome.REACHED, clock.now(), minutes=10)
    delivery.record_contact(actor=town.amina, case=now(town, case), happened=happened)


def tabs(page, town, case):
    return [tab["text"] for tab in page(town.amina).get(reverse("tasks:list", args=[case.person_id])).context["tabs"]]


def test_priya_says_in_the_browser_what_it_works_without_and_the_rest_follows(town, page):
    priya, address = page(town.priya), reverse("workspace:program", args=[town.housing.pk])
    form = priya.get(address).context["form"]
    given = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in given.items() if value not in (None, False, "")}
    assert priya.post(address, {**sent, "left_out": ["plan"]}).status_code == 302
    assert town.find(Program, pk=town.housing.pk).left_out == ["plan", "review", "risk"], "no reviews without plans"


def test_its_files_lead_to_no_step_it_works_without_but_to_what_was_begun_before(town, page):
    case, begun = town.client_case(), Planner(town).draft(town.client_case(full_name="Begun Before")).case
    assert {"Plan", "Assessments", "Referrals"} <= set(map(str, tabs(page, town, case)))
    leave_out(town, "assessment", "plan", "review", "referrals")
    shown = set(map(str, tabs(page, town, case)))
    assert not shown & {"Plan", "Assessments", "Referrals"}
    assert {"Contacts", "Reviews"} <= shown, "every case ends one day"
    kept = set(map(str, tabs(page, town, begun)))
    assert "Plan" in kept, "what was begun before stays within reach"
    assert "Referrals" not in kept
    overview = page(town.amina).get(reverse("workspace:file", args=[case.person_id]))
    assert [str(step["text"]) for step in overview.context["path"]] == [
        "Intake", "Working the plan", "Exit", "Follow-up",
    ]  # fmt: skip


def test_nothing_new_begins_there_and_a_first_contact_leads_to_the_work_itself(town):
    case = town.client_case()
    leave_out(town, "assessment", "plan", "review")
    reach(town, case)
    assert now(town, case).step == Step.DELIVERY
    assert [task.what for task in town.all(Task, case=case)] == ["Agree what comes next"]
    with pytest.raises(Refused, match="without plans"):
        Planner(town).draft(now(town, case))
    with pytest.raises(Refused, match="without assessments"):
        Assessor(town).begin(now(town, case))


def test_a_plan_is_agreed_without_a_review_and_a_review_that_was_planned_before_stays(town, page):
    worker = Worker(town)
    before = worker.agreed_case()
    leave_out(town, "review", "risk")
    after = worker.agreed_case(full_name="Newcomer Without")
    assert now(town, before).next_step_on is not None
    assert [task.kind for task in town.all(Task, case=before, kind=TaskKind.REVIEW)] == [TaskKind.REVIEW]
    assert town.all(Task, case=after, kind=TaskKind.REVIEW) == []
    assert now(town, after).next_step_on is not None
    assert town.find(ServicePlan, case=after, status=PlanStatus.ACTIVE).review_on is None
    with pytest.raises(Refused, match="without plan reviews"):
        worker.review(now(town, after))
    body = page(town.amina).get(reverse("reviews:list", args=[after.person_id])).content.decode()
    assert "Review the plan" not in body
    assert "Close the case" in body


def test_the_risk_is_not_asked_about_where_the_program_does_not(town, page):
    case = Worker(town).agreed_case()
    address = reverse("reviews:review", args=[case.pk])
    assert "Look at the risk again" in page(town.amina).get(address).content.decode()
    leave_out(town, "risk")
    assert "Look at the risk again" not in page(town.amina).get(address).content.decode()


def test_the_database_knows_no_reviews_without_plans(town):
    with pytest.raises(IntegrityError):
        leave_out(town, "plan")


def _assess(town, assessor, case):
    assessor.complete(assessor.begin(now(town, case)), answered(assessor.phq_9, LESS))


def _plan(town, assessor, case):
    Planner(town).agreed(now(town, case))


def _review(town, assessor, case):
    if town.find(ServicePlan, case=case, status=PlanStatus.ACTIVE):
        Worker(town).review(now(town, case))


def _throw_away(town, assessor, case):
    discard_draft_plan(actor=town.amina, plan=Planner(town).draft(now(town, case)))


DEEDS = {
    "reach": lambda town, assessor, case: reach(town, case),
    "assess": _assess,
    "plan": _plan,
    "review": _review,
    "throw away": _throw_away,
}


@pytest.fixture
def assessor(town):
    return Assessor(town)


@given(
    without=st.sets(st.sampled_from(list(PathStep))),
    later=st.sets(st.sampled_from(list(PathStep))),
    deeds=st.lists(st.sampled_from(list(DEEDS)), max_size=4),
    at=st.integers(0, 4),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_program_leaves_out_and_when_an_open_case_keeps_a_next_dated_step(
    town, assessor, without, later, deeds, at
):
    """The steps are chosen before the case opens, and chosen anew somewhere on its way."""
    before = transaction.savepoint()
    try:
        leave_out(town, *_whole(without))
        case = town.client_case(full_name="Property Person")
        reach(town, case)
        for place, deed in enumerate(deeds):
            if place == at:
                leave_out(town, *_whole(later))
            _try(town, assessor, case, deed)
            assert now(town, case).next_step_on is not None, (without, later, deeds[: place + 1])
    finally:
        transaction.savepoint_rollback(before)


def _whole(steps):
    follows = {PathStep.REVIEW, PathStep.RISK} if PathStep.PLAN in steps else set()
    return [step.value for step in PathStep if step in steps | follows]


def _try(town, assessor, case, deed):
    inside = transaction.savepoint()
    try:
        DEEDS[deed](town, assessor, case)
    except Refused:
        transaction.savepoint_rollback(inside)
