"""The keys that seal fields and files: outside the database, several at once so that they can be rotated."""

import base64
import hmac
import json
import os
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"
NONCE_BYTES = 12
INDEX_BYTES = 16


class Unreadable(Exception):
    """A sealed value cannot be opened: its key is gone, it was altered, or it belongs to another row."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Named 256-bit keys. New values are sealed with `current`; older keys still open what they sealed."""

    current: str
    keys: dict[str, bytes]
    index: bytes

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        stored = json.loads(path.read_text())
        keys = {name: base64.b64decode(value) for name, value in stored["keys"].items()}
        return cls(stored["current"], keys, base64.b64decode(stored["index"]))

    def seal(self, plain: bytes, *, salt: bytes, bound_to: str) -> bytes:
        """AES-256-GCM under a key derived for `salt` (one per person); `bound_to` stops copying between rows."""
        nonce = os.urandom(NONCE_BYTES)
        name = self.current.encode()
        sealed = AESGCM(self._derive(self.current, salt)).encrypt(nonce, plain, bound_to.encode())
        return VERSION + bytes([len(name)]) + name + nonce + sealed

    def open(self, sealed: bytes, *, salt: bytes, bound_to: str) -> bytes:
        """The plain bytes. Raises `Unreadable`."""
        try:
            if sealed[:1] != VERSION:
                raise Unreadable("Unknown form of sealed value.")
            start = 2 + sealed[1]
            nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
            return AESGCM(self._derive(key_name(sealed), salt)).decrypt(nonce, body, bound_to.encode())
        except (InvalidTag, KeyError, IndexError, ValueError) as error:
            raise Unreadable("This value cannot be opened with the key ring in use.") from error

    def find(self, normalised: str, *, purpose: str) -> bytes:
        """A keyed hash for exact match; useless without the ring (HMAC-SHA256, 16 bytes)."""
        return hmac.new(self.index, f"{purpose}\0{normalised}".encode(), sha256).digest()[:INDEX_BYTES]

    def _derive(self, name: str, salt: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"keyworker-field").derive(self.keys[name])


def key_name(sealed: bytes) -> str:
    """Which key of the ring sealed this value."""
    return sealed[2 : 2 + sealed[1]].decode()


@cache
def ring() -> KeyRing:
    """The installation's ring, read once a process."""
    return KeyRing.load(settings.KEYRING)
