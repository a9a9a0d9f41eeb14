"""Referrals out and what came of them; speaking up for somebody against what stands in their way."""

from keyworker.referrals.models.advocacy import Advocacy, AdvocacyOutcome, AdvocacyStep, InTheWay
from keyworker.referrals.models.sending import AnsweredBy, OutgoingReferral, ReferralReply, ReferralStatus, Urgency

__all__ = [
    "Advocacy",
    "AdvocacyOutcome",
    "AdvocacyStep",
    "AnsweredBy",
    "InTheWay",
    "OutgoingReferral",
    "ReferralReply",
    "ReferralStatus",
    "Urgency",
]
