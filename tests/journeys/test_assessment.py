"""A form of the house's own, from the spreadsheet to the plan: by phone in two sittings, an alert, and what changed."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from keyworker.assessment.models import Assessment, CriticalAnswer
from keyworker.cases.models import DutyTurn
from keyworker.people.models import Alert
from tests import database
from tests.town import Town

pytestmark = pytest.mark.journey
NAME = "Thessaly Brandywine"
TITLE = "How home is"
SURVEY = (
    ("type", "name", "label", "relevant", "required"),
    ("text", "helps", "What helps you at home?", "", ""),
    ("integer", "nights", "How many nights did you sleep badly last week?", "", "yes"),
    ("select_one safe", "safe", "Do you feel safe at home?", "", "yes"),
    ("text", "what", "What would have to be different?", "${safe} = 'no'", ""),
)
CHOICES = (("list_name", "name", "label"), ("safe", "yes", "Yes"), ("safe", "mostly", "Mostly"), ("safe", "no", "No"))


def test_a_house_brings_its_own_form_and_works_with_what_it_tells(house, come_in):
    thessaly = somebody_new(house)
    priya = come_in("priya")
    priya_brings_the_form_in(priya)
    priya_says_which_answer_calls_for_action(priya)

    amina = come_in("amina")
    amina_asks_by_phone_in_a_first_sitting(amina, thessaly)
    and_goes_on_where_they_stopped(amina, thessaly)
    the_alert_stands_at_once(amina, house, thessaly)
    ben_has_a_task(come_in("ben"))
    amina_finishes_and_keeps_what_helps(amina)
    some_weeks_later_they_ask_again(amina, thessaly)
    the_change_is_said_in_words(amina)
    what_is_hard_becomes_a_goal_and_what_helps_is_in_the_plan(amina, thessaly)


def somebody_new(house):
    """A client of Amina's; Ben is on duty."""
    with database.using(house.database):
        town = Town()
        assert town.find(DutyTurn, program=town.housing, ended_at=None)
        return f"/people/{town.client_case(full_name=NAME, preferred_name='Thessaly').person_id}"


def spreadsheet():
    book = openpyxl.Workbook()
    for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", (("form_title",), (TITLE,)))):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def priya_brings_the_form_in(priya):
    priya.open("/forms/bring-in/")
    file = {"name": "how-home-is.xlsx", "mimeType": "application/octet-stream", "buffer": spreadsheet()}
    priya.page.get_by_label("The form's file").set_input_files(file)
    priya.press("Look it over")
    priya.reads(TITLE)
    priya.visit.picture("assessment-1-brought-in")
    priya.press("Keep it and use it")
    priya.reads("In use")


def priya_says_which_answer_calls_for_action(priya):
    priya.follow("How we assess")
    priya.page.get_by_text("Mark an answer in a form").click()
    priya.follow(TITLE)
    priya.pick("Which question?", "Do you feel safe at home?")
    priya.press("Go on")
    priya.choose("Which answer calls for action?", "No")
    priya.write("What should whoever reads it do?", "Call today, from a safe number.")
    priya.press("Mark it")
    priya.reads("Call today, from a safe number.")


def begin(amina, thessaly):
    amina.open(f"{thessaly}/assessments/")
    amina.follow("Begin an assessment")
    amina.choose("Which one?", TITLE)
    amina.choose("How?", "By telephone")


def amina_asks_by_phone_in_a_first_sitting(amina, thessaly):
    begin(amina, thessaly)
    amina.write("Who else is there?", "Her sister")
    amina.press("Begin")
    amina.reads("By telephone", "with Her sister")
    amina.write("What helps you at home?", "My sister stays over on Fridays.")
    amina.press("Save and go on later")
    amina.reads("Saved. You can go on another time.")


def and_goes_on_where_they_stopped(amina, thessaly):
    amina.open(f"{thessaly}/assessments/")
    amina.follow(TITLE)
    amina.reads("1 of 3 questions answered", "You stopped here")
    amina.visit.picture("assessment-2-going-on")
    amina.write("How many nights did you sleep badly", "5")
    with amina.page.expect_response(lambda answer: answer.url.endswith("/draft/") and answer.ok):
        amina.choose("Do you feel safe at home?", "No")
        expect(amina.page.locator("#danger")).to_contain_text("Call today, from a safe number.")
        expect(amina.page.get_by_label("What would have to be different?")).to_be_visible()


def the_alert_stands_at_once(amina, house, thessaly):
    """Before anything is finished."""
    with database.using(house.database):
        town = Town()
        raised = town.find(CriticalAnswer, assessment__title=TITLE)
        assert town.find(Assessment, pk=raised.assessment_id).status == "in-progress"
        assert "safe number" in town.find(Alert, pk=raised.alert_id).text
    amina.page.reload()
    amina.reads("Ben Carter has the task: Talk with Thessaly about safety today")
    amina.visit.picture("assessment-3-danger")


def ben_has_a_task(ben):
    ben.open("/my-day/")
    ben.reads("Talk with Thessaly about safety today")


def amina_finishes_and_keeps_what_helps(amina):
    amina.write("What would have to be different?", "The lock on my door.")
    amina.press("Finish")
    row = amina.page.locator("dl > div", has_text="My sister stays over on Fridays.")
    row.get_by_role("button", name="It helps").click()
    amina.reads("Noted as what helps", "Kept: it helps")
    hard = amina.page.locator("dl > div", has_text="The lock on my door.")
    hard.get_by_role("button", name="It is hard").click()
    amina.reads("Noted as what is hard", "Kept: it is hard")
    amina.visit.picture("assessment-4-kept")


def some_weeks_later_they_ask_again(amina, thessaly):
    begin(amina, thessaly)
    amina.press("Begin")
    amina.write("What helps you at home?", "The new lock.")
    amina.write("How many nights did you sleep badly", "2")
    amina.choose("Do you feel safe at home?", "Yes")
    amina.press("Finish")
    amina.reads("The new lock.")


def the_change_is_said_in_words(amina):
    amina.page.get_by_text("Compare with:").locator("a").first.click()
    amina.reads_heading("Then and now")
    amina.reads("lower (−3)", "changed")
    amina.visit.picture("assessment-5-then-and-now")


def what_is_hard_becomes_a_goal_and_what_helps_is_in_the_plan(amina, thessaly):
    amina.open(f"{thessaly}/assessments/")
    with amina.page.expect_navigation():
        hard = amina.page.get_by_role("listitem").filter(has_text="The lock on my door.")
        hard.get_by_role("button", name="Make this a goal").click()
    expect(amina.page.get_by_label("What do they want?")).to_have_value("The lock on my door.")
    amina.tick("My sister stays over on Fridays.")
    amina.write("What do they want?", "I want to lock my own door.")
    amina.press("Save the goal")
    amina.open(f"{thessaly}/plan/")
    amina.follow("Go on writing")
    expect(amina.page.get_by_label("What already helps?")).to_have_value("My sister stays over on Fridays.")
    amina.reads("I want to lock my own door.")
    amina.visit.picture("assessment-6-in-the-plan")
