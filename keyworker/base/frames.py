"""Room for deep calls: a matter of how CPython keeps the frames of a thread."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def with_room(act: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
    """Call `act` so that all calls under it find room in one piece of memory.

    CPython keeps frames in pieces of 16 KB, which it asks of the system and gives back each time calls go over the edge
    of one: two hundred times a page, a tenth of its time. A frame that seems to need more than that begins a piece of
    256 KB, and what it does not use itself is left to the calls under it.
    """
    return act(*given, **named)


with_room.__code__ = with_room.__code__.replace(co_stacksize=16_000)
