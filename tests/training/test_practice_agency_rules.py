"""When an agency for practice is over, who may have one made, and who steps in."""

from datetime import datetime, timedelta

import pytest

from keyworker.training.practising.rules import MADE_A_DAY, STANDS_STILL, is_over, may_enter, may_make

NOW = datetime.fromisoformat("2026-03-02T09:00:00+00:00")


@pytest.mark.parametrize(
    ("state", "ends", "moved", "over"),
    [
        ("ready", 1, 0, False), ("ready", 0, 0, True), ("ready", -1, 0, True), ("failed", 9, 0, True),
        ("waiting", None, 0, False), ("making", 9, STANDS_STILL.total_seconds() / 60, False),
        ("making", 9, STANDS_STILL.total_seconds() / 60 + 1, True), ("gone", -1, 0, False),
    ],
)  # fmt: skip
def test_when_it_is_over(state, ends, moved, over):
    ends_at = None if ends is None else NOW + timedelta(minutes=ends)
    assert is_over(state, ends_at, NOW - timedelta(minutes=moved), NOW) is over
    assert bool(may_enter(state, ends_at, NOW)) is (state == "ready" and ends > 0)


def test_who_may_have_one_made():
    assert may_make(inside=False, live=False, made_today=MADE_A_DAY - 1)
    for breach in ({"inside": True}, {"live": True}, {"made_today": MADE_A_DAY}):
        assert not may_make(**{"inside": False, "live": False, "made_today": 0, **breach})
