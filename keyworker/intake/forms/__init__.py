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

__all__ = [
    "AcceptForm",
    "AdmissionForms",
    "CloseForm",
    "DecisionForm",
    "DeclineForm",
    "FollowUpForm",
    "LearnForm",
    "PublicReferralForm",
    "QueueFilter",
    "ReferralForm",
    "TalkForm",
    "VerifyForm",
    "WaitlistForm",
]
