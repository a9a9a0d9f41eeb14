"""The arithmetic of the trail: a row's hash, a seal's digest, and what verifying finds wrong."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

GENESIS = b"\0" * 32
ENTRY_BYTES = 48


class Row(Protocol):
    """The columns of an event that its hash covers."""

    id: Any
    agency_id: Any
    occurred_at: Any
    actor_kind: Any
    actor_id: Any
    actor_name: Any
    verb: Any
    subject_type: Any
    subject_id: Any
    person_id: Any
    program_id: Any
    facts: Any


def row_hash(row: Row) -> bytes:
    """SHA-256 of the row's canonical JSON; times in UTC to the microsecond."""
    occurred: datetime = row.occurred_at
    parts = [
        *(str(value or "") for value in (row.id, row.agency_id)),
        occurred.astimezone(UTC).isoformat(timespec="microseconds"),
        *(str(value or "") for value in (row.actor_kind, row.actor_id, row.actor_name, row.verb, row.subject_type)),
        *(str(value or "") for value in (row.subject_id, row.person_id, row.program_id)),
        row.facts,
    ]
    return sha256(json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()).digest()


def seal_digest(number: int, count: int, previous: bytes, entries: bytes) -> bytes:
    """What `keyworker_seal()` computes in the database, said again here so that verifying trusts no stored code."""
    return sha256(previous + number.to_bytes(8) + count.to_bytes(4) + entries).digest()


def pairs(entries: bytes) -> Iterator[tuple[UUID, bytes]]:
    for start in range(0, len(entries), ENTRY_BYTES):
        entry = entries[start : start + ENTRY_BYTES]
        yield UUID(bytes=entry[:16]), entry[16:]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the trail: a seal number or a row, and what is wrong with it."""

    where: str
    what: str


class Seal(Protocol):
    number: Any
    count: Any
    entries: Any
    previous: Any
    digest: Any


def broken_links(seals: Iterable[Seal]) -> Iterator[Fault]:
    """Seals whose number, link or digest does not follow from the one before."""
    previous, expected = GENESIS, 1
    for seal in seals:
        entries = bytes(seal.entries)
        if seal.number != expected:
            yield Fault(f"seal {expected}", "missing")
        if bytes(seal.previous) != previous:
            yield Fault(f"seal {seal.number}", "does not follow from the seal before it")
        if seal_digest(seal.number, seal.count, bytes(seal.previous), entries) != bytes(seal.digest):
            yield Fault(f"seal {seal.number}", "altered")
        previous, expected = bytes(seal.digest), seal.number + 1
