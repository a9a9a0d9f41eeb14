"""Encrypted files on disk: AES-256-GCM in chunks, each bound to its file, its place and whether it is the last.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): chunks cannot be cut off, moved or swapped.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from keyworker.base.keyring import Unreadable, ring

CHUNK = 64 * 1024
TAG = 16
KEY_BYTES = 32


class Sealing:
    """A file as it is written: what comes in pieces of any size is sealed in chunks of one. `wrapped_key` opens it."""

    def __init__(self, document_id: UUID, file: IO[bytes]) -> None:
        key = os.urandom(KEY_BYTES)
        self.wrapped_key = ring().seal(key, salt=document_id.bytes, bound_to=_bound(document_id))
        self.size = 0
        self._document_id, self._file, self._cipher = document_id, file, AESGCM(key)
        self._waits, self._index = bytearray(), 0

    def write(self, content: bytes) -> int:
        self._waits += content
        self.size += len(content)
        while len(self._waits) > CHUNK:
            self._put(last=False)
        return len(content)

    def flush(self) -> None:
        """A chunk is written once it is full: nothing to do for whoever packs something into it."""

    def finish(self) -> None:
        if self._waits:
            self._put(last=True)

    def _put(self, *, last: bool) -> None:
        nonce = _nonce(self._index, last)
        self._file.write(self._cipher.encrypt(nonce, bytes(self._waits[:CHUNK]), self._document_id.bytes))
        del self._waits[:CHUNK]
        self._index += 1


@contextmanager
def sealing(document_id: UUID, agency_id: UUID) -> Iterator[Sealing]:
    """A place to write a file to, encrypted, however long it is. It appears whole or not at all."""
    target = _place(document_id, agency_id)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = _partial(target)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        sealed = Sealing(document_id, file)
        yield sealed
        sealed.finish()
        file.flush()
        os.fsync(file.fileno())
    partial.rename(target)


def keep(document_id: UUID, agency_id: UUID, content: bytes) -> bytes:
    """Write `content` encrypted; answers the wrapped key. The file appears whole or not at all."""
    with sealing(document_id, agency_id) as file:
        file.write(content)
    return file.wrapped_key


def read(document_id: UUID, agency_id: UUID, wrapped_key: bytes) -> Iterator[bytes]:
    """The plain chunks, in order. Raises `Unreadable` when a byte was changed, cut off or the key is gone."""
    key = ring().open(wrapped_key, salt=document_id.bytes, bound_to=_bound(document_id))
    path = _place(document_id, agency_id)
    try:
        left = path.stat().st_size
        with path.open("rb") as file:
            index = 0
            while left:
                sealed = file.read(CHUNK + TAG)
                left -= len(sealed)
                yield AESGCM(key).decrypt(_nonce(index, last=not left), sealed, document_id.bytes)
                index += 1
    except (InvalidTag, FileNotFoundError) as error:
        raise Unreadable("This file was changed or is missing.") from error


def forget(document_id: UUID, agency_id: UUID) -> None:
    """Remove a file whose row was never committed, however much of it was written."""
    target = _place(document_id, agency_id)
    target.unlink(missing_ok=True)
    _partial(target).unlink(missing_ok=True)


def forget_agency(agency_id: UUID) -> None:
    """Remove every file of an agency that is no more."""
    shutil.rmtree(Path(settings.DOCUMENTS_DIR) / str(agency_id), ignore_errors=True)


def rewrap(document_id: UUID, wrapped_key: bytes) -> bytes:
    """The file's own key, sealed with the ring's current key; the file stays as it is. Raises `Unreadable`."""
    bound, salt = _bound(document_id), document_id.bytes
    return ring().seal(ring().open(wrapped_key, salt=salt, bound_to=bound), salt=salt, bound_to=bound)


def _nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(11) + bytes([last])


def _bound(document_id: UUID) -> str:
    return f"documents.file.{document_id}"


def _partial(target: Path) -> Path:
    return target.with_suffix(".part")


def _place(document_id: UUID, agency_id: UUID) -> Path:
    return Path(settings.DOCUMENTS_DIR) / str(agency_id) / str(document_id)[-2:] / str(document_id)
