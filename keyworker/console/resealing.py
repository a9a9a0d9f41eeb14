"""Gives the key ring a new key, and seals again what older keys sealed."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

from keyworker.base.encryption import SealedTextField
from keyworker.base.keyring import key_name
from keyworker.console.environment import new_key
from keyworker.console.passwords import one_at_a_time, write_private

BATCH = 500


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


def seal_again(field: SealedTextField, *, current: str) -> int:
    """Seal a field's rows under the current key, each in a step of its own; the number of rows done."""
    rows: models.QuerySet[models.Model] = models.QuerySet(
        field.model, using="owner"
    )  # the owner of the tables: every agency's rows
    holder = field.salt.rpartition(".")[0].replace(".", "__")
    done = 0
    for row in (rows.select_related(holder) if holder else rows).iterator(chunk_size=BATCH):
        sealed = row.__dict__[field.attname]
        if sealed is None or key_name(bytes(sealed)) == current:
            continue
        again = field.seal(row, field.unseal(row, bytes(sealed)))
        # Only where nobody wrote meanwhile: whoever did has sealed it with a current key.
        done += rows.filter(pk=row.pk, **{field.attname: bytes(sealed)}).update(**{field.attname: again})
    return done
