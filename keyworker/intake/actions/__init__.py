"""What workers do with referrals: receive, decide, tell, admit."""

from keyworker.intake.actions.admitting import Intake, Relative, Safety, admit_person
from keyworker.intake.actions.deciding import (
    Alternative,
    accept_referral,
    close_referral,
    decline_referral,
    finish_decline_follow_up,
    verify_referrer,
    waitlist_referral,
)
from keyworker.intake.actions.receiving import Asked, Learned, complete_referral, receive_referral
from keyworker.intake.actions.telling import Talk, note_referral_contact, note_referrer_told

__all__ = [
    "Alternative",
    "Asked",
    "Intake",
    "Learned",
    "Relative",
    "Safety",
    "Talk",
    "accept_referral",
    "admit_person",
    "close_referral",
    "complete_referral",
    "decline_referral",
    "finish_decline_follow_up",
    "note_referral_contact",
    "note_referrer_told",
    "receive_referral",
    "verify_referrer",
    "waitlist_referral",
]
