"""The transaction an actor works in: which agency, which database login, what was recorded."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from keyworker.base.actor import Actor, ActorKind

SETTINGS = ("keyworker.agency", "keyworker.person", "keyworker.share", "keyworker.companion")


class NoContext(Exception):
    """Person-linked rows were asked for outside `reading(actor)` or an action."""


class MixedActors(Exception):
    """One transaction was asked to serve two actors."""


@dataclass(slots=True)
class Context:
    """One actor's open transaction. `memo` lives as long as it does; `events` counts the audit rows written.

    `undo` is called when it fails, at its commit too: what was done outside the database is taken back.
    """

    actor: Actor
    writing: bool
    memo: dict[Any, Any] = field(default_factory=dict)
    events: int = 0
    undo: list[Callable[[], None]] = field(default_factory=list)


_page: ContextVar[dict[Actor, dict[Any, Any]] | None] = ContextVar("keyworker_page", default=None)
_current: ContextVar[Context | None] = ContextVar("keyworker_context", default=None)


def current() -> Context:
    """The open context. Raises `NoContext` outside one."""
    if (context := _current.get()) is None:
        raise NoContext("Open `reading(actor)` or call an action first: without an actor no row is visible.")
    return context


def is_open() -> bool:
    return _current.get() is not None


def agency_id() -> UUID:
    """The agency of the open context; the default of every record's `agency_id`."""
    return current().actor.agency_id


@contextmanager
def one_page() -> Generator[None]:
    """While one request is served, its transactions share their memos until one writes: rights are asked once."""
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)


@contextmanager
def reading(actor: Actor) -> Generator[Context]:
    """A short transaction in which `actor` may look; joins the one already open for the same actor."""
    if (context := _current.get()) is not None:
        if context.actor != actor:
            raise MixedActors("A page reads for one actor at a time.")
        yield context
        return
    with _opened(actor, writing=False) as context:
        yield context


@contextmanager
def writing(actor: Actor) -> Generator[Context]:
    """The durable transaction of one action; only `access.doing` opens it. Raises when one is open already."""
    if _current.get() is not None:
        raise MixedActors("An action opens its own transaction; finish reading before you call it.")
    with _opened(actor, writing=True) as context:
        yield context


@contextmanager
def _opened(actor: Actor, *, writing: bool) -> Generator[Context]:
    connection = transaction.get_connection(actor.alias)
    nested = connection.in_atomic_block
    shared = _page.get()
    context = Context(actor, writing) if shared is None else Context(actor, writing, shared.setdefault(actor, {}))
    token = _current.set(context)
    try:
        with transaction.atomic(using=actor.alias, durable=writing):
            _tell_database(connection, *_known_of(actor))
            yield context
    except (OperationalError, InterfaceError):
        raise  # A connection lost at the commit may have committed: what was done outside then still belongs to it.
    except BaseException:
        for take_back in reversed(context.undo):
            take_back()
        raise
    finally:
        _current.reset(token)
        if writing:
            context.memo.clear()  # What was read before may have been changed: the rest of the request asks again.
        if nested and not connection.needs_rollback:
            # Only inside a test's own transaction: a released savepoint would keep the agency set.
            _tell_database(connection, *(None for _setting in SETTINGS))


@contextmanager
def standing_in(actor: Actor, memo: dict[Any, Any]) -> Generator[None]:
    """Let `actor`, who exists nowhere, be who looks or writes while a question is worded; nothing is asked here."""
    token = _current.set(Context(actor, current().writing, memo))
    try:
        yield
    finally:
        _current.reset(token)


def _known_of(actor: Actor) -> tuple[UUID | None, ...]:
    """What row security goes by. A companion is never the person: whatever opens to the person stays shut to them."""
    beside = actor.kind is ActorKind.COMPANION
    return actor.agency_id, None if beside else actor.person_id, actor.share_id, actor.id if beside else None


def _tell_database(connection: BaseDatabaseWrapper, *values: UUID | None) -> None:
    """Set the row-security context for this transaction only: a pooled connection must not carry it further."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS),
            [str(value or "") for value in values],
        )


class ContextRouter:
    """Sends an actor's queries through the login their door is allowed."""

    def _alias(self, model: type[models.Model]) -> str | None:
        context = _current.get()
        if context is None or not model.__module__.startswith("keyworker.") or model._meta.app_label == "accounts":
            return None
        return context.actor.alias

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return self._alias(model)

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        return self._alias(model)

    def allow_relation(self, *objects: Any, **hints: Any) -> bool:
        """All logins reach the one database."""
        return True
