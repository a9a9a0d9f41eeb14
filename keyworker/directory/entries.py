"""One row of a published directory, checked and ready to be written: the shape every importer hands over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | int | float | Decimal | date | time | datetime | None
Key: TypeAlias = tuple[str, str]
"""(table, source_id)"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row in HSDS 3.0 names; `links` maps a column (`organization_id`) to the other row's source id."""

    table: str
    source_id: str
    values: Mapping[str, Value]
    links: Mapping[str, str]

    @property
    def key(self) -> Key:
        return (self.table, self.source_id)
