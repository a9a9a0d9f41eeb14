"""What is asked at a review, at the end and after it."""

from keyworker.reviews.forms.ending import CloseForm, ExitForm, FollowUpForm, ReopenForm
from keyworker.reviews.forms.looking_back import ReviewForm, ReviewRulesForm
from keyworker.reviews.forms.measuring import IndicatorForm, MeasureForm
from keyworker.reviews.forms.voices import (
    AnswerForm,
    CameOfItForm,
    FeedbackForm,
    IdeaForm,
    StaffFeedbackForm,
    VoiceForm,
)

__all__ = [
    "AnswerForm",
    "CameOfItForm",
    "CloseForm",
    "ExitForm",
    "FeedbackForm",
    "FollowUpForm",
    "IdeaForm",
    "IndicatorForm",
    "MeasureForm",
    "ReopenForm",
    "ReviewForm",
    "ReviewRulesForm",
    "StaffFeedbackForm",
    "VoiceForm",
]
