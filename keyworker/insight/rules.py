"""Small numbers are hidden: a figure must not tell on a person (as HMIS and health statistics do, under five)."""

from collections.abc import Mapping
from typing import TypeVar

FEWEST_SHOWN = 5
Key = TypeVar("Key")


def is_small(number: int) -> bool:
    """From one to four; nothing at all tells on nobody."""
    return 0 < number < FEWEST_SHOWN


def shown(number: int) -> int | None:
    """The number, or None when it is too small to show."""
    return None if is_small(number) else number


def shown_parts(parts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The parts of a total, small ones hidden. One hidden part alone could be worked out from the total, so the next
    smallest is hidden with it."""
    hidden = {key for key, number in parts.items() if is_small(number)}
    others = sorted(
        (number, place, key) for place, (key, number) in enumerate(parts.items()) if number and key not in hidden
    )
    if len(hidden) == 1 and others:
        hidden.add(others[0][2])
    return {key: None if key in hidden else number for key, number in parts.items()}
