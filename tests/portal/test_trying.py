"""A meeting by video, tried alone on one's own page: the door opens by itself, and nothing of it is kept anywhere."""

import pytest
from django.urls import reverse

from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.people import actions as people
from keyworker.people.models import PortalAccount
from keyworker.visits.models import Participant, Seat, Signal, VideoRoom
from tests import database
from tests.browser import served
from tests.town import Town, signed_in
from tests.visits.calling import InACall, filming

__all__ = ["filming"]
TRY = reverse("portal:try")
WRITTEN = (VideoRoom, Participant, Seat, Signal, AuditEvent)


def somebody(town):
    """Whoever has a page of their own, in plain words: no room, no link, nobody."""
    person = town.client_case(full_name="Wilhelmina Quist").person
    people.set_safety(
        actor=town.amina, person=person, address_protected=False, risk_if_contacted="", code_word="Jasmine"
    )
    account = people.enrol(actor=town.amina, person=person, enrolment=people.Enrolment("in-person", "Her plan"))
    return actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=person.pk)


def test_it_leads_to_no_room_and_calls_nobody(open_town, page):
    me = page(somebody(open_town))
    shown = me.get(TRY)
    words = shown.content.decode()
    assert "Nobody else sees or hears you. Nothing is kept." in words
    for leading_out in ("data-say-url", "data-stream-url", "Call me on the phone instead"):
        assert leading_out not in words
    assert "camera=(self)" in shown["Permissions-Policy"]
    assert TRY in me.get(reverse("portal:home")).content.decode()
    assert page(open_town.amina).get(TRY).status_code == 404
    assert page(None).get(TRY)["Location"] == reverse("portal:way_in")
    assert me.post(TRY).status_code == 405


@pytest.mark.journey
@pytest.mark.xdist_group("video")
def test_she_sees_herself_is_let_in_by_nobody_hangs_up_and_nothing_of_it_is_written(
    django_db_setup, django_db_blocker, filming
):
    with django_db_blocker.unblock(), served() as house:
        with database.using(house.database):
            town = Town()
            me = somebody(town)
            cookies = house.cookies_of(signed_in(me))
            before = [len(town.all(model)) for model in WRITTEN]
            assert town.find(PortalAccount, pk=me.id)
        hers = InACall(filming, house, *cookies)
        try:
            hers.page.goto(TRY)
            hers.go_in()
            hers.page.wait_for_selector('[data-part="heading-waiting"]')
            hers.page.wait_for_selector('[data-part="alone"]', state="visible")
            hers.page.wait_for_selector(".kw-call__self", state="visible")
            hers.picture("try-alone")
            hers.page.click('[data-part="microphone"]')
            hers.page.click('[data-part="hang-up"]')
            hers.page.wait_for_selector('[data-part="heading-left"]', state="visible")
            assert hers.complaints == []
        finally:
            hers.close()
        with database.using(house.database):
            assert [len(town.all(model)) for model in WRITTEN] == before
