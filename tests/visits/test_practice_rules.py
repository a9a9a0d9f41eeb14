"""What must be settled before people meet by telephone or video."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.visits.models import Item, VisitKind
from keyworker.visits.practice.queries import Beforehand
from keyworker.visits.practice.rules import (
    AGREED,
    DECLINED,
    IN_WORDS,
    UNSAFE,
    UNSURE,
    Said,
    is_still_true,
    may_meet,
    minutes_of,
    still_open,
)

ALL = {item: Said("" if item in IN_WORDS else AGREED, item in IN_WORDS) for item in Item.values}
KINDS = st.sampled_from([VisitKind.VIDEO.value, VisitKind.PHONE.value])
SAID = st.dictionaries(
    st.sampled_from(Item.values), st.builds(Said, st.sampled_from(["", AGREED, "known", UNSAFE]), st.booleans())
)


@given(KINDS, SAID, st.sampled_from(["", "  ", "A crisis."]))
def test_it_begins_only_when_all_is_settled_or_the_worker_says_why_not(kind, said, because):
    answer = may_meet(kind, said, because=because)
    left_open = still_open(kind, said)
    if said.get(Item.HEARS.value, Said()).how == UNSAFE:
        assert not answer
    else:
        assert bool(answer) is (not left_open or bool(because.strip()))
        assert answer.facts["left_open"] == left_open


ROWS = st.dictionaries(
    st.sampled_from(Item.values),
    st.builds(
        SimpleNamespace, how=st.sampled_from(["", AGREED]), words=st.sampled_from([None, " ", "x"]), way_id=st.none()
    ),
)


@given(KINDS, ROWS, ROWS, st.booleans(), st.sampled_from(["", "A crisis."]))
def test_what_was_said_before_opens_nothing_until_somebody_confirms_it(kind, here, before, agreed, because):
    """Whatever stood before an earlier visit: each item is answered for this one, or set aside with a reason."""
    found = Beforehand(here, before, object() if agreed else None)
    answered = {item for item in Item.values if found.is_settled(item)} - {Item.CONSENT.value}
    consent = {Item.CONSENT.value} if agreed else set()
    left_open = set(Item.values) - answered - consent
    assert set(still_open(kind, found.said())) == left_open
    assert bool(may_meet(kind, found.said(), because=because)) is (not left_open or bool(because))
    assert not set(found.to_confirm()) & answered


@given(KINDS, st.sets(st.sampled_from(Item.values)))
def test_what_is_left_open_is_exactly_what_was_not_answered(kind, gaps):
    said = {item: answer for item, answer in ALL.items() if item not in gaps}
    assert set(still_open(kind, said)) == gaps


def test_in_a_room_nothing_is_asked():
    assert may_meet("in-person", {}, because="").facts["left_open"] == ()


@pytest.mark.parametrize(
    ("item", "how"), [(Item.CONSENT, DECLINED), (Item.IDENTITY, UNSURE), (Item.HEARS, UNSAFE)]
)  # fmt: skip
def test_no_reason_sets_aside_that_it_is_not_safe_not_them_or_not_wanted(item, how):
    assert may_meet("video", ALL, because="")
    assert not may_meet("video", {**ALL, item.value: Said(how, True)}, because="I must.")


@pytest.mark.parametrize("item", [Item.IDENTITY, Item.WHERE, Item.CALL_BACK, Item.HEARS, Item.CONSENT])
def test_what_is_of_this_time_is_asked_each_time(item):
    assert not is_still_true(item, date(2026, 3, 3), today=date(2026, 3, 3))


@given(st.integers(0, 366), st.sampled_from([Item.CHARGES, Item.SAFE_WORD, Item.PLAN]))
def test_what_was_said_within_a_year_is_carried(days, item):
    said_on = date(2026, 3, 3)
    assert is_still_true(item, said_on, today=said_on + timedelta(days=days))
    assert not is_still_true(item, said_on, today=said_on + timedelta(days=367 + days))


@given(st.integers(0, 100_000))
def test_every_begun_minute_counts(seconds):
    begun = datetime(2026, 3, 3, tzinfo=UTC)
    minutes = minutes_of(begun, begun + timedelta(seconds=seconds))
    assert minutes >= 1
    assert seconds <= minutes * 60 < max(seconds + 60, 61)
