"""The worker who leaves: a colleague stands in, takes over, and nobody and nothing is forgotten."""

import re
from datetime import timedelta

import pytest

from keyworker.base import clock
from keyworker.base.ids import new_id
from keyworker.cases.models import Case
from keyworker.delivery import actions as delivery
from keyworker.tasks.actions import set_task
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind
from tests import database
from tests.journeys.doing import day_of
from tests.town import Town

pytestmark = pytest.mark.journey
NAMES = ("Sybilla Thornquist", "Cosimo Thornquist")
LEFT = "They all know that I go. Never call before noon."
HALF = "She said her uncle stands in front of the house again."


def test_amina_leaves_and_ben_carries_on_where_she_stopped(house, come_in):
    somebody_to_leave(house)
    ben = come_in("ben")
    amina_goes_on_leave_first(ben)
    ben_has_her_people_on_his_day(ben)
    ben_takes_over_what_she_carries(ben)
    priya_ends_aminas_place(come_in("priya"))
    ben_reads_what_she_left(ben)
    and_nothing_planned_is_lost(ben)


def somebody_to_leave(house):
    """Two of Amina's people, with a task in her name, a visit, and a note she has not signed."""
    with database.using(house.database):
        town = Town()
        for name in NAMES:
            case = town.client_case(full_name=name, preferred_name=name.split()[0])
        set_task(
            actor=town.amina, case=case, what="Bring the lease", due_on=town.today, assignee=town.staff(town.amina)
        )
        case = town.find(Case, pk=case.pk)
        schedule_visit(
            actor=town.amina,
            case=case,
            kind=VisitKind.PHONE,
            starts_at=clock.now() + timedelta(days=1),
            lasts=timedelta(hours=1),
        )
        delivery.save_draft(actor=town.amina, case=town.find(Case, pk=case.pk), draft=delivery.Draft(new_id(), HALF))


def amina_goes_on_leave_first(ben):
    ben.open("/supervision/")
    ben.follow("Who is away")
    ben.pick("In which program?", "Housing Support")
    ben.pick("Who is away?", "Amina Yusuf")
    today = Town().today
    day_of(ben, "From", today)
    day_of(ben, "Until", today + timedelta(days=7))
    ben.pick("Who looks after their people?", "Ben Carter")
    ben.press("Save")
    ben.reads("Ben Carter looks after Amina Yusuf's people.", "Can open the files")
    ben.visit.picture("leaver-1-away")


def ben_has_her_people_on_his_day(ben):
    ben.open("/my-day/")
    ben.reads("I stand in for their case manager", "Sybilla", "Bring the lease")
    ben.visit.picture("leaver-2-standing-in")


def ben_takes_over_what_she_carries(ben):
    ben.open("/supervision/")
    ben.follow("Hand over somebody's cases")
    ben.follow("Amina Yusuf")
    ben.reads("1 note is not signed yet")
    everyone = ben.page.get_by_label("Who takes all of them on?")
    everyone.select_option(value=next(each for each in options(everyone) if each[0].startswith("Ben Carter"))[1])
    ben.write("Why?", "Amina moves to another town.")
    ben.write("What should whoever takes over know first?", LEFT)
    ben.visit.picture("leaver-3-all-at-once")
    ben.press("Hand over")
    ben.reads("cases are handed over.")


def options(select):
    return [(each.inner_text(), each.get_attribute("value")) for each in select.locator("option").all()]


def priya_ends_aminas_place(priya):
    priya.open("/staff/")
    priya.follow(re.compile(r"They leave.*Amina Yusuf"))
    priya.press("End their place of work")
    priya.reads("Amina Yusuf no longer works here.")


def ben_reads_what_she_left(ben):
    ben.open("/my-day/")
    ben.reads("Read what was left for you with this case")
    ben.page.get_by_role("link", name="Cosimo").first.click()
    ben.follow("Read what was left for you")
    ben.reads(LEFT, HALF)
    ben.visit.picture("leaver-4-what-was-left")
    ben.press("I have read what was left for me")
    ben.reads("Noted. Now call them")


def and_nothing_planned_is_lost(ben):
    ben.open("/my-day/")
    ben.reads("Bring the lease")
    ben.open(f"/calendar/?on={(Town().today + timedelta(days=1)).isoformat()}&span=day")
    ben.reads("Cosimo")
