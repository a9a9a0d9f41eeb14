"""What a reminder reminds of: its own app says whether that still stands, and what it brings, when it would leave."""

from collections.abc import Callable
from uuid import UUID

from keyworker.notices.models import NoticeKind

Stands = Callable[[UUID], bool]
Brings = Callable[[UUID], str]
Left = Callable[[UUID, bool], None]
_stands: dict[NoticeKind, Stands] = {}
_brings: dict[NoticeKind, Brings] = {}
_left: dict[NoticeKind, Left] = {}


def cause(kind: NoticeKind) -> Callable[[Stands], Stands]:
    """Declare how to ask whether what a kind of reminder is about, by its key, still stands."""

    def declare(function: Stands) -> Stands:
        _stands[kind] = function
        return function

    return declare


def still_stands(kind: NoticeKind, about: UUID) -> bool:
    """Whether anybody still needs the reminder. What is called off by its own action needs nobody to ask."""
    return kind not in _stands or _stands[kind](about)


def brings(kind: NoticeKind) -> Callable[[Brings], Brings]:
    """Declare how the link is made that a kind of notice brings: when it leaves, so that no link waits anywhere."""

    def declare(function: Brings) -> Brings:
        _brings[kind] = function
        return function

    return declare


def link_brought(kind: NoticeKind, about: UUID) -> tuple[str, ...]:
    """The link that goes with it, made now; none for what only reminds. Part of the action that hands it over."""
    return (_brings[kind](about),) if kind in _brings else ()


def when_left(kind: NoticeKind) -> Callable[[Left], Left]:
    """Declare what follows once it is known whether a notice that brings a link was taken: until then both open."""

    def declare(function: Left) -> Left:
        _left[kind] = function
        return function

    return declare


def link_left(kind: NoticeKind, about: UUID, *, taken: bool) -> None:
    """The mail server or the gateway took it, or surely did not. Part of the action that writes it down."""
    if kind in _left:
        _left[kind](about, taken)
