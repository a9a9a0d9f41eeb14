"""The public form, through the narrower database login that visitors come in by."""

import re

import pytest
from django.core.cache import cache
from django.db import connections
from django.db.utils import ProgrammingError
from django.test import Client

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.intake.models import IncomingReferral
from keyworker.portal import throttle

ADDRESS = "/refer/harbor-house/"


@pytest.fixture
def form(open_town):
    """`form(full_name=…)` fills the form in as somebody who asks for themselves, and sends it."""
    cache.clear()
    browser = Client()

    def send(**said):
        asked = {
            "for_whom": "me",
            "program": str(open_town.housing.pk),
            "full_name": "Zephyrine Marlow",
            "needs": "I sleep in my car.",
            "urgency": "soon",
            **said,
        }
        return browser.post(ADDRESS, asked, follow=True)

    return send


def main(answer):
    """What the page says, without the reference and tokens that differ each time."""
    text = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL).group()
    return re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}", "REFERENCE", text)


def test_somebody_asks_for_themselves(open_town, form):
    answer = form(contact="+1 202 555 0141", safe_to_contact="Mornings only")
    assert "We have received this" in main(answer)
    referral = open_town.find(IncomingReferral, full_name="Zephyrine Marlow")
    assert (referral.source_kind, referral.referrer_verified) == ("self", False)
    assert referral.contact == "+1 202 555 0141"
    assert referral.reference in answer.content.decode()


def test_a_friend_asks_for_somebody_else(open_town, form):
    form(for_whom="other", relation="family", referrer_name="Ilse Brandt", consent_of_person="on")
    referral = open_town.find(IncomingReferral, full_name="Zephyrine Marlow")
    assert (referral.source_kind, referral.referrer_name) == ("family", "Ilse Brandt")
    assert referral.consent_of_person


def test_what_was_typed_for_somebody_else_is_dropped_when_one_asks_for_oneself(open_town, form):
    form(for_whom="me", referrer_name="Ilse Brandt", relation="nonsense")
    assert open_town.find(IncomingReferral, full_name="Zephyrine Marlow").referrer_name == ""


def test_the_answer_is_the_same_whether_or_not_the_person_is_known(open_town, form):
    open_town.client_case(full_name="Xanthippe Quill")
    known, unknown = form(full_name="Xanthippe Quill"), form(full_name="Nobody Atall")
    assert main(known) == main(unknown)
    assert known.redirect_chain[0][1] == unknown.redirect_chain[0][1]


def test_the_answer_never_repeats_what_was_typed(form):
    answer = form(full_name="Zephyrine Marlow").content.decode()
    assert "Zephyrine" not in answer
    assert "sleep in my car" not in answer


def test_a_sealed_program_is_not_on_the_form_and_cannot_be_sent_to(open_town, form):
    assert "Safe Shelter" not in Client().get(ADDRESS).content.decode()
    assert "Please choose" in main(form(program=str(open_town.shelter.pk)))
    assert open_town.find(IncomingReferral, full_name="Zephyrine Marlow") is None


def test_another_agencys_program_cannot_be_sent_to(open_town, form):
    assert "Please choose" in main(form(program=str(open_town.north.pk)))


def test_a_mistake_keeps_every_word(form):
    shown = main(form(full_name="", born_day="31", born_month="2", born_year="1990"))
    assert "Please fill in" in shown
    assert "not a real date" in shown
    assert "I sleep in my car." in shown


def test_a_program_that_fills_in_every_box_is_stopped(open_town, form):
    shown = main(form(website="https://spam.example"))
    assert "leave the last box empty" in shown
    assert open_town.find(IncomingReferral, full_name="Zephyrine Marlow") is None


def test_a_flood_from_one_place_is_slowed_and_loses_no_words(open_town, form, monkeypatch):
    monkeypatch.setattr(throttle, "FROM_ONE_PLACE", 2)
    form(), form()
    answer = form(needs="The third one, with words.")
    assert answer.status_code == 429
    assert "The third one, with words." in main(answer)
    assert len(open_town.all(IncomingReferral, full_name="Zephyrine Marlow")) == 2


def test_an_unknown_agency_is_absent(open_town):
    assert Client().get("/refer/no-such-house/").status_code == 404


@pytest.mark.parametrize("reference", ["nonsense", "ABCD-12345", "abcd-1234"])
def test_only_what_looks_like_a_reference_is_printed(open_town, reference):
    assert Client().get(f"{ADDRESS}received/{reference}/").status_code == 404


def test_the_page_has_a_neutral_title_a_quick_way_out_and_help_in_a_crisis(open_town):
    shown = Client().get(ADDRESS).content.decode()
    title = re.search(r"<title>(.*?)</title>", shown, re.DOTALL).group(1)
    assert "help" not in title.lower()
    assert "Harbor House" not in title
    assert "Leave this page quickly" in shown
    assert "call or text 988" in shown


def test_the_form_works_without_javascript_and_has_no_inline_code(open_town):
    shown = Client().get(ADDRESS).content.decode()
    assert not re.search(r"<[^>]+\s(on\w+|style)=", shown)
    assert not re.search(r"<script(?![^>]*src=)", shown)


def test_a_poster_may_choose_the_program(open_town):
    shown = Client().get(f"{ADDRESS}?program=family").content.decode()
    assert re.search(rf'value="{open_town.family.pk}"[^>]*checked', shown)


def test_a_signed_in_worker_sees_the_form_as_anybody_does(open_town, page):
    assert page(open_town.flo).get(ADDRESS).status_code == 200


def test_the_trail_names_the_door_and_nobody(open_town, form):
    form()
    referral = open_town.find(IncomingReferral, full_name="Zephyrine Marlow")
    event = open_town.find(AuditEvent, verb="intake.referral_received", subject_id=referral.pk)
    assert (event.actor_kind, event.actor_name, event.person_id) == ("visitor", "public-form", None)


def test_a_visitor_can_read_no_referral_not_even_their_own(open_town, form):
    form()
    visitor = actors.visitor("public-form", agency_id=open_town.agency_key("harbor-house"))
    with reading(visitor), pytest.raises(ProgrammingError), connections["door"].cursor() as cursor:
        cursor.execute("SELECT full_name FROM intake_incomingreferral")


def test_the_policy_shows_a_visitor_no_referral_either(open_town):
    visitor = actors.visitor("public-form", agency_id=open_town.agency_key("harbor-house"))
    with reading(visitor):
        assert not rows(IncomingReferral, actor=visitor, needs=Permission.REFERRAL_RECEIVE).exists()
