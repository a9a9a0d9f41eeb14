"""The file somebody sent, sealed in the vault until it is brought in or put aside."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO
from uuid import UUID

from django.db import transaction

from keyworker.base import context
from keyworker.documents import vault
from keyworker.interop.models import Sheet


def keep(sheet_id: UUID, content: bytes) -> bytes:
    """Seal it; answers the wrapped key. When the action fails, the file goes with it."""
    opened = context.current()
    opened.undo.append(partial(vault.forget, sheet_id, opened.actor.agency_id))
    return vault.keep(sheet_id, opened.actor.agency_id, content)


@contextmanager
def opened(sheet: Sheet) -> Iterator[IO[bytes]]:
    """The plain file, to read from; it has no name, and is gone when it is shut. Raises `Unreadable`."""
    with tempfile.TemporaryFile() as file:
        for chunk in vault.read(sheet.id, sheet.agency_id, bytes(sheet.wrapped_key or b"")):
            file.write(chunk)
        file.seek(0)
        yield file


def forget(sheet: Sheet) -> None:
    """Take the file away once what says so is kept."""
    alias = context.current().actor.alias
    transaction.on_commit(partial(vault.forget, sheet.id, sheet.agency_id), using=alias)
