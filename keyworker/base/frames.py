"""Room for deep calls: a matter of how CPython keeps the frames of a thread."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def with_room(act: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
    """Call `act` so that the calls under it find room in one piece of memory: 128 KB, a few hundred calls deep.

    CPython keeps frames in pieces of 16 KB, which it asks of the system and gives back each time calls go over the edge
    of one: two hundred times a page, a tenth of its time. A frame that seems to need 128 KB begins a piece of 256, and
    the rest is left to the calls under it. A traceback that is kept keeps the frame with it.
    """
    return act(*given, **named)


with_room.__code__ = with_room.__code__.replace(co_stacksize=16_000)
