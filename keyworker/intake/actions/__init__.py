"""What workers do with referrals: receive, decide, tell, admit."""

from keyworker.intake.actions.admitting import Aside, Intake, Relative, Safety, admit_person
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
from keyworker.intake.actions.waiting import Asking, move_in_line, offer_place, review_wait

__all__ = [
    "Alternative",
    "Aside",
    "Asked",
    "Asking",
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
    "move_in_line",
    "note_referral_contact",
    "note_referrer_told",
    "offer_place",
    "receive_referral",
    "review_wait",
    "verify_referrer",
    "waitlist_referral",
]
