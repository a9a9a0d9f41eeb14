"""Which agency a door belongs to, asked before anybody is known."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection

from keyworker.access.models import DoorKey, DoorKind
from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.models import change

TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Opened:
    """What a key opens: an agency, the subject behind the door, and whose portal it is."""

    agency_id: UUID
    subject_id: UUID
    person_id: UUID | None


def key_hash(key: str) -> bytes:
    return sha256(key.encode()).digest()


def new_token() -> str:
    """128 random bits for a link; only its hash is stored."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def issue(
    kind: DoorKind,
    key: str,
    *,
    subject_id: UUID,
    person_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> DoorKey:
    """Let `key` open a door of the context's agency. Called inside an action, which records it."""
    door = DoorKey(kind=kind, key_hash=key_hash(key), subject_id=subject_id, person_id=person_id, expires_at=expires_at)
    door.save(force_insert=True)
    return door


def live(subject_id: UUID, *, kind: DoorKind | None = None, key: str = "") -> list[DoorKey]:
    """What opens something now, the newest first: all of it, a kind of it, or one key of that kind."""
    meant = ({"kind": kind} if kind else {}) | ({"key_hash": key_hash(key)} if key else {})
    held = facts(DoorKey, because="a door that was closed must not be found open").filter(
        subject_id=subject_id, revoked_at=None, **meant
    )
    return list(held.order_by("-created_at", "-id"))


def close(subject_id: UUID, *, kind: DoorKind | None = None, key: str = "") -> int:
    """What opened something opens it no more, from now on: all of it, a kind of it, or one key of that kind.

    Called inside an action, which records it.
    """
    found = live(subject_id, kind=kind, key=key)
    for each in found:
        change(each, revoked_at=clock.now())
    return len(found)


def resolve(kind: DoorKind, key: str) -> Opened | None:
    """The agency and subject a live key opens, or None: unknown, revoked and expired look the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id, subject_id, person_id FROM keyworker_resolve(%s, %s)", [kind, key_hash(key)])
        row = cursor.fetchone()
    return Opened(*row) if row else None


def every_agency() -> list[UUID]:
    """The keys of all agencies, for jobs of the clock: each opens the next with an actor of that agency."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keyworker_agencies()")
        return [key for (key,) in cursor.fetchall()]
