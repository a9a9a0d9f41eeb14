"""Two stories: the review that changes the plan, and the exit with what follows it."""

import pytest

from keyworker.base.context import reading
from keyworker.planning import actions as planning
from keyworker.planning.models import Goal, ServicePlan
from keyworker.reviews import actions as reviews
from keyworker.reviews.models import Closure, FollowUp, PlanReview
from keyworker.tasks.actions import set_task
from tests import database
from tests.planning.conftest import Planner
from tests.town import Town

pytestmark = pytest.mark.journey


@pytest.fixture
def rosa(house):
    """Rosa Quintanilla, whose plan is agreed; a promise to her is still open. Her file's address and her case."""
    with database.using(house.database):
        town = Town()
        case = town.client_case(full_name="Rosa Quintanilla", preferred_name="Rosa")
        plan = Planner(town).agreed(case)
        goal = town.find(Goal, plan=plan.pk)
        with reading(town.amina):
            today = town.today
        planning.read_goal(actor=town.amina, goal=goal, said=planning.Said(3, today))
        set_task(actor=town.amina, case=case, what="Bring the bus pass", due_on=today)
        yield case


def find(house, model, **conditions):
    with database.using(house.database):
        return Town().find(model, **conditions)


def test_the_review_that_changes_the_plan(come_in, house, rosa):
    amina = come_in("amina")
    amina.open(f"/people/{rosa.person_id}/reviews/")
    amina.follow("Review the plan")
    amina.reads("Their words come first", "near the school")
    amina.write("What went well? Write it in their own words.", "I rang the landlord myself.")
    amina.write("What do we celebrate?", "You rang before anybody asked.")
    amina.choose("Where are they today, from 0 to 10?", "6")
    amina.write("What helped?", "My sister sat beside me.")
    amina.write("What stood in the way?", "The office closes at noon.")
    amina.choose("What becomes of this goal?", "Change it")
    amina.write("Has anything changed about the risk?", "He has moved to another town.")
    amina.visit.picture("review-1-beside-the-plan")
    amina.press("Save the review")
    amina.is_at(r"/plans/.*/edit/")
    amina.reads("the old one holds until this is signed")
    amina.visit.picture("review-2-the-new-version")
    draft = find(house, ServicePlan, case=rosa.pk, status="draft")
    amina.open(f"/plans/{draft.pk}/")
    amina.follow("Hand to Rosa to sign")
    amina.reads_heading("Rosa, this is your plan")
    assert find(house, PlanReview, case=rosa.pk).led_to == draft.number == 2
    again = come_in("ben")
    again.open(f"/people/{rosa.person_id}/reviews/")
    again.reads("I rang the landlord myself.", "My sister sat beside me.", "It led to plan 2.")
    again.visit.picture("review-3-in-the-file")


def test_the_exit_and_the_follow_up(come_in, house, rosa):
    amina = come_in("amina")
    amina.open(f"/cases/{rosa.pk}/exit-plan/")
    amina.write("How will we know that it can end?", "When I pay the rent by myself.")
    amina.write("Who and what will be there afterwards?", "My sister Luz.")
    amina.press("Save")
    amina.reads("When I pay the rent by myself.", "My sister Luz.")

    amina.follow("Close the case")
    amina.reads("1 task was promised and is not done.", "Mend this first.")
    amina.visit.picture("exit-1-something-is-open")
    with database.using(house.database):
        town = Town()
        closing = reviews.Closing("moved", town.today)
        with pytest.raises(Exception, match="promised"):
            reviews.close_case(actor=town.amina, case=town.find(type(rosa), pk=rosa.pk), closing=closing, knowing=True)

    ben = come_in("ben")
    ben.open(f"/cases/{rosa.pk}/close/")
    ben.write("What did they achieve? Write it in their own words.", "I have my own key.")
    ben.page.get_by_role("radio", name="They reached what they wanted").check()
    ben.page.get_by_role("radio", name="We met all together").check()
    ben.write("Who takes over?", "The library group")
    ben.tick("They agree that we ask, some weeks later, how they are")
    ben.tick("I know what is still open, and I want to close the case")
    ben.write("Why is it closed all the same?", "She has the bus pass already.")
    ben.press("Close the case")
    ben.reads("I have my own key.", "Closed although something was open:", "Print the summary for them")
    ben.visit.picture("exit-2-closed")
    held = find(house, Closure, case=rosa.pk)
    answer = ben.page.request.get(f"{house.address}/closures/{held.pk}/summary/?size=large")
    assert answer.ok

    asked = find(house, FollowUp, case=rosa.pk)
    amina.open(f"/follow-ups/{asked.pk}/")
    amina.reads("How is Rosa?")
    amina.page.get_by_role("radio", name="We spoke, and they manage").check()
    amina.page.get_by_role("radio", name="In person").check()
    amina.write("What did they say? Write it in their own words.", "The flat is warm.")
    amina.visit.picture("exit-3-how-are-you")
    amina.press("Save")
    amina.reads("Thank you for asking.")
    assert find(house, FollowUp, case=rosa.pk).words == "The flat is warm."
