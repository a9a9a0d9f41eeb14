"""Cases that stand where reviews begin."""

from datetime import timedelta

import pytest

from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.cases.models import Case
from keyworker.planning.models import Goal, ServicePlan
from keyworker.reviews import actions as reviews
from keyworker.reviews.models import FollowUp, FollowUpOutcome
from tests.planning.conftest import Planner


class Worker:
    """Amina, who reviews and closes."""

    def __init__(self, town):
        self.town = town
        with reading(town.amina):
            self.today = workplace(town.amina).today

    def agreed_case(self, **who):
        """A case with an agreed plan of one goal."""
        plan = Planner(self.town).agreed(self.town.client_case(**{"full_name": "Rosa Delgado", **who}))
        return self.case(plan.case_id)

    def case(self, key):
        return self.town.find(Case, pk=key)

    def plan(self, case):
        return self.town.find(ServicePlan, case=case.pk, status="active")

    def goal_of(self, plan):
        return self.town.find(Goal, plan=plan.pk)

    def goal(self, case):
        return self.town.find(Goal, plan__case=case.pk)

    def review(self, case, reading_of_goal=4, **changes):
        given = {
            "reviewed_on": self.today,
            "what_went_well": "I called the landlord myself.",
            "next_review_on": self.today + timedelta(days=90),
            "readings": {self.goal(case).pk: reading_of_goal},
        }
        return reviews.record_review(actor=self.town.amina, case=case, review=reviews.Review(**{**given, **changes}))

    def close(self, case, knowing=True, **changes):
        given = {"reason": "goals-met", "closed_on": self.today, "achievements": "I have my own key."}
        given["follow_up_agreed"] = True
        closing = reviews.Closing(**{**given, **changes})
        return reviews.close_case(actor=self.town.amina, case=case, closing=closing, knowing=knowing)

    def follow_up(self, case):
        return self.town.find(FollowUp, case=case.pk, done_on=None)

    def ask(self, case, outcome="reached", **changes):
        return reviews.record_follow_up(
            actor=self.town.amina,
            follow_up=self.follow_up(case),
            outcome=FollowUpOutcome(outcome),
            **{"done_on": self.today, "still_well": True, "words": "The flat is warm.", **changes},
        )


@pytest.fixture
def worker(town):
    return Worker(town)
