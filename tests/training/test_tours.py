"""A short tour over one's own pages: moved on by buttons, kept in the session, changing nothing."""

import re

import pytest
from django.urls import reverse

from keyworker.access.handing_over import HANDED_OVER
from keyworker.access.roles import Role
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.people.models import PortalAccount
from keyworker.training.tours.own import AT_THEIR_OWN_PAGE
from keyworker.training.tours.steps import TOURS
from tests.town import signed_in

GUIDES = {
    Role.CASE_MANAGER: "amina",
    Role.INTAKE_WORKER: "flo",
    Role.SUPERVISOR: "ben",
    Role.AGENCY_ADMINISTRATOR: "priya",
}


def banner(page):
    found = re.search(r"Step (\d) of (\d): ([^<]+)</h2>", " ".join(page.split()).replace("> ", ">").replace(" <", "<"))
    return found and (int(found[1]), int(found[2]), found[3].strip())


def a_client(town):
    """Rosa has a page of her own in the town."""
    account = town.find(PortalAccount, person__full_name__startswith="Rosa", beside=False)
    return actors.client(agency_id=town.amina.agency_id, account_id=account.pk, person_id=account.person_id)


@pytest.mark.parametrize(("role", "who"), GUIDES.items(), ids=str)
def test_a_tour_leads_over_pages_that_open_for_whoever_has_the_role(town, page, role, who):
    browser, address = page(getattr(town, who)), reverse("training:tour")
    assert f'value="{role.value}"' in browser.get(address).content.decode()
    onward = browser.post(address, {"tour": role.value, "do": "again"})
    for number, step in enumerate(TOURS[role], start=1):
        shown = browser.get(onward["Location"])
        assert shown.status_code == 200
        assert shown.request["PATH_INFO"] == reverse(step.page)
        assert banner(shown.content.decode()) == (number, len(TOURS[role]), str(step.title))
        onward = browser.post(address, {"tour": role.value, "do": "next"})
    assert onward["Location"] == address
    assert banner(browser.get(reverse(TOURS[role][0].page)).content.decode()) is None


def test_it_is_stopped_and_gone_on_with_later_and_steps_back_no_further_than_the_first(town, page):
    browser, address = page(town.amina), reverse("training:tour")
    for said in ("again", "next", "next", "stop"):
        browser.post(address, {"tour": "case-manager", "do": said})
    assert banner(browser.get(reverse("workspace:calendar")).content.decode()) is None
    assert "Go on at step 3" in browser.get(address).content.decode()
    assert browser.post(address, {"tour": "case-manager", "do": "go"})["Location"] == reverse("workspace:calendar")
    elsewhere = browser.get(reverse("workspace:my_day")).content.decode()
    assert banner(elsewhere)[0] == 3
    assert "Go on with the tour" in elsewhere
    for _number in range(5):
        onward = browser.post(address, {"tour": "case-manager", "do": "back"})
    assert onward["Location"] == reverse("workspace:my_day")
    odd = browser.post(address, {"tour": "case-manager", "do": "witchcraft"})
    assert odd["Location"] == reverse("workspace:my_day")


def test_nobody_takes_the_tour_of_a_role_they_do_not_hold_and_the_trail_knows_of_none(town, page):
    before = len(town.all(AuditEvent))
    browser, address = page(town.flo), reverse("training:tour")
    for tour in ("supervisor", "client", "auditor", "", "witchcraft"):
        assert browser.post(address, {"tour": tour, "do": "again"}).status_code == 404
    assert "There is no tour for what you do here." in page(town.oskar).get(address).content.decode()
    browser.post(address, {"tour": "intake-worker", "do": "again"})
    assert len(town.all(AuditEvent)) == before


@pytest.mark.usefixtures("open_town")
def test_a_client_is_shown_around_their_own_page_and_nothing_of_staffs(open_town):
    browser, address = signed_in(a_client(open_town)), reverse("portal:tour")
    assert "Show me around" in browser.get(reverse("portal:home")).content.decode()
    assert browser.get(address).status_code == 405
    onward = browser.post(address, {"do": "go"})
    for number, step in enumerate(AT_THEIR_OWN_PAGE, start=1):
        assert onward["Location"] == reverse(step.page)
        shown = browser.get(onward["Location"]).content.decode()
        assert banner(shown) == (number, len(AT_THEIR_OWN_PAGE), str(step.title))
        onward = browser.post(address, {"do": "next"})
    assert onward["Location"] == reverse("portal:home")
    assert browser.post(reverse("training:tour"), {"tour": "case-manager", "do": "again"}).status_code in {302, 404}
    assert banner(browser.get(reverse("portal:home")).content.decode()) is None


def test_the_banner_is_gone_while_a_client_holds_the_workers_device(town, page):
    browser, person = page(town.amina), town.client_case().person_id
    browser.post(reverse("training:tour"), {"tour": "case-manager", "do": "again"})
    assert banner(browser.get(reverse("consent:rights", args=[person])).content.decode())[0] == 1
    theirs = browser.get(reverse("consent:sign_rights", args=[person]))
    assert theirs.status_code == 200
    assert HANDED_OVER in browser.session
    assert banner(theirs.content.decode()) is None
