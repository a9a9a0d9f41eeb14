"""What is done at the staff door itself: employ somebody, say how a program works, show a calendar on a phone."""

from keyworker.workspace.actions.asking import ask_colleague
from keyworker.workspace.actions.employing import Employed, employ, forget_second_step
from keyworker.workspace.actions.feeding import end_feed, open_feed
from keyworker.workspace.actions.inviting import Letter, invite_again
from keyworker.workspace.actions.programs import (
    Beginning,
    ProgramSettings,
    add_program,
    change_agency,
    change_program,
    close_program,
    reopen_program,
)

__all__ = [
    "Beginning",
    "Employed",
    "Letter",
    "ProgramSettings",
    "add_program",
    "ask_colleague",
    "change_agency",
    "change_program",
    "close_program",
    "employ",
    "end_feed",
    "forget_second_step",
    "invite_again",
    "open_feed",
    "reopen_program",
]
