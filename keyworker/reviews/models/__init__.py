"""Looking back together, saying goodbye, and what is heard afterwards."""

from keyworker.reviews.models.ending import (
    MOST_STARS,
    Arrived,
    ClosingReason,
    Closure,
    ExitPlan,
    FollowUp,
    FollowUpOutcome,
    HandedOver,
    ReferralAfter,
)
from keyworker.reviews.models.looking_back import (
    READ_BY_THE_CLIENT,
    GoalReview,
    Onward,
    PlanReview,
    ReviewRules,
    RiskLevel,
    RiskReview,
)
from keyworker.reviews.models.measuring import Indicator, IndicatorKind, IndicatorReading, Moment
from keyworker.reviews.models.voices import (
    Complaint,
    ComplaintKind,
    ComplaintOutcome,
    Feedback,
    FeedbackSource,
    Idea,
)

__all__ = [
    "MOST_STARS",
    "READ_BY_THE_CLIENT",
    "Arrived",
    "ClosingReason",
    "Closure",
    "Complaint",
    "ComplaintKind",
    "ComplaintOutcome",
    "ExitPlan",
    "Feedback",
    "FeedbackSource",
    "FollowUp",
    "FollowUpOutcome",
    "GoalReview",
    "HandedOver",
    "Idea",
    "Indicator",
    "IndicatorKind",
    "IndicatorReading",
    "Moment",
    "Onward",
    "PlanReview",
    "ReferralAfter",
    "ReviewRules",
    "RiskLevel",
    "RiskReview",
]
