"""How much of everything: agencies of unequal size, caseloads, contacts and notes a case."""

import random
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

AGENCIES = 40
CASELOADS = (15, 60)
ENTRIES_A_CASE = 30
SHARE_OF_NOTES = 12  # of the thirty; the rest are contacts
PROGRAMS_AN_AGENCY = 3
CLOSED_SHARE = 0.25
YEARS = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What one run makes. `now` is midnight of the day of the run: two runs on one day make the same rows."""

    people: int
    seed: int
    now: datetime

    def random(self, topic: str) -> random.Random:
        """A stream of its own for each topic, so that adding one does not move the others."""
        return random.Random(f"{self.seed}/{topic}")  # noqa: S311 - made-up data, not secrets

    def agency_sizes(self) -> list[int]:
        """People in each agency: a few large, many small (shares fall as 1/rank), summing to `people`."""
        weights = [1 / rank for rank in range(1, AGENCIES + 1)]
        sizes = [max(1, round(self.people * weight / sum(weights))) for weight in weights]
        sizes[0] += self.people - sum(sizes)
        return sizes

    def key(self, topic: str, number: int, at: datetime) -> UUID:
        """A UUIDv7 that is the same for the same seed: the time of the row, then a hash of what it is."""
        return key(f"{self.seed}/{topic}/{number}", at)


def key(name: str, at: datetime) -> UUID:
    """Time in milliseconds (48 bits), version 7, then 74 bits of SHA-256 (RFC 9562 §5.7)."""
    digest = int.from_bytes(sha256(name.encode()).digest()[:10])
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    high = milliseconds << 16 | 0x7000 | (digest >> 62) & 0xFFF
    low = 0b10 << 62 | digest & ((1 << 62) - 1)
    return UUID(int=high << 64 | low)
