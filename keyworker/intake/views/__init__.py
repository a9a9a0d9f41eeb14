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
from keyworker.intake.views.waiting import move, offer, review, waiting_list

__all__ = [
    "accept",
    "admit",
    "close",
    "decline",
    "follow_up",
    "learn",
    "move",
    "offer",
    "queue",
    "receive",
    "referral",
    "review",
    "talk",
    "told",
    "verify",
    "waiting_list",
    "waitlist",
]
