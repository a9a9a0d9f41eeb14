"""What the pages of intake ask."""

from keyworker.intake.forms.admission import AdmissionForms
from keyworker.intake.forms.decisions import (
    AcceptForm,
    CloseForm,
    DecisionForm,
    DeclineForm,
    FollowUpForm,
    VerifyForm,
    WaitlistForm,
)
from keyworker.intake.forms.learning import LearnForm, TalkForm
from keyworker.intake.forms.referrals import PublicReferralForm, QueueFilter, ReferralForm
from keyworker.intake.forms.waiting import MoveForm, OfferForm, PlaceForm, WaitReviewForm

__all__ = [
    "AcceptForm",
    "AdmissionForms",
    "CloseForm",
    "DecisionForm",
    "DeclineForm",
    "FollowUpForm",
    "LearnForm",
    "MoveForm",
    "OfferForm",
    "PlaceForm",
    "PublicReferralForm",
    "QueueFilter",
    "ReferralForm",
    "TalkForm",
    "VerifyForm",
    "WaitReviewForm",
    "WaitlistForm",
]
