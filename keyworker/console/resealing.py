"""Gives the key ring a new key, and seals again what older keys sealed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.db import connections, models

from keyworker.base.encryption import SealedTextField
from keyworker.base.keyring import Unreadable, key_name
from keyworker.console.environment import new_key
from keyworker.console.passwords import one_at_a_time, write_private
from keyworker.console.roles import RESTRICTED
from keyworker.documents import vault
from keyworker.documents.models import Document
from keyworker.interop.models import AgencyExport, Sheet

BATCH = 500


def is_being_served() -> bool:
    """Say whether pages or jobs are at work: they read the key ring once, at their start."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = ANY(%s)", [list(RESTRICTED)])
        return bool(cursor.fetchone()[0])


def add_key(path: Path) -> str:
    """Add a key to the ring file and make it the one that seals; older keys stay, to open what they sealed."""
    with one_at_a_time(path.with_suffix(".lock")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        name = f"k{len(stored['keys']) + 1}"
        stored["keys"][name] = new_key()
        write_private(path, json.dumps(stored | {"current": name}, indent=1))
    return name


def sealed_fields() -> Iterator[SealedTextField]:
    """Every field of every table that holds sealed text."""
    for model in apps.get_models():
        yield from (field for field in model._meta.local_fields if isinstance(field, SealedTextField))


@dataclass
class Tally:
    """How many rows were sealed again, and how many no key opens (people erased on request leave such rows)."""

    done: int = 0
    unreadable: int = 0


def seal_again(field: SealedTextField, *, current: str) -> Tally:
    """Seal a field's rows under the current key, each in a step of its own."""
    rows: models.QuerySet[models.Model] = models.QuerySet(field.model, using="owner")  # every agency's rows
    holder = field.salt.rpartition(".")[0].replace(".", "__")
    tally = Tally()
    for row in (rows.select_related(holder) if holder else rows).iterator(chunk_size=BATCH):
        sealed = row.__dict__[field.attname]
        if sealed is None or key_name(bytes(sealed)) == current:
            continue
        try:
            again = field.seal(row, field.unseal(row, bytes(sealed)))
        except Unreadable:
            tally.unreadable += 1
            continue
        # Only where nobody wrote meanwhile: whoever did has sealed it with a current key.
        tally.done += rows.filter(pk=row.pk, **{field.attname: bytes(sealed)}).update(**{field.attname: again})
    return tally


def seal_file_keys_again(*, current: str) -> Tally:
    """Seal each file's own key under the current key; the files themselves need not be touched."""
    tally = Tally()
    for model in (Document, Sheet, AgencyExport):
        _seal_keys_of(model, tally, current=current)
    return tally


def _seal_keys_of(model: type[models.Model], tally: Tally, *, current: str) -> None:
    rows: models.QuerySet[models.Model] = models.QuerySet(model, using="owner")
    kept = rows.exclude(wrapped_key=None)  # a list that came in is no file any more, nor an export whose days are over
    for document_id, wrapped in kept.values_list("pk", "wrapped_key").iterator(chunk_size=BATCH):
        try:
            again = _rewrapped(document_id, bytes(wrapped), current=current)
        except Unreadable:
            tally.unreadable += 1
            continue
        if again is not None:
            tally.done += rows.filter(pk=document_id).update(wrapped_key=again)


def _rewrapped(document_id: UUID, wrapped: bytes, *, current: str) -> bytes | None:
    """None when it is sealed with the current key already. An erased file's key is empty, and opens with none."""
    if not wrapped:
        raise Unreadable("The key of this file is destroyed.")
    return None if key_name(wrapped) == current else vault.rewrap(document_id, wrapped)
