"""Doing: every write is an action, which checks, opens a durable transaction, and must leave a trail."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db import models

from keyworker.access.beside import check_beside
from keyworker.access.once import keep_receipt
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.audit import trail
from keyworker.base import context
from keyworker.base.actor import Actor
from keyworker.base.context import MixedActors
from keyworker.base.decision import Refused

P = ParamSpec("P")
R = TypeVar("R")


class NoActor(Exception):
    """An action was called without saying who acts."""


class NothingRecorded(Exception):
    """An action finished without a word in the trail; it was rolled back."""


@dataclass(frozen=True, slots=True)
class Registered:
    """An action as the register knows it: "intake.accept_referral", what it needs, on which argument.

    `function` is what its author wrote; `act` is what everybody calls.
    """

    name: str
    needs: Permission
    on: str
    function: Callable[..., Any]
    act: Callable[..., Any]


ACTIONS: dict[str, Registered] = {}


def action(*, needs: Permission, on: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action. It takes keywords only, `actor` first, and `on` names the record it acts on.

    The record is fetched again, under `needs`, and locked: what the page held may be stale or not theirs any more.
    Records given beside it must be the actor's to use and belong to it (see `beside`).
    An action called by another joins its transaction. Raises `Absent`, `Refused`, `NothingRecorded`.
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        if name in ACTIONS:
            raise ValueError(f"Two actions are called {name}.")

        @functools.wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            _keywords_only(name, args)
            found: R = _act(registered, dict(kwargs))
            return found

        registered = ACTIONS[name] = Registered(name, needs, on, function, act)
        return act

    return declare


def _act(doing: Registered, kwargs: dict[str, Any]) -> Any:
    actor, held = _who_and_what(doing, kwargs)
    if context.is_open():
        opened = context.current()
        if not opened.writing or opened.actor != actor:
            raise MixedActors(f"{doing.name} needs a transaction of its own: leave `reading` first.")
        return _perform(doing, actor, held, kwargs)
    try:
        with context.writing(actor):
            keep_receipt(actor, doing.name)
            return _perform(doing, actor, held, kwargs)
    except (Absent, Refused):
        _record_refusal(actor, doing, held)
        raise


def _perform(doing: Registered, actor: Actor, held: models.Model, kwargs: dict[str, Any]) -> Any:
    opened = context.current()
    before = opened.events
    fresh = require(type(held), held.pk, actor=actor, needs=doing.needs, lock=True)
    check_beside(actor, doing.needs, fresh, {name: value for name, value in kwargs.items() if name != doing.on})
    result = doing.function(**{**kwargs, doing.on: fresh})
    if opened.events == before:
        raise NothingRecorded(f"{doing.name} recorded nothing, so nothing was done.")
    return result


def _keywords_only(name: str, args: tuple[Any, ...]) -> None:
    if args:
        raise TypeError(f"{name} takes keywords only.")


def _who_and_what(doing: Registered, kwargs: dict[str, Any]) -> tuple[Actor, models.Model]:
    actor, held = kwargs.get("actor"), kwargs.get(doing.on)
    if not isinstance(actor, Actor):
        raise NoActor(f"{doing.name} was called without an actor.")
    if not isinstance(held, models.Model):
        raise TypeError(f"{doing.name} needs `{doing.on}`, the record it acts on.")
    return actor, held


def _record_refusal(actor: Actor, doing: Registered, held: models.Model) -> None:
    """In a transaction of its own: the refused one was rolled back, and the attempt must not vanish with it."""
    with context.writing(actor):
        trail.record("access.refused", subject=held, facts={"action": doing.name, "permission": doing.needs.value})
