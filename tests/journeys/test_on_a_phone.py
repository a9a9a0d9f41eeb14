"""A worker on a small telephone: a file's parts stand in few groups, and a link is copied with one press."""

from datetime import timedelta

import pytest

from keyworker.base import clock
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind
from tests import database
from tests.browser import PHONE
from tests.town import Town


@pytest.fixture
def meeting(house):
    """A video visit of somebody new, planned for tomorrow."""
    with database.using(house.database):
        town = Town()
        case = town.client_case(full_name="Xanthippe Quill")
        starts_at = clock.now() + timedelta(days=1)
        return schedule_visit(
            actor=town.amina, case=case, kind=VisitKind.VIDEO, starts_at=starts_at, lasts=timedelta(hours=1)
        )


def shown(amina, named):
    return amina.page.get_by_role("navigation", name=named).get_by_role("link").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_parts_of_a_file_stand_in_groups_on_a_phone_and_all_of_them_at_a_desk(come_in, meeting, scripts):
    desk, phone = come_in("amina"), come_in("amina", viewport=PHONE, java_script_enabled=scripts)
    for amina in (desk, phone):
        amina.open(f"/people/{meeting.person_id}/")
    everything = shown(desk, "This file")
    assert phone.page.get_by_role("navigation", name="This file").bounding_box()["height"] < 120
    groups = shown(phone, "Parts of the file")
    found = []
    for group in groups:
        with phone.page.expect_navigation():
            phone.page.get_by_role("navigation", name="Parts of the file").get_by_role("link", name=group).click()
        assert phone.page.locator("[aria-current=true]").inner_text() == group
        found += shown(phone, "This file")
    assert sorted(found) == sorted(everything)


def test_a_link_is_copied_with_one_press_and_without_scripts_there_is_no_button(come_in, meeting):
    amina = come_in("amina", viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    plain = come_in("amina", viewport=PHONE, java_script_enabled=False)
    for each in (amina, plain):
        each.open(f"/visits/{meeting.pk}/people/")
        each.press("Make a link" if each is amina else "Make a new link")
    assert not plain.page.get_by_role("button", name="Copy the link").is_visible()
    amina.press_and_stay("Copy the link")
    amina.page.get_by_text("Copied.").wait_for()
    link = amina.page.locator("#their-link").inner_text()
    assert amina.page.evaluate("navigator.clipboard.readText()") == link
