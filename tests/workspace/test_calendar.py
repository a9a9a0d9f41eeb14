"""The calendar, and what of it a phone may know."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from keyworker.access.actions import end_place
from keyworker.access.models import DoorKey, DoorKind
from keyworker.base import clock
from keyworker.tasks.actions import set_task
from keyworker.visits.actions import cancel_visit, schedule_visit
from keyworker.visits.models import VisitKind

HOUR = timedelta(hours=1)
NAME = "Perpetua Quigg"
PLACE = "14 Hidden Lane"
URL = reverse("workspace:calendar")


@pytest.fixture
def noon():
    """A Wednesday, so that the days around it lie in its week and month."""
    with time_machine.travel(datetime(2026, 11, 18, 17, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def visit(town, noon):
    case = town.client_case(full_name=NAME, preferred_name="Perpetua")
    return schedule_visit(
        actor=town.amina,
        case=case,
        kind=VisitKind.IN_PERSON,
        starts_at=clock.now() + HOUR,
        lasts=HOUR,
        place=PLACE,
    )


def text(answer):
    return answer.content.decode()


def test_a_worker_sees_their_visits_and_what_is_due_by_day_week_and_month(town, visit, page):
    set_task(actor=town.amina, case=visit.case, what="Bring the forms", due_on=town.today + timedelta(days=1))
    for span, holds in (("day", False), ("week", True), ("month", True)):
        shown = text(page(town.amina).get(URL, {"span": span}))
        assert "Perpetua" in shown
        assert ("Bring the forms" in shown) is holds


def test_a_visit_called_off_is_gone(town, visit, page):
    cancel_visit(actor=town.amina, visit=visit, because="They are ill.")
    assert "Perpetua" not in text(page(town.amina).get(URL))


def test_a_day_that_is_none_counts_as_today(town, visit, page):
    for asked in ("", "2026-02-31", "9999-12-31", "0001-01-01", "tomorrow", "'; DROP"):
        for span in ("", "day", "decade"):
            assert "Perpetua" in text(page(town.amina).get(URL, {"on": asked, "span": span}))


@pytest.mark.parametrize("on", ["2000-01-01", "2100-12-31"])
@pytest.mark.parametrize("span", ["day", "week", "month"])
def test_the_first_and_the_last_day_of_all_can_be_looked_at(town, page, on, span):
    assert page(town.amina).get(URL, {"on": on, "span": span}).status_code == 200


def test_a_supervisor_sees_the_team_and_says_whose_each_visit_is(town, visit, page):
    assert "Perpetua" not in text(page(town.ben).get(URL))
    shown = text(page(town.ben).get(URL, {"whose": "team"}))
    assert "Perpetua" in shown
    assert "Amina Yusuf" in shown


def test_a_team_is_only_for_those_who_oversee_it(town, visit, page):
    for who in (town.sam, town.grace, town.carl):
        assert "Perpetua" not in text(page(who).get(URL, {"whose": "team"}))


def feed_of(worker, page):
    """The secret address of a worker's calendar, as the page shows it once."""
    shown = text(page(worker).post(reverse("workspace:calendar_phone")))
    return shown.partition('value="http://testserver')[2].partition('"')[0]


def events(address):
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_phone_learns_when_and_never_who_or_where(town, visit, page):
    set_task(actor=town.amina, case=visit.case, what="Call Perpetua's aunt", due_on=date(2026, 12, 24))
    address = feed_of(town.amina, page)
    mine = next(each for each in events(address) if str(visit.pk) in each["uid"])
    assert mine["dtstart"].dt == visit.starts_at.replace(microsecond=0)
    assert mine["summary"] == "Visit: In person"
    due = next(each for each in events(address) if each["dtstart"].dt == date(2026, 12, 24))
    assert "due" in due["summary"]
    told = Client().get(address).content.decode()
    for secret in (*NAME.split(), "aunt", "Hidden", "Lane", visit.case.number):
        assert secret not in told


def test_an_address_is_shown_once_and_only_its_hash_is_kept(town, page):
    token = feed_of(town.amina, page).split("/")[-1].removesuffix(".ics")
    assert token not in text(page(town.amina).get(reverse("workspace:calendar_phone")))
    key = town.find(DoorKey, kind=DoorKind.CALENDAR)
    assert token.encode() not in bytes(key.key_hash)


def test_a_new_address_ends_the_one_before_and_all_can_be_ended(town, page):
    first = feed_of(town.amina, page)
    second = feed_of(town.amina, page)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    page(town.amina).post(reverse("workspace:calendar_phone_end"))
    assert Client().get(second).status_code == 404


def test_the_calendar_of_somebody_who_left_tells_nothing(town, page):
    address = feed_of(town.amina, page)
    end_place(actor=town.priya, member=town.staff(town.amina))
    assert Client().get(address).status_code == 404


def test_a_guessed_address_and_one_for_another_door_open_nothing(town, page):
    token = feed_of(town.amina, page).split("/")[-1].removesuffix(".ics")
    for guess in (token[:-1], token + "A", "x", "harbor-house"):
        assert Client().get(reverse("workspace:calendar_feed", args=[guess])).status_code == 404


def test_a_worker_who_came_through_the_calendar_is_signed_in_nowhere(town, visit, page):
    browser = Client()
    browser.get(feed_of(town.amina, page))
    assert browser.get(URL).status_code == 302
    assert not browser.cookies
