"""`keyworker verify-trail`: compares every row with its hash, and every seal with the rows and the outside copy."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from keyworker.audit import outside
from keyworker.audit.chain import Fault, broken_links, pairs, row_hash
from keyworker.audit.models import AuditEvent, AuditPending, AuditSeal
from keyworker.base.guarded import GuardedQuerySet

BATCH = 5_000


def faults(alias: str, outside_copy: Path | None = None) -> Iterator[Fault]:
    """Everything wrong with the trail, oldest first. `alias` is a login that may read all of it."""
    yield from broken_links(AuditSeal.objects.using(alias).order_by("number").iterator(chunk_size=100))
    if outside_copy is not None:
        yield from _differs_outside(alias, outside_copy)
    yield from _altered_rows(alias)
    yield from _missing_rows(alias)
    yield from _added_rows(alias)


def _altered_rows(alias: str) -> Iterator[Fault]:
    rows = GuardedQuerySet(AuditEvent, using=alias).policed().order_by("id")
    for event in rows.iterator(chunk_size=BATCH):
        if row_hash(event) != bytes(event.hash):
            yield Fault(f"event {event.id}", "altered after it was written")


def _missing_rows(alias: str) -> Iterator[Fault]:
    for seal in AuditSeal.objects.using(alias).order_by("number").iterator(chunk_size=100):
        sealed = dict(pairs(bytes(seal.entries)))
        rows = GuardedQuerySet(AuditEvent, using=alias).policed().filter(id__in=sealed)
        found = {pk: bytes(digest) for pk, digest in rows.values_list("id", "hash")}
        for event_id, digest in sealed.items():
            if event_id not in found:
                yield Fault(f"event {event_id}", f"missing (it was in seal {seal.number})")
            elif found[event_id] != digest:
                yield Fault(f"event {event_id}", f"not the row that seal {seal.number} sealed")


def _added_rows(alias: str) -> Iterator[Fault]:
    """Rows in no seal and not waiting for one: written round the trigger, or taken out of the queue."""
    sealed: set[object] = set()
    for seal in AuditSeal.objects.using(alias).iterator(chunk_size=100):
        sealed.update(event_id for event_id, _ in pairs(bytes(seal.entries)))
    sealed.update(AuditPending.objects.using(alias).values_list("event_id", flat=True))
    rows = GuardedQuerySet(AuditEvent, using=alias).policed().order_by("id").values_list("id", flat=True)
    for event_id in rows.iterator(chunk_size=BATCH):
        if event_id not in sealed:
            yield Fault(f"event {event_id}", "added without passing the trail")


def _differs_outside(alias: str, copy: Path) -> Iterator[Fault]:
    """A rewritten chain fits itself; only the copy shows it, so one that is gone, spoilt or behind is a fault too."""
    inside = {str(s.number): bytes(s.digest).hex() for s in AuditSeal.objects.using(alias).only("number", "digest")}
    if not copy.exists():
        if inside:
            yield Fault("the copy of the seals", f"missing: {copy}")
        return
    for number, digest in outside.lines(copy):
        if inside.get(number) != digest:
            yield Fault(f"seal {number}", "differs from the copy kept outside the database")
    for lost in outside.lacking(alias, copy):
        yield Fault(f"seal {lost}", "is not in the copy kept outside the database")


def seal(alias: str, outside_copy: Path | None = None) -> int | None:
    """Seal what is waiting; the seal's number, or None when nothing waits. Brings the outside copy up to date.

    Raises `OSError` when the copy cannot be written. The seal stands nevertheless, and the next one writes both.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT number, digest FROM keyworker_seal()")
        row = cursor.fetchone()
    fresh = None if row is None else (int(row[0]), bytes(row[1]))
    if outside_copy is not None:
        outside.catch_up(alias, outside_copy, fresh=fresh)
    return fresh[0] if fresh else None
