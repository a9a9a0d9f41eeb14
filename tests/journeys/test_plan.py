"""The plan: Amina writes it with Rosa, Ben sends it back and then approves it, and Rosa takes her copy home."""

import pytest
from django.db import transaction

from keyworker.base.context import reading
from keyworker.planning.actions import add_plan_template
from keyworker.planning.examples import HOUSING
from keyworker.planning.models import PlanTemplate
from keyworker.town.cast import PASSWORD
from tests import database
from tests.browser import PHONE
from tests.town import Town

pytestmark = pytest.mark.journey


@pytest.fixture
def case(house):
    """Rosa's open case, in a program that offers a template and whose supervisor signs each plan."""
    with database.using(house.database):
        town = Town()
        with transaction.atomic(), reading(town.job()):
            town.housing.supervisor_signs_plans = True
            town.housing.save(update_fields=["supervisor_signs_plans"])
        if town.find(PlanTemplate, program=town.housing, title=HOUSING.title) is None:
            add_plan_template(actor=town.priya, program=town.housing, words=HOUSING)
        yield town.client_case(full_name="Rosa Quintanilla", preferred_name="Rosa")


def add_goal(amina, words, area, horizon="Soon: something to reach in weeks or a few months"):
    amina.press("Add a goal")
    amina.write("What do they want? Use their own words.", words)
    amina.pick("Which part of life is it about?", area)
    amina.page.get_by_label(horizon).check()
    amina.press("Save the goal")


def draw(rosa):
    """A name, with a finger."""
    pad = rosa.page.locator("svg.kw-pad__sheet")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    rosa.page.mouse.move(box["x"] + 20, box["y"] + 30)
    rosa.page.mouse.down()
    for number in range(1, 12):
        rosa.page.mouse.move(box["x"] + 20 + number * 15, box["y"] + 30 + (number % 3) * 15)
    rosa.page.mouse.up()


def sign_as_rosa(amina):
    amina.follow("Hand to Rosa to sign")
    amina.reads_heading("Rosa, this is your plan")
    amina.page.get_by_label("I draw my name with my finger").check()
    draw(amina)
    amina.write("Your full name", "Rosa Quintanilla")
    amina.page.get_by_label("I have read this plan, or somebody read it to me. I agree with it.").check()
    amina.press("Sign my plan")
    amina.reads("give this back to Amina Yusuf")
    amina.follow("I am Amina Yusuf")
    amina.write("Password", PASSWORD)
    amina.press("Go on")


def sign_as_amina(amina):
    amina.page.get_by_label("I have read this plan and agree to do my part in it.").check()
    amina.press("Sign as Amina Yusuf")


def test_two_workers_the_client_and_the_supervisor_make_a_plan(come_in, case):
    amina = come_in("amina", viewport=PHONE)
    amina.open(f"/people/{case.person_id}/plan/")
    amina.follow("Begin the plan")
    amina.page.get_by_label(HOUSING.title).check()
    amina.press("Begin the plan")
    amina.reads("Questions to ask: Finding and keeping a home")

    add_goal(amina, "A house with a garden, one day.", "A place to live", "Later: where they want to be one day")
    amina.write("What will be done?", "Look at two places together")
    amina.page.get_by_label("The case manager", exact=True).check()
    amina.press("Save the step")
    add_goal(amina, "I want us to stay near the school.", "A place to live")
    amina.write("What will be done?", "Call the landlord on Elm Street")
    amina.page.get_by_label("The case manager", exact=True).check()
    amina.press("Save the step")

    up = amina.page.get_by_role("button", name="Move up")
    up.focus()
    with amina.page.expect_navigation():
        amina.page.keyboard.press("Enter")
    order = amina.page.locator("main section .kw-voice__words").all_inner_texts()
    assert ["school" in each for each in order] == [True, False]
    amina.visit.picture("plan-written")
    amina.press("Save and read the whole plan")
    plan = amina.page.url

    sign_as_rosa(amina)
    sign_as_amina(amina)
    amina.reads("Waiting for the supervisor to approve.")

    ben = come_in("ben")
    ben.open("/supervision/")
    ben.reads("Rosa")
    ben.open(f"{plan}approve/")
    ben.follow("Ask for changes first")
    ben.write("What should change?", "Who pays the deposit?")
    ben.press("Give it back to the case manager")

    amina.open(f"/people/{case.person_id}/tasks/")
    amina.reads("Change the plan: Who pays the deposit?")
    amina.open(f"{plan}edit/")
    amina.write("What does it cost, and who pays?", "900: 600 from the fund, 300 from Rosa.")
    amina.press("Save and read the whole plan")
    amina.reads("It needs to be signed again.")
    sign_as_rosa(amina)
    sign_as_amina(amina)

    ben.open(f"{plan}approve/")
    ben.reads("300 from Rosa")
    ben.page.get_by_label("I have read this plan and agree to do my part in it.").check()
    ben.press("Sign as Ben Carter")
    ben.reads("Agreed")

    amina.open(plan)
    amina.follow("Where are you today, from 0 to 10?")
    amina.page.get_by_label("4", exact=True).check()
    amina.press("Save")
    amina.reads("Where it stands, from 0 to 10")
    amina.visit.picture("plan-agreed")
    amina.follow("A copy to keep")
    amina.page.get_by_label("Easy to read").check()
    amina.page.get_by_label("Arabic").check()
    amina.visit.picture("plan-copy")
    copy = amina.page.context.request.get(f"{plan}copy.pdf?layout=easy&language=ar")
    assert copy.status == 200
