"""Whose a gateway's call is, asked before anybody is known."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Whose:
    """An agency, and for what it is called: "sent" a text of theirs, "texts" or "calls" a number they use so."""

    agency_id: UUID
    purpose: str


def whose(*, number: bytes | None = None, key: str = "", ours: str = "") -> list[Whose]:
    """The agencies that a number's keyed hash, or a text's key, belongs to; nothing else of them, and nobody's name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id, purpose FROM keyworker_texts(%s, %s, %s)", [number, key or None, _uuid(ours)])
        return [Whose(*row) for row in cursor.fetchall()]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
