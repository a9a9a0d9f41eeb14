"""What workers do at reviews, at the end of a case and after it."""

from keyworker.reviews.actions.closing import Closing, close_case, reopen_case
from keyworker.reviews.actions.following_up import record_follow_up
from keyworker.reviews.actions.reviewing import Review, record_review

__all__ = ["Closing", "Review", "close_case", "record_follow_up", "record_review", "reopen_case"]
