"""How somebody may be reached, and what is said about a birth date."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.decision import Answer
from keyworker.people.names import after, tokens
from keyworker.people.rules import WayToReach, age_on, may_contact, within_safe_hours

NOON, NIGHT = time(12), time(2)


def phone(**changes):
    facts = {
        "channel": "phone",
        "safe": True,
        "shared": False,
        "voicemail_ok": False,
        "safe_from": None,
        "safe_until": None,
    }
    return WayToReach(**{**facts, **changes})


@pytest.mark.parametrize(
    ("way", "at", "leaves_trace", "answer"),
    [
        (phone(), NOON, False, Answer.YES),
        (phone(safe=False), NOON, False, Answer.NO),
        (phone(ended=True), NOON, False, Answer.NO),
        (phone(safe_from=time(9), safe_until=time(15)), NOON, False, Answer.YES),
        (phone(safe_from=time(9), safe_until=time(15)), NIGHT, False, Answer.NO),
        (phone(safe_from=time(22), safe_until=time(4)), NIGHT, False, Answer.YES),
        (phone(shared=True), NOON, False, Answer.WARN),
        (phone(shared=True, voicemail_ok=True), NOON, True, Answer.NO),
        (phone(), NOON, True, Answer.NO),
        (phone(voicemail_ok=True), NOON, True, Answer.YES),
    ],
)
def test_a_way_is_used_only_as_it_is_safe(way, at, leaves_trace, answer):
    decision = may_contact(way, at=at, leaves_trace=leaves_trace)
    assert decision.answer is answer
    assert str(decision.reason)


def test_a_known_risk_is_read_before_anybody_calls():
    assert may_contact(phone(), at=NOON, risk="He listens in").is_warning


times = st.times()
ways = st.builds(
    phone, safe=st.booleans(), shared=st.booleans(), voicemail_ok=st.booleans(), safe_from=times, safe_until=times
)


@given(ways, times, st.booleans(), st.text(max_size=5))
def test_nothing_ever_makes_an_unsafe_way_or_hour_usable(way, at, leaves_trace, risk):
    if not way.safe or not within_safe_hours(way, at):
        assert not may_contact(way, at=at, risk=risk, leaves_trace=leaves_trace).allowed


@given(ways, times)
def test_whatever_leaves_a_trace_needs_at_least_as_much_as_what_does_not(way, at):
    if may_contact(way, at=at, leaves_trace=True).allowed:
        assert may_contact(way, at=at).allowed


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(1987, 1, 1), date(2026, 1, 1), 39),
        (None, date(2026, 1, 1), None),
    ],
)
def test_age_is_completed_years(born, on, age):
    assert age_on(born, on) == age


def test_a_name_is_found_by_its_words_in_any_script_without_accents():
    found = tokens("José Hernández-Óla", "يارا", "Дмитрий")
    assert {"jose", "hernandez", "ola", "dmitrii"} <= found or {"jose", "hernandez", "ola", "dmitriy"} <= found
    assert "يارا" in found


@given(st.text(min_size=1, max_size=8), st.text(max_size=8))
def test_a_prefix_range_holds_every_word_that_begins_with_it(prefix, rest):
    word = prefix + rest
    if "\U0010ffff" not in prefix and not any(0xD7FF <= ord(c) <= 0xE000 for c in word):
        assert prefix <= word < after(prefix)
