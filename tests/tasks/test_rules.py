"""On which days a task that repeats comes again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.tasks.rules import Rhythm, Unit, may_repeat, next_turn

JANUARY_31 = date(2026, 1, 31)


def days(rhythm, *, today, turns):
    found = []
    while rhythm is not None and len(found) < turns:
        rhythm = next_turn(rhythm, today=today)
        found.append(rhythm and rhythm.day(rhythm.turn))
    return found


@pytest.mark.parametrize(
    ("rhythm", "comes"),
    [
        (Rhythm(1, Unit.MONTHS, JANUARY_31), [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]),
        (Rhythm(1, Unit.MONTHS, date(2024, 1, 31)), [date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]),
        (Rhythm(12, Unit.MONTHS, date(2024, 2, 29)), [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28)]),
        (Rhythm(2, Unit.WEEKS, date(2026, 12, 25)), [date(2027, 1, 8), date(2027, 1, 22), date(2027, 2, 5)]),
        # The clocks change in New York on 8 March and 1 November 2026.
        (Rhythm(1, Unit.DAYS, date(2026, 3, 7)), [date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 10)]),
        (Rhythm(1, Unit.DAYS, date(2026, 10, 31)), [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)]),
    ],
)
def test_a_rhythm_keeps_its_day_over_short_months_years_and_changing_clocks(rhythm, comes):
    assert days(rhythm, today=rhythm.first_on, turns=3) == comes


def test_turns_slept_through_do_not_pile_up():
    late = next_turn(Rhythm(1, Unit.WEEKS, date(2026, 3, 2), left=5), today=date(2026, 4, 1))
    assert (late.day(late.turn), late.left) == (date(2026, 4, 6), 4)


def test_it_ends_after_its_last_day_or_its_last_turn():
    assert next_turn(Rhythm(1, Unit.DAYS, JANUARY_31, until=JANUARY_31), today=JANUARY_31) is None
    assert days(Rhythm(1, Unit.DAYS, JANUARY_31, left=1), today=JANUARY_31, turns=5) == [date(2026, 2, 1), None]


@given(
    every=st.integers(1, 366), unit=st.sampled_from(list(Unit)), first=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    passed=st.integers(0, 4000),
)  # fmt: skip
def test_the_next_turn_is_later_and_never_past(every, unit, first, passed):
    today = date.fromordinal(first.toordinal() + passed)
    coming = next_turn(Rhythm(every, unit, first), today=today)
    assert coming.day(coming.turn) >= today
    assert coming.turn > 0
    assert coming.day(coming.turn) > first


@pytest.mark.parametrize(
    "rhythm",
    [
        Rhythm(0, Unit.DAYS, JANUARY_31),
        Rhythm(1, "hour", JANUARY_31),
        Rhythm(1, Unit.DAYS, JANUARY_31, until=date(2026, 1, 30)),
        Rhythm(1, Unit.DAYS, JANUARY_31, left=-1),
    ],
)
def test_what_makes_no_sense_is_refused(rhythm):
    assert not may_repeat(rhythm)
