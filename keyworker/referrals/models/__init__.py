"""Referrals out and what came of them; speaking up for somebody; services that providers stopped."""

from keyworker.referrals.models.advocacy import Advocacy, AdvocacyOutcome, AdvocacyStep, InTheWay
from keyworker.referrals.models.sending import AnsweredBy, OutgoingReferral, ReferralReply, ReferralStatus, Urgency
from keyworker.referrals.models.stopping import ServiceStop, ToldHow, WhyStopped

__all__ = [
    "Advocacy",
    "AdvocacyOutcome",
    "AdvocacyStep",
    "AnsweredBy",
    "InTheWay",
    "OutgoingReferral",
    "ReferralReply",
    "ReferralStatus",
    "ServiceStop",
    "ToldHow",
    "Urgency",
    "WhyStopped",
]
