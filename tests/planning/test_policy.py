"""Who may do what with whose plan."""

import pytest

from keyworker.access.permissions import Permission as P
from keyworker.access.sight import rows
from keyworker.accounts.models import User
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.people.actions import open_portal
from keyworker.people.models import Person
from keyworker.planning.models import ActionStep, Goal, PlanSignature, ServicePlan
from tests.planning.conftest import Planner

TABLE = [
    ("amina", P.PLAN_VIEW, True),
    ("amina", P.PLAN_WRITE, True),
    ("amina", P.PLAN_APPROVE, False),
    ("sam", P.PLAN_VIEW, False),
    ("ben", P.PLAN_VIEW, True),
    ("ben", P.PLAN_APPROVE, True),
    ("flo", P.PLAN_VIEW, False),
    ("grace", P.PLAN_VIEW, False),
    ("priya", P.PLAN_VIEW, False),
    ("oskar", P.PLAN_VIEW, False),
    ("carl", P.PLAN_VIEW, False),
]


@pytest.mark.parametrize(("who", "needs", "allowed"), TABLE)
@pytest.mark.parametrize("model", [ServicePlan, Goal, ActionStep, PlanSignature])
def test_who_sees_the_plan_of_aminas_client(planner, town, who, needs, allowed, model):
    plan = planner.agreed()
    actor = getattr(town, who)
    with reading(actor):
        found = rows(model, actor=actor, needs=needs).filter(person_id=plan.person_id)
        assert found.exists() is allowed


def test_the_client_reads_their_own_plan_and_nobody_elses(open_town):
    planner = Planner(open_town)
    plan, other = planner.agreed(), planner.agreed(open_town.client_case(full_name="Xavier Quill"))
    user = User.objects.create_user("rosa@example.test", "a-long-password-here")
    person = open_town.find(Person, pk=plan.person_id)
    account = open_portal(actor=open_town.amina, person=person, user=user)
    rosa = actors.client(agency_id=plan.agency_id, account_id=account.pk, person_id=plan.person_id)
    with reading(rosa):
        for model in (ServicePlan, Goal, ActionStep, PlanSignature):
            seen = rows(model, actor=rosa, needs=P.PLAN_VIEW)
            assert {row.person_id for row in seen} == {plan.person_id}
        assert not rows(ServicePlan, actor=rosa, needs=P.PLAN_VIEW).filter(pk=other.pk).exists()
        assert not rows(ServicePlan, actor=rosa, needs=P.PLAN_WRITE).exists()
