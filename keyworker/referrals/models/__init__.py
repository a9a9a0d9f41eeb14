"""Referrals out and what came of them; speaking up for somebody; services that providers stopped."""

from keyworker.referrals.models.advocacy import Advocacy, AdvocacyOutcome, AdvocacyStep, InTheWay
from keyworker.referrals.models.sending import (
    AnsweredBy,
    Arrival,
    OutgoingReferral,
    ReferralReply,
    ReferralStatus,
    Urgency,
    WhyNotThere,
)
from keyworker.referrals.models.stopping import ServiceStop, ToldHow, WhyStopped

__all__ = [
    "Advocacy",
    "AdvocacyOutcome",
    "AdvocacyStep",
    "AnsweredBy",
    "Arrival",
    "InTheWay",
    "OutgoingReferral",
    "ReferralReply",
    "ReferralStatus",
    "ServiceStop",
    "ToldHow",
    "Urgency",
    "WhyNotThere",
    "WhyStopped",
]
