"""What can be read of a file, and what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

from keyworker.documents.office import ODT, WORD
from keyworker.documents.rules import PDF, TEXT

READABLE = frozenset({PDF, WORD, ODT, TEXT})
MOST_LETTERS = 400_000  # some 150 pages of a book; what comes after is not searched


class State(StrEnum):
    TEXT = "text"
    NO_TEXT = "no-text"
    LOCKED = "locked"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says; no words unless its state is `TEXT`."""

    state: State
    text: str = ""


def can_be_read(media_type: str) -> bool:
    """Whether files of this kind hold words that we can read."""
    return media_type in READABLE
