"""Whatever is tried on a signed plan, in whatever order, it still says what was signed."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.planning import actions as planning
from keyworker.planning.models import ActionStep, Goal, ServicePlan
from tests.planning.conftest import HOME

OPEN_FIELDS = {ServicePlan: {"status", "review_on"}, Goal: {"progress", "status"}, ActionStep: {"done_at", "task"}}


@pytest.fixture
def signed(planner, town):
    plan = planner.agreed()
    return plan, planner.goal(plan), town.find(ActionStep, plan=plan)


def attempts(town, plan, goal, step):
    """All that a worker, or a careless developer, could try."""
    yield lambda: planning.save_plan(actor=town.amina, plan=plan, words=planning.PlanWords("rewritten"))
    yield lambda: planning.add_goal(actor=town.amina, plan=plan, words=HOME)
    yield lambda: planning.change_goal(actor=town.amina, goal=goal, words=planning.GoalWords("work", "rewritten"))
    yield lambda: planning.remove_goal(actor=town.amina, goal=goal)
    yield lambda: planning.add_step(actor=town.amina, goal=goal, words=planning.StepWords("rewritten"))
    yield lambda: planning.change_step(actor=town.amina, step=step, words=planning.StepWords("rewritten"))
    yield lambda: planning.remove_step(actor=town.amina, step=step)
    yield lambda: planning.finish_step(actor=town.amina, step=step)
    yield lambda: planning.new_version(actor=town.amina, plan=plan)
    for record in (plan, goal, step):
        for field in record._meta.local_fields:
            if field.get_internal_type() in {"TextField", "CharField"} and field.name not in OPEN_FIELDS[type(record)]:
                yield lambda record=record, name=field.name: write(town, record, name)
        yield lambda record=record: erase(town, record)


def write(town, record, name):
    with transaction.atomic(), reading(town.amina):
        record._meta.model._base_manager.filter(pk=record.pk).update(**{name: "x"})


def erase(town, record):
    with transaction.atomic(), reading(town.amina):
        record._meta.model._base_manager.filter(pk=record.pk).delete()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_a_signed_plan_never_changes(signed, planner, town, data):
    plan, goal, step = signed
    tries = list(attempts(town, plan, goal, step))
    for number in data.draw(st.lists(st.integers(0, len(tries) - 1), min_size=1, max_size=6)):
        with suppress(Refused, IntegrityError, ProgrammingError):
            tries[number]()
    assert planner.digest(plan) == town.find(ServicePlan, pk=plan.pk).digest
