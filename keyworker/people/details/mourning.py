"""Somebody has died: what is to come of it, as each floor above says of its own."""

from collections.abc import Callable

from keyworker.people.models import Person

AfterDeath = Callable[[Person], None]
_after_death: list[AfterDeath] = []


def after_death(function: AfterDeath) -> AfterDeath:
    """Declare what becomes of work with somebody who has died; part of the action that notes it.

    Whoever notes it may work in another program, or in a sealed one: it must leave nobody's name in a file.
    """
    _after_death.append(function)
    return function


def close_their_work(person: Person) -> None:
    """Every floor's part of it."""
    for function in _after_death:
        function(person)
