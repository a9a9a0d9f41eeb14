"""Plans that tests begin with."""

import pytest

from keyworker.base.context import reading
from keyworker.planning import actions as planning
from keyworker.planning.models import Goal
from keyworker.planning.rules import Signing
from keyworker.planning.snapshots import digest, snapshot

HOME = planning.GoalWords(domain="housing", words="I want us to stay near the school.")


class Planner:
    """Writes and signs plans as Amina would."""

    def __init__(self, town):
        self.town = town

    def draft(self, case=None, **options):
        """A draft with one goal and a step for each of the worker and the client."""
        case = case or self.town.client_case(full_name="Rosa Delgado")
        actor = options.pop("actor", self.town.amina)
        plan = planning.start_plan(actor=actor, case=case)
        goal = planning.add_goal(actor=actor, plan=plan, words=HOME)
        planning.add_step(actor=actor, goal=goal, words=planning.StepWords("Call the landlord", "worker"))
        planning.add_step(actor=actor, goal=goal, words=planning.StepWords("Gather pay slips", "client"))
        return plan

    def goal(self, plan):
        return self.town.find(Goal, plan=plan)

    def digest(self, plan, actor=None):
        with reading(actor or self.town.amina):
            return digest(snapshot(plan, list(plan.goals.all()), list(plan.steps.all())))

    def sign(self, plan, signer="client", **changes):
        actor = changes.pop("actor", self.town.amina)
        seen = changes.pop("digest", None) or self.digest(plan, actor)
        signing = Signing(
            **{"signer": signer, "signer_name": "Rosa Delgado", "how": "typed", "digest": seen, **changes}
        )
        return planning.sign_plan(actor=actor, plan=plan, signing=signing)

    def agreed(self, case=None, **options):
        plan = self.draft(case, **options)
        self.sign(plan)
        self.sign(plan, "worker")
        return self.town.find(type(plan), pk=plan.pk)


@pytest.fixture
def planner(town):
    return Planner(town)
