"""When a plan may be reviewed and a case closed, as decisions."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from keyworker.base.decision import Answer, no
from keyworker.reviews.rules import (
    OpenEnds,
    Reading,
    is_followed_up,
    is_sound_closing,
    is_sound_indicator,
    is_sound_review,
    may_change_indicator,
    may_close,
    may_close_anyway,
    may_name_way,
    may_record_follow_up,
    may_reopen,
    may_review,
    stopping,
)

TODAY = date(2026, 3, 2)
GOAL = "goal"


def a_review(**changes):
    given = {"words": "I rang them.", "on": TODAY, "next_on": TODAY + timedelta(days=90), "readings": {GOAL: 5}}
    return Reading(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"words": "  "}, False),
        ({"on": TODAY + timedelta(days=1)}, False),
        ({"next_on": TODAY}, False),
        ({"next_on": TODAY + timedelta(days=400)}, False),
        ({"readings": {"another": 5}}, False),
        ({"readings": {GOAL: 11}}, False),
        ({"readings": {GOAL: -1}}, False),
        ({"readings": {}}, True),
    ],
)
def test_a_review_is_sound_or_says_why_not(changes, allowed):
    decision = is_sound_review(a_review(**changes), goals=frozenset({GOAL}), today=TODAY)
    assert bool(decision) is allowed
    assert allowed or decision.reason


def test_only_an_agreed_plan_of_an_open_case_is_reviewed():
    assert may_review(case_open=True, has_plan=True)
    assert not may_review(case_open=False, has_plan=True)
    assert not may_review(case_open=True, has_plan=False)


@pytest.mark.parametrize(
    ("ends", "knowing", "answer"),
    [
        (OpenEnds(), False, Answer.YES),
        (OpenEnds(open_tasks=2), False, Answer.NO),
        (OpenEnds(open_tasks=2), True, Answer.WARN),
        (OpenEnds(open_referrals=1), True, Answer.NO),
        (OpenEnds(promised=1), True, Answer.NO),
        (OpenEnds(messages=1), True, Answer.NO),
        (OpenEnds(papers=1), True, Answer.NO),
        (OpenEnds(not_asked=("PHQ-9",)), True, Answer.NO),
        (OpenEnds(not_measured=("Nights",)), True, Answer.NO),
        (OpenEnds(unsigned_notes=1), True, Answer.NO),
        (OpenEnds(planned_visits=1, unsigned_plan=True), True, Answer.WARN),
    ],
)
def test_what_is_important_stops_a_closing_and_other_open_ends_must_be_known(ends, knowing, answer):
    assert may_close(ends, case_open=True, knowing=knowing).answer is answer


def test_a_closed_case_is_not_closed_again():
    assert not may_close(OpenEnds(), case_open=False, knowing=True)


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"achievements": " "}, False),
        ({"achievements": "", "reason": "moved"}, True),
        ({"rating": 6}, False),
        ({"rating": 0}, False),
        ({"closed_on": TODAY + timedelta(days=1)}, False),
    ],
)
def test_a_closing_says_why_and_what_was_achieved(changes, allowed):
    given = {"reason": "goals-met", "achievements": "My own key.", "rating": 4, "closed_on": TODAY, "today": TODAY}
    assert bool(is_sound_closing(**{**given, **changes})) is allowed


def test_nobody_is_asked_how_they_are_after_they_died():
    assert not is_followed_up("died")
    assert is_followed_up("moved")


def test_a_closed_case_opens_again_with_a_reason_and_no_newer_case():
    assert may_reopen(case_open=False, another_open=False, because="she rang")
    assert not may_reopen(case_open=True, another_open=False, because="she rang")
    assert not may_reopen(case_open=False, another_open=True, because="she rang")
    assert not may_reopen(case_open=False, another_open=False, because=" ")


def test_a_follow_up_does_not_name_a_way_that_a_shelter_noted():
    """Planted: somebody who works in both would tell housing that the shelter knows a number."""
    shelter, housing = uuid4(), uuid4()
    assert may_name_way(None, housing)
    assert may_name_way(shelter, shelter)
    assert not may_name_way(shelter, housing)


def test_a_follow_up_is_written_once_and_not_before_it_happened():
    assert may_record_follow_up(done=False, done_on=TODAY, today=TODAY)
    assert not may_record_follow_up(done=True, done_on=TODAY, today=TODAY)
    assert not may_record_follow_up(done=False, done_on=TODAY + timedelta(days=1), today=TODAY)


IMPORTANT = OpenEnds(
    unsigned_notes=1, open_referrals=2, promised=1, messages=1, papers=2, not_asked=("PHQ-9",), not_measured=("Nights",)
)


LEFT = ["notes", "referrals", "tasks", "messages", "papers"]


def test_a_supervisor_decides_over_what_is_open_and_says_why():
    assert may_close(IMPORTANT, case_open=True, knowing=True, anyway=True)
    assert not may_close(IMPORTANT, case_open=True, knowing=False, anyway=True)
    assert may_close_anyway(supervises=True, because="She has moved.")
    assert not may_close_anyway(supervises=True, because=" ")
    assert not may_close_anyway(supervises=False, because="She has moved.")


def test_nothing_is_asked_or_measured_of_somebody_who_died_or_is_out_of_reach():
    assert stopping(IMPORTANT) == [*LEFT, "assessments", "indicators"]
    for reason in ("died", "lost-contact"):
        assert stopping(IMPORTANT, reason=reason) == LEFT


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"name": " "}, False),
        ({"unit": ""}, False),
        ({"any_moment": False}, False),
        ({"target": 2}, False),
        ({"target": 2, "less_is_better": True}, True),
        ({"target": 10, "less_is_better": True}, False),
        ({"target": 5}, True),
        ({"baseline": None, "target": 2}, True),
    ],
)
def test_an_indicators_target_lies_on_its_better_side(changes, allowed):
    given = {"name": "Nights", "unit": "nights", "baseline": 5, "target": 9, "less_is_better": False}
    given["any_moment"] = True
    assert bool(is_sound_indicator(**{**given, **changes})) is allowed


def test_what_was_measured_keeps_its_meaning():
    assert may_change_indicator(ended=False, meaning=True, read=False)
    assert may_change_indicator(ended=False, meaning=False, read=True)
    assert not may_change_indicator(ended=False, meaning=True, read=True)
    assert not may_change_indicator(ended=True, meaning=False, read=False)


def test_an_unsafe_way_is_never_how_somebody_was_asked():
    assert not may_record_follow_up(done=False, done_on=TODAY, today=TODAY, way=no("Not safe."))
