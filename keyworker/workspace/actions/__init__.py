"""What administrators do at the staff door beyond single acts: employ somebody, and say how a program works."""

from keyworker.workspace.actions.employing import Employed, employ, forget_second_step
from keyworker.workspace.actions.inviting import Letter, invite_again
from keyworker.workspace.actions.programs import (
    ProgramSettings,
    add_program,
    change_program,
    close_program,
    reopen_program,
)

__all__ = [
    "Employed",
    "Letter",
    "ProgramSettings",
    "add_program",
    "change_program",
    "close_program",
    "employ",
    "forget_second_step",
    "invite_again",
    "reopen_program",
]
