"""What is asked about a referral and its answer, and about speaking up."""

from keyworker.referrals.forms.advocacy import AdvocacyEndForm, AdvocacyStepForm, ObstacleForm
from keyworker.referrals.forms.own import OwnArrivalForm
from keyworker.referrals.forms.sending import AnswerForm, PartnerAnswerForm, SendForm
from keyworker.referrals.forms.stopping import StopForm, ToldThemForm

__all__ = [
    "AdvocacyEndForm",
    "AdvocacyStepForm",
    "AnswerForm",
    "ObstacleForm",
    "OwnArrivalForm",
    "PartnerAnswerForm",
    "SendForm",
    "StopForm",
    "ToldThemForm",
]
