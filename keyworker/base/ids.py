"""Record keys: UUIDv7, so that rows made together lie together and no address can be guessed (RFC 9562 §5.7)."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A fresh time-ordered key."""
    return compat.uuid7()
