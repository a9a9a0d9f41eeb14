"""What a reminder reminds of, and whether that still stands: its own app says so when the reminder would leave."""

from collections.abc import Callable
from uuid import UUID

from keyworker.notices.models import NoticeKind

Stands = Callable[[UUID], bool]
_stands: dict[NoticeKind, Stands] = {}


def cause(kind: NoticeKind) -> Callable[[Stands], Stands]:
    """Declare how to ask whether what a kind of reminder is about, by its key, still stands."""

    def declare(function: Stands) -> Stands:
        _stands[kind] = function
        return function

    return declare


def still_stands(kind: NoticeKind, about: UUID) -> bool:
    """Whether anybody still needs the reminder. What is called off by its own action needs nobody to ask."""
    return kind not in _stands or _stands[kind](about)
