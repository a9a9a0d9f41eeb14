"""A worker practises a video visit with themselves: in two tabs of one browser, and nothing is known of it."""

import pytest
from django.urls import reverse

from keyworker.audit.models import AuditEvent
from keyworker.visits.models import Participant, Seat, Signal, VideoRoom
from tests import database
from tests.browser import served
from tests.town import Town, signed_in
from tests.visits.calling import WATCHED, InACall, filming

__all__ = ["filming"]


class SecondTab(InACall):
    """Another tab of the same browser."""

    def __init__(self, first):
        self.house, self.complaints, self.context = first.house, first.complaints, first.context
        self.page = self.context.new_page()
        self.page.add_init_script(WATCHED)


def test_whoever_meets_people_by_video_may_practise_and_nobody_else(town, page):
    for address in ("visits:rehearsal", "visits:rehearsal_guest"):
        shown = page(town.amina).get(reverse(address))
        assert "You meet only yourself" in shown.content.decode()
        assert "data-say-url" not in shown.content.decode(), "it leads to no room"
        for who in (town.flo, town.priya, town.oskar):
            assert page(who).get(reverse(address)).status_code == 404
    assert reverse("visits:rehearsal") in page(town.amina).get(reverse("training:learning")).content.decode()
    assert reverse("visits:rehearsal") not in page(town.flo).get(reverse("training:learning")).content.decode()


@pytest.mark.journey
@pytest.mark.xdist_group("video")
def test_one_meets_oneself_in_two_tabs_and_nothing_of_it_is_written(django_db_setup, django_db_blocker, filming):
    with django_db_blocker.unblock(), served() as house:
        with database.using(house.database):
            town = Town()
            cookies = house.cookies_of(signed_in(town.amina))
            before = [len(town.all(model)) for model in (VideoRoom, Participant, Seat, Signal, AuditEvent)]
        worker = InACall(filming, house, *cookies)
        try:
            worker.page.goto(reverse("visits:rehearsal"))
            other = SecondTab(worker)
            other.page.goto(worker.page.get_attribute("main ol a", "href"))
            other.go_in()
            other.page.wait_for_selector('[data-part="heading-waiting"]')
            worker.go_in()
            worker.page.click('button[name="admit"]')
            worker.sees(1)
            other.sees(1)
            assert {tuple(each) for each in worker.ways()} == {("host", "host")}
            worker.picture("practice-visit")
            other.page.click('[data-part="hang-up"]')
            worker.page.wait_for_selector('[data-part="alone"]', state="visible")
            assert worker.complaints == []
        finally:
            worker.close()
        with database.using(house.database):
            after = [len(town.all(model)) for model in (VideoRoom, Participant, Seat, Signal, AuditEvent)]
        assert after == before
