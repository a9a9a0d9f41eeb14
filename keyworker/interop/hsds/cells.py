"""One value from a file turned into what the column holds, or a reason why it cannot be."""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from keyworker.directory.entries import Value
from keyworker.interop.hsds.standard import Column, Kind

LINE_LONGEST = 500
TEXT_LONGEST = 20_000

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class BadCell(Exception):
    """The value cannot be used; the reason is in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def convert(column: Column, raw: object) -> Value:
    """The value for this column, None when the cell is blank. Raises BadCell."""
    if isinstance(raw, dict | list):
        raise BadCell(_("This should be one value, but it is a list or a group of values."))
    text = clean(raw)
    return _CONVERTERS[column.kind](column, text) if text else None


def clean(raw: object) -> str:
    """Text that a database and a screen can hold; a formula stays the text it is."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", str(raw))).strip()


def _line(column: Column, text: str) -> str:
    return _no_longer_than(LINE_LONGEST, " ".join(text.split()))


def _text(column: Column, text: str) -> str:
    return _no_longer_than(TEXT_LONGEST, text)


def _no_longer_than(most: int, text: str) -> str:
    if len(text) > most:
        raise BadCell(_("This is too long. We keep at most %(most)d letters.") % {"most": most})
    return text


def _email(column: Column, text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise BadCell(_("“%(value)s” is not an email address.") % {"value": shorten(text)}) from None
    return _line(column, text)


def _url(column: Column, text: str) -> str:
    """Only http and https: a link in a directory must never run a script or open a local file."""
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        fine = False
    if not fine:
        reason = _("“%(value)s” is not a web address. It should start with https:// or http://.")
        raise BadCell(reason % {"value": shorten(text)})
    return _line(column, text)


def _phone(column: Column, text: str) -> str:
    """Three digits at least: help lines are short (211, 988). Quotes round it are an export's slip."""
    number = text.strip("\"'“”‘’ ")
    if sum(letter.isdigit() for letter in number) < 3:
        raise BadCell(_("“%(value)s” is not a phone number.") % {"value": shorten(text)})
    return _line(column, number)


def _number(column: Column, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise BadCell(_("“%(value)s” is not a number.") % {"value": shorten(text)}) from None
    if not math.isfinite(number) or not column.low <= number <= column.high:
        reason = _("%(value)s is not possible here. It should be between %(low)g and %(high)g.")
        raise BadCell(reason % {"value": shorten(text), "low": column.low, "high": column.high})
    return number


def _whole(column: Column, text: str) -> int:
    number = _number(column, text)
    if number != int(number):
        raise BadCell(_("“%(value)s” is not a whole number.") % {"value": shorten(text)})
    return int(number)


def _money(column: Column, text: str) -> Decimal:
    return Decimal(str(_number(column, text))).quantize(Decimal("0.01"))


def _date(column: Column, text: str) -> date:
    try:
        return date.fromisoformat(text[:10]) if len(text) < 11 or text[10] in "T " else date.fromisoformat(text)
    except ValueError:
        reason = _("“%(value)s” is not a date we can read. Write it like 2026-09-30.")
        raise BadCell(reason % {"value": shorten(text)}) from None


def _time(column: Column, text: str) -> time:
    """Opening hours are what the clock on the provider's wall says, so an offset from UTC is not applied."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        reason = _("“%(value)s” is not a time we can read. Write it like 09:30.")
        raise BadCell(reason % {"value": shorten(text)}) from None


def _instant(column: Column, text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        reason = _("“%(value)s” is not a date and time we can read. Write it like 2026-09-30T10:15:00Z.")
        raise BadCell(reason % {"value": shorten(text)}) from None


def _choice(column: Column, text: str) -> str:
    found = next((choice for choice in column.choices if choice.casefold() == text.casefold()), None)
    if found is None:
        reason = _("“%(value)s” is not one of: %(choices)s.")
        raise BadCell(reason % {"value": shorten(text), "choices": ", ".join(column.choices)})
    return found


def shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


_CONVERTERS: dict[Kind, Callable[[Column, str], Value]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.EMAIL: _email,
    Kind.URL: _url,
    Kind.PHONE: _phone,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.INSTANT: _instant,
    Kind.CHOICE: _choice,
}
