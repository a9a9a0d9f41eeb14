"""Pages of intake."""

from keyworker.intake.views.admission import admit
from keyworker.intake.views.decisions import (
    accept,
    close,
    decline,
    follow_up,
    learn,
    talk,
    told,
    verify,
    waitlist,
)
from keyworker.intake.views.referrals import queue, receive, referral

__all__ = [
    "accept",
    "admit",
    "close",
    "decline",
    "follow_up",
    "learn",
    "queue",
    "receive",
    "referral",
    "talk",
    "told",
    "verify",
    "waitlist",
]
