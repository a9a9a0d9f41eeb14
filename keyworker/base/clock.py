"""The one place that asks what time it is, so that a replay or the demonstration can say so itself."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_said: ContextVar[datetime | None] = ContextVar("keyworker_said_time", default=None)


def now() -> datetime:
    """This instant, in UTC."""
    return _said.get() or datetime.now(UTC)  # noqa: TID251 - the one caller allowed


def today(zone: str) -> date:
    """The calendar day it is now in the named IANA time zone. There is no day without a place: UTC is nobody's home."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(instant: datetime) -> Generator[None]:
    """Let it be `instant` inside: for what happened while a phone had no signal, and for the town's past."""
    token = _said.set(instant)
    try:
        yield
    finally:
        _said.reset(token)
