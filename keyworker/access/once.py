"""A save that was sent twice is done once: its key is kept in the very transaction that did it."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256

from django.db import IntegrityError, transaction

from keyworker.access.models import Receipt
from keyworker.access.sight import facts
from keyworker.base import context
from keyworker.base.actor import Actor

LONGEST_KEY = 200


class DoneBefore(Exception):
    """This very save was carried out already; `location` is where it led, empty when that was not kept."""

    def __init__(self, location: str) -> None:
        super().__init__("This was saved already.")
        self.location = location


@dataclass(slots=True)
class Sending:
    """One sending of a form: the sender's key, and how many actions it has led to so far."""

    key: str
    actions: int = 0


_sending: ContextVar[Sending | None] = ContextVar("keyworker_sending", default=None)


@contextmanager
def sending(key: str) -> Generator[None]:
    """Within, each action is kept under `key`; an empty key keeps nothing."""
    token = _sending.set(Sending(key[:LONGEST_KEY]) if key else None)
    try:
        yield
    finally:
        _sending.reset(token)


def keep_receipt(actor: Actor, action: str) -> None:
    """Called first in an action's transaction. Raises `DoneBefore` when the same sending has been here."""
    current = _sending.get()
    if current is None:
        return
    current.actions += 1
    found = _hash(actor, current)
    try:
        with transaction.atomic(using=actor.alias):
            Receipt(key_hash=found, action=action).save(force_insert=True)
    except IntegrityError as error:
        known = facts(Receipt, because="a repeated save is led where the first one went").get(key_hash=found)
        raise DoneBefore(known.location) from error


def note_location(actor: Actor, location: str) -> None:
    """Remember where the save led, so that a repetition is led there too."""
    if (current := _sending.get()) is None or not current.actions:
        return
    with context.writing(actor):
        facts(Receipt, because="where the save led").filter(key_hash=_hash(actor, Sending(current.key, 1))).update(
            location=location[:300]
        )


def _hash(actor: Actor, current: Sending) -> bytes:
    """Bound to who sends, so that one person's key says nothing of another's."""
    return sha256(f"{actor.kind}/{actor.id}/{current.key}/{current.actions}".encode()).digest()
