"""Who had the authority: the person, or somebody whose order stands and covers it, and who is no danger to them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.privacy import Category
from keyworker.consent.actions import Terms, disclose, record_consent
from keyworker.consent.authority import (
    Mandate,
    Wishes,
    end_authority,
    end_directive,
    may_sign_for,
    record_authority,
    record_directive,
)
from keyworker.consent.models import AdvanceDirective, Authority, Consent, DecisionMaker, How, Purpose
from keyworker.consent.rules import Standin, Telling, may_decide
from tests.consent.test_pages import day, terms

DAY = date(2026, 3, 10)
ORDER = "County court, no. 4411"


@given(
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.booleans(),
    st.booleans(),
    st.frozensets(st.sampled_from(["sharing", "plan", "money"])),
)
def test_somebody_elses_word_counts_only_while_it_stands_covers_the_matter_and_they_are_no_danger(
    from_on, until_on, ended, adverse, matters
):
    standin = Standin("guardian", matters, from_on, until_on, ended, adverse)
    stands = from_on <= DAY and (until_on is None or until_on >= DAY)
    found = may_decide(standin, "sharing", on=DAY)
    assert found.allowed == (stands and "sharing" in matters and not ended and not adverse)
    assert str(found.reason)


@pytest.fixture
def person(town):
    return town.client_case(full_name="Peregrin Quill").person


@pytest.fixture
def guardian(town, person):
    """`guardian(days)` has an order that counts so many days from now on."""

    def give(days=90, **more):
        until = town.today + timedelta(days=days)
        said = {"kind": Authority.GUARDIAN, "name": "Ida Quill", "from_on": town.today, "rests_on": ORDER}
        mandate = Mandate(**{**said, "until_on": until, **more})
        return record_authority(actor=town.amina, person=person, program=town.housing, mandate=mandate)

    return give


def agree(town, person, maker=None, **more):
    said = {
        "purpose": Purpose.COORDINATION, "recipient": "Harbour Legal Aid", "categories": frozenset({Category.GENERAL}),
        "given_on": town.today, "expires_on": town.today + timedelta(days=180), "how": How.WRITTEN,
        "text_version": "1", **more,
    }  # fmt: skip
    if maker is not None:
        said |= {"authority": Authority(maker.kind), "decided_by": maker}
    return record_consent(actor=town.amina, person=person, program=town.housing, terms=Terms(**said))


def told(town, person):
    telling = Telling("coordination", "Harbour Legal Aid", None, frozenset({Category.GENERAL}))
    return disclose(actor=town.amina, person=person, program=town.housing, telling=telling, what="That they come.")


def test_what_a_guardian_agreed_to_is_told_in_their_name_and_no_longer_once_the_order_has_run_out(
    town, person, guardian
):
    agree(town, person, guardian(days=30))
    assert (told(town, person).authority, told(town, person).authority_name) == ("guardian", "Ida Quill")
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Refused, match="may not decide this any more"):
        told(town, person)


def test_a_consent_of_somebody_whose_order_has_run_out_or_covers_something_else_is_refused(town, person, guardian):
    only_money = guardian(name="Odo Quill", matters=("money",))
    with pytest.raises(Refused, match="does not cover"):
        agree(town, person, only_money)
    short = guardian(days=2)
    with clock.at(clock.now() + timedelta(days=3)), pytest.raises(Refused, match="run out"):
        agree(town, person, short, given_on=town.today, expires_on=town.today + timedelta(days=9))
    assert town.all(Consent, person=person) == []


def test_whoever_turns_out_a_danger_decides_nothing_and_what_they_agreed_to_stops_at_once(town, person, guardian):
    maker = guardian()
    agree(town, person, maker)
    end_authority(actor=town.amina, maker=maker, because="He sold her chair.", adverse=True)
    with pytest.raises(Refused):
        told(town, person)
    assert town.find(Consent, person=person).withdrawn_at
    with pytest.raises(Refused, match="must not decide"):
        agree(town, person, town.find(DecisionMaker, pk=maker.pk))
    with pytest.raises(Refused, match="ended already"):
        end_authority(actor=town.amina, maker=maker, because="Twice")


def test_the_persons_own_consent_outlives_a_guardians(town, person, guardian):
    agree(town, person, guardian(days=1))
    agree(town, person)
    with clock.at(clock.now() + timedelta(days=5)):
        assert told(town, person).authority == "self"


@pytest.mark.parametrize("kind", [Authority.GUARDIAN, Authority.ATTORNEY])
def test_nobody_decides_for_another_without_an_order_or_paper(town, person, kind):
    mandate = Mandate(kind, "Ida Quill", town.today)
    with pytest.raises(Refused, match="order or paper"):
        record_authority(actor=town.amina, person=person, program=town.housing, mandate=mandate)


def test_an_order_of_another_person_does_not_count(town, person, guardian):
    maker, other = guardian(), town.client_case(full_name="Somebody Else").person
    with pytest.raises(Exception):  # noqa: B017, PT011 - absent or refused, nothing is recorded either way
        agree(town, other, maker)
    assert town.all(Consent, person=other) == []


def test_a_signature_is_asked_of_what_is_on_file(town, person, guardian):
    guardian(name="Ida  Quill", matters=("plan",))
    with reading(town.amina):
        assert may_sign_for(town.amina, person, town.housing, "guardian", "ida quill", matter="plan").allowed
        assert not may_sign_for(town.amina, person, town.housing, "guardian", "Ida Quill", matter="money").allowed
        assert not may_sign_for(town.amina, person, town.housing, "guardian", "Odo Quill", matter="plan").allowed
    end_authority(actor=town.amina, maker=town.find(DecisionMaker, person=person), because="x", adverse=True)
    guardian(name="Ida Quill", matters=("plan",))
    with reading(town.amina):
        assert not may_sign_for(town.amina, person, town.housing, "guardian", "Ida Quill", matter="plan").allowed


def test_a_new_guardian_is_named_with_their_order_on_the_consents_page_and_offered_the_next_time(town, page, person):
    amina, address = page(town.amina), reverse("consent:record", args=[person.pk])
    without = terms(town, authority="guardian", guardian_name="Ida Quill")
    assert amina.post(address, without).status_code == 200
    until = day("guardian_until", town.today + timedelta(days=60))
    assert amina.post(address, {**without, "guardian_paper": ORDER, **until}).status_code == 302
    maker = town.find(DecisionMaker, person=person)
    assert (maker.rests_on, town.find(Consent, person=person).decided_by_id) == (ORDER, maker.pk)
    assert "Ida Quill (A parent or guardian)" in amina.get(address).content.decode()
    assert amina.post(address, terms(town, authority=str(maker.pk), recipient="The clinic")).status_code == 302
    assert len(town.all(DecisionMaker, person=person)) == 1


def test_the_page_says_who_may_decide_what_and_why_not(town, page, person, guardian):
    guardian()
    wishes = Wishes("health", "No hospital at night.", town.today, "In the blue folder")
    directive = record_directive(actor=town.amina, person=person, program=town.housing, wishes=wishes)
    address = reverse("consent:who_decides", args=[person.pk])
    shown = page(town.amina).get(address).content.decode()
    for words in (ORDER, "Ida Quill", "No hospital at night.", "In the blue folder"):
        assert words in shown
    end_directive(actor=town.amina, directive=directive)
    assert "No longer counts" in page(town.amina).get(address).content.decode()
    with pytest.raises(Refused, match="ended already"):
        end_directive(actor=town.amina, directive=directive)


def test_it_is_added_in_the_browser(town, page, person):
    amina, today = page(town.amina), town.today
    said = {
        "program_id": str(town.housing.pk), "name": "Ida Quill", "kind": "attorney", "rests_on": "Power of attorney",
        "matters": ["plan", "money"], **day("from_on", today),
    }  # fmt: skip
    assert amina.post(reverse("consent:new_authority", args=[person.pk]), {**said, "rests_on": ""}).status_code == 200
    assert amina.post(reverse("consent:new_authority", args=[person.pk]), said).status_code == 302
    maker = town.find(DecisionMaker, person=person)
    end = reverse("consent:end_authority", args=[maker.pk])
    assert amina.post(end, {"because": "She moved away."}).status_code == 302
    wishes = {"kind": "crisis", "about": "Call my aunt.", "kept_where": "With her", **day("made_on", today)}
    new = reverse("consent:new_directive", args=[person.pk])
    assert amina.post(new, {**wishes, "program_id": str(town.housing.pk)}).status_code == 302
    assert town.find(AdvanceDirective, person=person).kept_where == "With her"


@pytest.mark.parametrize("who", ["sam", "grace", "oskar", "priya", "carl"])
def test_strangers_to_the_file_neither_read_nor_change_who_decides(town, page, person, guardian, who):
    maker, browser = guardian(), page(getattr(town, who))
    for address in (
        reverse("consent:who_decides", args=[person.pk]),
        reverse("consent:new_authority", args=[person.pk]),
        reverse("consent:end_authority", args=[maker.pk]),
    ):
        answers = [browser.get(address), browser.post(address, {"because": "x"})]
        assert {answer.status_code for answer in answers} <= {403, 404, 405}
        assert not any("Ida Quill" in answer.content.decode() for answer in answers)
    assert town.find(DecisionMaker, pk=maker.pk).ended_at is None
