"""Small numbers are hidden: a figure must not tell on a person (as HMIS and health statistics do, under five)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

FEWEST_SHOWN = 5
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it is shown: exactly so many, or `at_least` so many."""

    number: int
    at_least: bool = False


def is_small(number: int) -> bool:
    """From one to four; nothing at all tells on nobody."""
    return 0 < number < FEWEST_SHOWN


def shown(number: int) -> int | None:
    """The number, or None when it is too small to show."""
    return None if is_small(number) else number


def shown_parts(parts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The parts of a total, small ones hidden. What is hidden could be worked out from the total where it is one part
    alone, or parts that are few together; so the next smallest is hidden with it, until it could not."""
    hidden = {key for key, number in parts.items() if is_small(number)}
    others = sorted(
        (number, place, key) for place, (key, number) in enumerate(parts.items()) if number and key not in hidden
    )
    for _number, _place, key in others:
        if not hidden or (len(hidden) > 1 and sum(parts[each] for each in hidden) >= FEWEST_SHOWN):
            break
        hidden.add(key)
    return {key: None if key in hidden else number for key, number in parts.items()}


def together(numbers: Collection[int | None], *, hidden_is: int = 1) -> Told | None:
    """What several programs' figures come to, from nothing but what each of them shows; None is a hidden one.

    A total of what is hidden, too, would tell it: the total less the programs that are shown. Whatever is worked out
    of the shown ones alone tells nothing more than they do. A hidden figure counts as the least it can be.
    """
    known = [number for number in numbers if number is not None]
    hidden = len(numbers) - len(known)
    if hidden and not any(known):
        return None
    return Told(sum(known) + hidden * hidden_is, at_least=hidden > 0)


def parts_together(rows: Sequence[Mapping[Key, int]]) -> dict[Key, Told | None]:
    """The parts of several programs' totals, each from what the programs show of it."""
    told = [shown_parts(row) for row in rows]
    keys = dict.fromkeys(key for row in told for key in row)
    return {key: together([row.get(key, 0) for row in told]) for key in keys}
