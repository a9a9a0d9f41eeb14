"""How a referral goes from asked to done, and what may be shared."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.decision import Answer
from keyworker.base.privacy import Category
from keyworker.people.rules import WayToReach
from keyworker.referrals import rules
from keyworker.referrals.models import ReferralStatus as Status

NIGHT = datetime(2026, 3, 3, 2, tzinfo=UTC)
ANSWERS = st.lists(st.sampled_from(list(Status)), max_size=12)


@given(ANSWERS)
def test_whatever_is_answered_a_referral_never_comes_back_from_its_end_nor_to_its_start(answers):
    status, over = Status.REQUESTED, False
    for answer in answers:
        if rules.may_answer(status, answer):
            assert not over
            assert answer not in {Status.REQUESTED, Status.CANCELLED}
            status = answer
        over = rules.is_over(status)
        assert bool(rules.may_cancel(status)) is not over


@given(st.sampled_from(list(Status)))
def test_from_every_open_state_there_is_a_way_to_done_and_a_way_to_call_it_off(status):
    if rules.is_over(status):
        assert rules.answers_open(status) == []
        return
    reached, frontier = set(), {status}
    while frontier:
        reached |= frontier
        frontier = {after for one in frontier for after in rules.NEXT[one]} - reached
    assert {Status.COMPLETED, Status.CANCELLED} <= reached


@given(st.sets(st.sampled_from(list(Category))))
def test_a_snapshot_holds_nothing_outside_the_categories_agreed(categories):
    known = {category: {"word": category.value} for category in Category}
    shared = rules.snapshot(known, categories)
    assert set(shared) <= {category.value for category in categories}
    assert set(shared) <= {category.value for category in rules.SHAREABLE}


def test_what_is_not_known_is_not_in_the_snapshot():
    shared = rules.snapshot({Category.IDENTITY: {"name": "Rosa", "born": "", "language": None}}, {Category.IDENTITY})
    assert shared == {"identity": {"name": "Rosa"}}


@pytest.mark.parametrize(
    ("low", "high", "age", "answer"),
    [
        (None, None, None, Answer.YES),
        (18, None, 17, Answer.WARN),
        (18, None, 18, Answer.YES),
        (None, 25, 26, Answer.WARN),
        (18, 25, None, Answer.WARN),
    ],
)
def test_an_age_outside_the_limits_or_unknown_is_worth_a_question(low, high, age, answer):
    assert rules.fits(low, high, age).answer is answer


def test_a_protected_address_and_an_unsafe_phone_are_never_passed_on():
    at_noon = {"safe_from": time(12), "safe_until": time(13)}
    never = WayToReach("post", post_ok=True), WayToReach("visit"), WayToReach("visit", within=True)
    assert not any(rules.may_pass_on(way, address_secret=True, at=NIGHT) for way in never)
    assert not rules.may_pass_on(WayToReach("phone", safe=False), address_secret=False, at=NIGHT)
    assert not rules.may_pass_on(WayToReach("phone", monitored=True), address_secret=False, at=NIGHT)
    assert rules.may_pass_on(WayToReach("phone", **at_noon), address_secret=True, at=NIGHT)


def test_a_referral_says_why_and_what_help_is_asked():
    assert rules.may_send({Category.GENERAL}, "food")
    assert not rules.may_send({Category.GENERAL}, " ")
    assert not rules.may_send({Category.IDENTITY}, "food")
    assert not rules.may_send({Category.GENERAL, Category.HEALTH}, "food")
