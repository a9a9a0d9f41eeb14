"""Who waits stands in a fair line: asked after, moved only with a reason, offered the place, never forgotten."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from keyworker.access.permissions import Permission
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.intake import actions, waiting
from keyworker.intake.actions import Asking
from keyworker.intake.late import WAIT, late
from keyworker.intake.models import IncomingReferral, WaitlistPlace, WaitReview
from keyworker.people.safety import set_safety
from tests.intake.test_pages import SIGNED_IN


@pytest.fixture
def waits(town, referred):
    """`waits("Ada", "soon")` puts somebody at the end of Housing Support's line."""

    def put(name, priority="routine", program=None, actor=None):
        actor = actor or town.flo
        referral = referred(actor, program, full_name=name)
        day = town.today + timedelta(days=30)
        return actions.waitlist_referral(actor=actor, referral=referral, priority=priority, review_on=day)

    return put


def places(town, actor=None, program=None):
    actor = actor or town.flo
    with reading(actor):
        return waiting.line(actor, (program or town.housing).pk).places


def names(town, actor=None, program=None):
    found = [place.referral.full_name for place in places(town, actor, program)]
    return [name for name in found if name in WHO]


WHO = ("Ada", "Bo", "Cyd", "Dov", "Evadne")


def now(town, place):
    return town.find(WaitlistPlace, pk=place.pk)


def move(town, place, to, priority="routine", because="Her room burned down."):
    held = now(town, place)
    return actions.move_in_line(actor=town.flo, place=held, to=to, priority=priority, because=because)


def test_the_most_pressing_stand_first_and_among_those_who_came_first(town, waits):
    for name, priority in (
        ("Ada", "routine"),
        ("Bo", "urgent"),
        ("Cyd", "routine"),
        ("Dov", "soon"),
        ("Evadne", "urgent"),
    ):
        waits(name, priority)
    assert names(town) == ["Bo", "Evadne", "Dov", "Ada", "Cyd"]


def test_somebody_is_moved_with_a_reason_that_stands_in_the_list(town, page, waits):
    places = {name: waits(name) for name in WHO}
    move(town, places["Dov"], "up")
    assert names(town) == ["Ada", "Bo", "Dov", "Cyd", "Evadne"]
    move(town, places["Dov"], "up")
    assert names(town) == ["Ada", "Dov", "Bo", "Cyd", "Evadne"]
    move(town, places["Ada"], "down")
    assert names(town) == ["Dov", "Ada", "Bo", "Cyd", "Evadne"]
    move(town, places["Evadne"], "front")
    move(town, places["Dov"], "end")
    assert names(town) == ["Evadne", "Ada", "Bo", "Cyd", "Dov"]
    move(town, places["Cyd"], "stay", priority="urgent")
    assert names(town) == ["Cyd", "Evadne", "Ada", "Bo", "Dov"]
    shown = page(town.flo).get("/referrals-in/waiting/", {"program": str(town.housing.pk)}).content.decode()
    assert "Her room burned down." in shown


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([(0, "up"), (0, "down")])
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["front", "up", "down", "end", "stay"])), max_size=5))
def test_however_people_are_moved_the_line_keeps_everybody_and_moves_as_a_line_does(town, waits, moves):
    newly = [waits(name) for name in WHO[:4]]
    expected = line_of(town)
    for number, to in moves:
        key = newly[number].pk
        at = expected.index(key)
        expected.remove(key)
        expected.insert({"front": 0, "up": max(at - 1, 0), "down": at + 1, "end": len(expected), "stay": at}[to], key)
        move(town, newly[number], to)
        assert line_of(town) == expected
    for place in newly:
        referral = town.find(IncomingReferral, pk=place.referral_id)
        actions.close_referral(actor=town.flo, referral=referral, because="Asked twice.")


def line_of(town):
    """All who wait without hurry, those who stood there before, too: whoever is moved passes them as well."""
    return [place.pk for place in places(town) if place.priority == "routine"]


def test_nobody_is_moved_without_a_reason_or_by_two_at_once(town, waits):
    place = waits("Ada")
    with pytest.raises(Refused, match="Say why"):
        move(town, place, "front", because=" ")
    move(town, place, "front")
    with pytest.raises(StaleRecord):
        actions.move_in_line(
            actor=town.flo, place=place, to="end", priority="routine", because="x", seen=place.version - 1
        )


def review_form(town, **said):
    day = town.today + timedelta(days=14)
    typed = {"answer": "yes", "safe": "yes", "other_help": "Her aunt's sofa."}
    return {**typed, **{f"again_on_{part}": getattr(day, part) for part in ("day", "month", "year")}, **said}


def test_they_are_asked_whether_they_still_wait_and_are_safe_and_when_to_ask_again(town, page, waits):
    place = waits("Ada")
    said = review_form(town, seen=place.version, safe="no")
    answer = page(town.flo).post(f"/referrals-in/waiting/{place.pk}/", said, follow=True)
    assert "They are not safe. Act today" in answer.content.decode()
    held = now(town, place)
    assert (held.asked_on, held.review_on) == (town.today, town.today + timedelta(days=14))
    asked = town.find(WaitReview, place=held)
    assert (asked.answer, asked.safe, asked.other_help) == ("yes", "no", "Her aunt's sofa.")
    assert "Her aunt" in page(town.amina).get(f"/referrals-in/waiting/{place.pk}/").content.decode()


