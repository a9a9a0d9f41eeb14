"""Reading long lists page by page: where the last row stood, as an address and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `older_href` is empty on the last."""

    rows: Sequence[Row]
    older_href: str


def instant(query: Mapping[str, str]) -> tuple[datetime, UUID] | None:
    """`?at=…&key=…` as a cursor; None (the first page) for anything that is not one."""
    try:
        at, key = datetime.fromisoformat(query["at"]), UUID(query["key"])
    except (KeyError, ValueError):
        return None
    return (at, key) if at.tzinfo is not None else None


def day(query: Mapping[str, str]) -> tuple[date | None, UUID] | None:
    """`?on=…&key=…`; an empty `on` stands for rows without a day, which come last."""
    try:
        key, on = UUID(query["key"]), query["on"]
        return (date.fromisoformat(on) if on else None), key
    except (KeyError, ValueError):
        return None


def key(query: Mapping[str, str]) -> UUID | None:
    """`?key=…` alone, for lists in order of their time-ordered keys."""
    try:
        return UUID(query["key"])
    except (KeyError, ValueError):
        return None


def link(query: Mapping[str, str], **cursor: object) -> str:
    """The address of the next page, keeping what the reader chose."""
    kept = {name: value for name, value in query.items() if name not in {"at", "on", "key"} and value}
    return f"?{urlencode({**kept, **cursor})}"
