"""Sessions that would not end, doors that would not shut, and names that would have stood in addresses."""

from datetime import timedelta

import time_machine

from keyworker.accounts.models import User
from keyworker.base import clock
from keyworker.base.actor import client
from keyworker.people import actions as people


def test_a_session_ends_after_its_longest_time_however_busy_it_was(town, page):
    browser, begin = page(town.amina), clock.now()
    for minutes in range(0, 12 * 60, 10):
        with time_machine.travel(begin + timedelta(minutes=minutes), tick=False):
            assert browser.post("/session/keep/").status_code == 204
    with time_machine.travel(begin + timedelta(hours=12, minutes=5), tick=False):
        assert browser.post("/session/keep/").status_code == 401


def test_a_name_that_is_searched_for_stands_in_no_address(town, page):
    town.client_case(full_name="Rosalind Quartermain")
    browser = page(town.amina)
    shown = browser.get("/search/", {"q": "quarter"}).content.decode()
    assert "Rosalind" not in shown
    assert 'action="/search/"' in shown
    assert 'method="get"' not in shown.split('role="search"')[1].split("</form>")[0]
    assert "Rosalind" in browser.post("/search/", {"q": "quarter"}, follow=True).content.decode()


def test_a_search_from_another_site_finds_nothing(town):
    from tests.town import signed_in

    browser = signed_in(town.amina, enforce_csrf_checks=True)
    assert browser.post("/search/", {"q": "quarter"}).status_code == 403


def test_a_clients_door_that_is_shut_is_shut_at_once(open_town, page):
    person = open_town.client_case().person
    user = User.objects.create_user("odile@example.org", "a-long-enough-word")
    account = people.open_portal(actor=open_town.amina, person=person, user=user)
    me = client(agency_id=account.agency_id, account_id=account.pk, person_id=person.pk)
    browser = page(me)
    assert browser.get("/me/").status_code == 200
    people.close_portal(actor=open_town.amina, person=person)
    answer = browser.get("/me/")
    assert answer.status_code == 302
    assert answer["Location"] == "/o/"
