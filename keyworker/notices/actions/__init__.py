"""Everything that is done: reminders written and taken up, texts handed over and settled, texts that come in."""

from keyworker.notices.actions.receiving import Received, deal_with_text, receive_text
from keyworker.notices.actions.reminding import (
    Letter,
    call_off_reminder,
    move_reminder,
    set_out_reminder,
    settle,
    take_up,
)
from keyworker.notices.actions.texting import hand_over_text, is_news, note_receipt, set_out_text, settle_text

__all__ = [
    "Letter", "Received", "call_off_reminder", "deal_with_text", "hand_over_text", "is_news", "move_reminder",
    "note_receipt", "receive_text", "set_out_reminder", "set_out_text", "settle", "settle_text", "take_up",
]  # fmt: skip
