"""A file is shut to a colleague: what was given to them to do in it goes on, as each floor above says of its own."""

from collections.abc import Callable

from keyworker.agencies.models import Staff
from keyworker.people.models import Person

HandsOn = Callable[[Person, Staff], None]
_hand_on: list[HandsOn] = []


def hands_on(function: HandsOn) -> HandsOn:
    """Declare what becomes of work that was a colleague's in a file they may not open any more."""
    _hand_on.append(function)
    return function


def hand_on_work(person: Person, staff: Staff) -> None:
    """Part of the action that shuts the file to them, once it is shut."""
    for function in _hand_on:
        function(person, staff)
