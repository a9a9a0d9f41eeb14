"""Pages of intake."""

from keyworker.intake.views.admission import admit
from keyworker.intake.views.decisions import accept, close, decline, follow_up, told, verify, waitlist
from keyworker.intake.views.referrals import queue, receive, referral

__all__ = [
    "accept",
    "admit",
    "close",
    "decline",
    "follow_up",
    "queue",
    "receive",
    "referral",
    "told",
    "verify",
    "waitlist",
]