def test_who_no_longer_wants_the_place_leaves_the_line_and_is_not_asked_again(town, page, waits):
    place = waits("Ada")
    page(town.flo).post(f"/referrals-in/waiting/{place.pk}/", review_form(town, seen=place.version, answer="no"))
    assert now(town, place).ended_at
    assert town.find(IncomingReferral, pk=place.referral_id).status == "closed"
    with pytest.raises(Refused, match="no longer stand"):
        actions.review_wait(actor=town.flo, place=now(town, place), asking=Asking("yes", "yes", "", town.today))


@pytest.mark.parametrize("days", [None, 0, -3])
def test_nobody_waits_on_without_a_coming_day_to_be_asked(town, waits, days):
    again = None if days is None else town.today + timedelta(days=days)
    place = waits("Ada")
    with pytest.raises(Refused):
        actions.review_wait(actor=town.flo, place=place, asking=Asking("not-reached", "not-asked", "", again))
    assert now(town, place).asked_on is None


def test_a_place_is_offered_kept_for_some_days_and_taken(town, page, waits):
    place = waits("Ada")
    with pytest.raises(Refused, match="at least until today"):
        actions.offer_place(actor=town.flo, place=place, answer_by=town.today - timedelta(days=1))
    actions.offer_place(actor=town.flo, place=place, answer_by=town.today + timedelta(days=5))
    assert "Place offered" in page(town.flo).get(f"/referrals-in/{place.referral_id}/").content.decode()
    referral = town.find(IncomingReferral, pk=place.referral_id)
    actions.accept_referral(actor=town.flo, referral=referral, because="A room came free.")
    assert now(town, place).ended_at


def test_a_place_that_was_taken_does_not_name_who_is_shielded_since(town, page, waits, intake):
    place = waits("Ada Winterbourne")
    referral = town.find(IncomingReferral, pk=place.referral_id)
    accepted = actions.accept_referral(actor=town.flo, referral=referral, because="A room came free.")
    her = actions.admit_person(actor=town.amina, referral=accepted, intake=intake()).person
    here, flo = f"/referrals-in/waiting/{place.pk}/", page(town.flo)
    assert "Ada Winterbourne" in flo.get(here).content.decode()
    set_safety(actor=town.job(), person=her, address_protected=False, risk_if_contacted="", name_shielded=True)
    assert flo.get(here).status_code == 404


def test_the_supervisor_sees_whom_nobody_asked_in_time(town, waits):
    place = waits("Ada")
    with clock.at(clock.now() + timedelta(days=31)), reading(town.ben):
        found = late(town.ben, Permission.CASELOAD_OVERSEE)
    assert WAIT in [each.kind for each in found if each.referral_id == place.referral_id]


@pytest.mark.parametrize("who", ["sam", "oskar", "priya", "carl", "grace"])
@pytest.mark.parametrize("step", ["", "move/", "offer/"])
def test_the_line_of_another_program_looks_absent_and_stays_as_it_is(town, page, waits, who, step):
    place = waits("Ada")
    browser, address = page(getattr(town, who)), f"/referrals-in/waiting/{place.pk}/{step}"
    said = {**review_form(town), "to": "end", "priority": "routine", "because": "x"}
    for answer in (browser.get(address), browser.post(address, said)):
        assert answer.status_code == 404
    listed = browser.get("/referrals-in/waiting/", {"program": str(town.housing.pk)})
    assert "Ada" not in listed.content.decode()
    assert now(town, place).version == place.version


def test_the_shelters_line_is_seen_in_the_shelter_alone(town, page, waits):
    place = waits("Evadne", program=town.shelter, actor=town.grace)
    shelter = {"program": str(town.shelter.pk)}
    assert "Evadne" in page(town.grace).get("/referrals-in/waiting/", shelter).content.decode()
    for who in (town.ben, town.flo):
        assert "Evadne" not in page(who).get("/referrals-in/waiting/", shelter).content.decode()
    assert page(town.ben).get(f"/referrals-in/waiting/{place.pk}/").status_code == 404


@pytest.mark.parametrize("query", ["?program=nonsense", "?after=nonsense", "?after=a~b~c&program=1"])
def test_a_garbled_address_shows_the_line_all_the_same(town, page, query):
    assert page(town.flo).get(f"/referrals-in/waiting/{query}").status_code == 200


def test_the_line_is_read_page_by_page_with_a_dozen_questions_at_most(town, page, waits, monkeypatch):
    monkeypatch.setattr(waiting, "PAGE_SIZE", 2)
    for name in WHO:
        waits(name)
    browser, address, numbers = page(town.flo), f"/referrals-in/waiting/?program={town.housing.pk}", []
    browser.get(address)
    while address:
        with CaptureQueriesContext(connection) as asked:
            shown = browser.get(address)
        looked = [one["sql"] for one in asked if one["sql"].startswith("SELECT") and "set_config" not in one["sql"]]
        assert len([sql for sql in looked if not any(table in sql for table in SIGNED_IN)]) <= 12
        assert len(numbers) < 30
        numbers += [line["number"] for line in shown.context["lines"]]
        older = shown.context["older_href"]
        address = f"/referrals-in/waiting/{older}" if older else ""
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= len(WHO)
