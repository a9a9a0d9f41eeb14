"""The one place that asks what time it is, so that tests and replays can say so themselves."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one caller allowed


def today(zone: str = "UTC") -> date:
    """The calendar day it is now in the named IANA time zone."""
    return now().astimezone(ZoneInfo(zone)).date()
