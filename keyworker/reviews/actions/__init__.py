"""What workers do at reviews, at the end of a case and after it."""

from keyworker.reviews.actions.closing import Closing, close_case, reopen_case
from keyworker.reviews.actions.following_up import record_follow_up
from keyworker.reviews.actions.hearing import (
    Answered,
    Felt,
    Voice,
    acknowledge_complaint,
    answer_complaint,
    finish_idea,
    leave_complaint,
    leave_feedback,
    note_idea,
)
from keyworker.reviews.actions.leaving import ExitWords, plan_exit
from keyworker.reviews.actions.measuring import (
    IndicatorWords,
    Measures,
    add_indicator,
    change_indicator,
    end_indicator,
    measure,
)
from keyworker.reviews.actions.pacing import Days, bring_reviews_forward, set_review_rules
from keyworker.reviews.actions.reviewing import AboutGoal, Review, record_review

__all__ = [
    "AboutGoal",
    "Answered",
    "Closing",
    "Days",
    "ExitWords",
    "Felt",
    "IndicatorWords",
    "Measures",
    "Review",
    "Voice",
    "acknowledge_complaint",
    "add_indicator",
    "answer_complaint",
    "bring_reviews_forward",
    "change_indicator",
    "close_case",
    "end_indicator",
    "finish_idea",
    "leave_complaint",
    "leave_feedback",
    "measure",
    "note_idea",
    "plan_exit",
    "record_follow_up",
    "record_review",
    "reopen_case",
    "set_review_rules",
]
