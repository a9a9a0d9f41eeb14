"""All that is done: sending somebody on and hearing what came of it; speaking up for them; what providers stopped."""

from keyworker.referrals.actions.advocacy import Obstacle, begin_advocacy, end_advocacy, note_advocacy_step
from keyworker.referrals.actions.own import say_how_it_went
from keyworker.referrals.actions.sending import (
    Sending,
    Sent,
    answer_referral,
    cancel_referral,
    mark_seen,
    note_opened,
    send_referral,
)
from keyworker.referrals.actions.stopping import Stop, ToldThem, note_service_stop, note_told

__all__ = [
    "Obstacle",
    "Sending",
    "Sent",
    "Stop",
    "ToldThem",
    "answer_referral",
    "begin_advocacy",
    "cancel_referral",
    "end_advocacy",
    "mark_seen",
    "note_advocacy_step",
    "note_opened",
    "note_service_stop",
    "note_told",
    "say_how_it_went",
    "send_referral",
]
