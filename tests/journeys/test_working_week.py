"""The working week: on a phone between two doors, a desk in the middle, and a supervisor who sees what is late."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format
from playwright.sync_api import expect

from keyworker.tasks.actions import Doing, set_task
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind
from tests import database
from tests.browser import PHONE
from tests.journeys.doing import day_of
from tests.town import Town

pytestmark = pytest.mark.journey
NAME, CALLED = "Perpetua Lindqvist", "Perpetua"
AT_THE_DOOR = "Nobody opened. The light was on in the kitchen."
HERS = "I want to stay in the street where my mother lives."
RING = "Ring her on the day the rent is due"


def test_amina_gets_through_her_week_and_ben_sees_what_she_could_not_do(house, come_in):
    somebody_with_something_late(house)
    amina = come_in("amina", viewport=PHONE)
    monday_begins_with_what_is_late(amina)
    and_a_door_that_stays_shut(amina)
    tuesday_a_task_begins_that_comes_every_week(amina)
    and_two_visits_do_not_fit_into_one_morning(amina)
    wednesday_they_sit_together_and_decide(amina)
    thursday_she_writes_it_up_in_an_order_others_can_read(amina)
    friday_ben_sees_what_is_important_and_late(come_in("ben"))
    and_her_week_stands_in_the_calendar(amina)


def tomorrow():
    return Town().today + timedelta(days=1)


def somebody_with_something_late(house):
    with database.using(house.database):
        town = Town()
        case = town.client_case(full_name=NAME, preferred_name=CALLED)
        schedule_visit(
            actor=town.amina, case=case, kind=VisitKind.IN_PERSON, lasts=timedelta(hours=1),
            starts_at=datetime.combine(tomorrow(), time(10), ZoneInfo("America/New_York")),
        )  # fmt: skip
        set_task(
            actor=town.amina, case=case, what="Take her to the rent tribunal", due_on=town.today - timedelta(days=5),
            doing=Doing(important=True),
        )  # fmt: skip


def monday_begins_with_what_is_late(amina):
    amina.open("/my-day/")
    amina.reads(CALLED, "Take her to the rent tribunal", "late")
    amina.visit.picture("week-1-my-day")
    amina.page.get_by_role("link", name=CALLED).first.click()
    amina.reads_heading(CALLED)


def and_a_door_that_stays_shut(amina):
    """What was tried counts, too: it stands in the file with the reason, and the next step comes with it."""
    amina.tab("Contacts")
    amina.follow("Record a contact")
    amina.choose("How?", "In person")
    amina.choose("How did it go?", "We tried, but did not reach them")
    amina.write("What happened?", AT_THE_DOOR)
    amina.write("What is to be done next?", "Put a card through the door")
    day_of(amina, "By when?", tomorrow())
    amina.visit.picture("week-2-shut-door")
    amina.press("Put it in the file")
    amina.reads(AT_THE_DOOR, "Not reached")


def tuesday_a_task_begins_that_comes_every_week(amina):
    amina.tab("Tasks")
    amina.reads("Put a card through the door")
    amina.follow("Set a task")
    amina.write("What is to be done?", RING)
    day_of(amina, "By when?", Town().today)
    amina.choose("Does it come again?", "Yes, again and again")
    amina.visit.picture("week-3-again")
    amina.press("Set the task")
    amina.press(f"Mark done: {RING}")
    amina.tab("Tasks")
    amina.visit.picture("week-4-comes-again")
    expect(amina.page.get_by_role("button", name=f"Mark done: {RING}")).to_be_visible()
    amina.reads(date_format(Town().today + timedelta(days=7)))


def and_two_visits_do_not_fit_into_one_morning(amina):
    """One is at ten already. The second is warned of and may still be agreed."""
    amina.tab("Contacts")
    amina.more("Plan a visit")
    amina.choose("How do you meet?", "In person")
    day_of(amina, "Which day?", tomorrow())
    amina.write("At what time?", "10:15")
    amina.press_and_stay("Plan the visit")
    amina.reads("There is something at that time already")
    amina.visit.picture("week-5-overlap")
    amina.press("Plan it all the same")


def wednesday_they_sit_together_and_decide(amina):
    amina.tab("Contacts")
    amina.more("Case conferences")
    amina.follow("Record a case conference")
    amina.choose("Did they take part?", "They took part")
    amina.write("What do they want, and what do they think?", HERS)
    amina.write("What was it about?", "Where she can live")
    amina.write("What was discussed?", "The tribunal, her mother, and what the rent may cost.")
    amina.press("Put it in the file")
    amina.write("What was decided?", "Ask the tribunal for more time")
    amina.choose("Who does it?", "A worker")
    day_of(amina, "By when?", tomorrow())
    amina.visit.picture("week-6-decided")
    amina.press("Add the decision")
    amina.reads("Ask the tribunal for more time")
    amina.tab("Tasks")
    amina.reads("Ask the tribunal for more time")


def thursday_she_writes_it_up_in_an_order_others_can_read(amina):
    amina.tab("Contacts")
    amina.more("Write a note")
    amina.page.get_by_text("Lay it out in another way").click()
    amina.pick("Layout", "SOAP: subjective, objective, assessment, plan")
    amina.press_and_stay("Use this layout")
    amina.write("Subjective", HERS)
    amina.write("Objective", "She brought the letter, folded twice.")
    amina.visit.picture("week-7-soap")
    amina.press("Sign the note")
    amina.reads(HERS, "Objective")


def friday_ben_sees_what_is_important_and_late(ben):
    ben.open("/supervision/")
    ben.reads("Take her to the rent tribunal", CALLED)
    ben.visit.picture("week-8-late")


def and_her_week_stands_in_the_calendar(amina):
    amina.open(f"/calendar/?on={tomorrow().isoformat()}&span=week")
    amina.reads(CALLED)
    amina.visit.picture("week-9-calendar")
