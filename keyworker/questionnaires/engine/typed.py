"""What a person typed, as a value: numbers in any script, dates known in part, times as they are said."""

import calendar
import re
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import Item, ItemType
from keyworker.questionnaires.engine.values import Coding, Value, is_safe_text


class CannotRead(ValueError):
    """What was typed is not an answer; the message is for the person who typed it."""


def clean(typed: str) -> str:
    """Typed text with one kind of line end and no blank edges. Raises CannotRead for broken characters."""
    if not is_safe_text(typed):
        raise CannotRead(_("There is a character here that cannot be kept. Delete it and type it again"))
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def read_typed(item: Item, text: str) -> Value:
    """One typed text as an answer of the item's type. Raises CannotRead."""
    match item.type:
        case ItemType.BOOLEAN:
            return _yes_or_no(text)
        case ItemType.INTEGER:
            return _whole_number(text)
        case ItemType.DECIMAL:
            return read_decimal(text)
        case ItemType.TIME:
            return read_time(text)
        case ItemType.URL:
            return _web_address(text)
        case ItemType.CHOICE:
            return Coding("", display=text)  # its list lies elsewhere, so only words can be given
        case _:
            return text


def _yes_or_no(text: str) -> bool:
    if text not in {"true", "false"}:
        raise CannotRead(_("Choose yes or no"))
    return text == "true"


_DIGITS = rf"\d{{1,{limits.NUMBER_DIGITS}}}"
_NUMBER = re.compile(rf"[+-]?{_DIGITS}(?:[.,]{_DIGITS})?\Z")


def read_decimal(text: str) -> Decimal:
    """A number in any script's digits, with a point or a comma before the decimals; "1,000" could be either."""
    written = text.replace(" ", "").replace("\u066b", ".")
    if not _NUMBER.match(written) or re.search(r"[1-9],\d{3}\Z", written):
        raise CannotRead(_("Write a number, like 4 or 2.5"))
    return Decimal(written.replace(",", "."))


def _whole_number(text: str) -> int:
    try:
        number = read_decimal(text)
    except CannotRead as error:
        raise CannotRead(_("Write a whole number, like 4")) from error
    if number != number.to_integral_value():
        raise CannotRead(_("Write a whole number, like 4"))
    return int(number)


def read_date(day: str, month: str, year: str) -> str | None:
    """An ISO date. The day, or day and month, may be left out where they are not known. Raises CannotRead."""
    if not (day or month or year):
        return None
    numbers = [_part(text) for text in (year, month, day)]
    if numbers[0] is None or (numbers[1] is None and numbers[2] is not None):
        raise CannotRead(_("Write at least the year, or the month and the year"))
    year_number, month_number, day_number = numbers[0], numbers[1] or 1, numbers[2] or 1
    if not 1800 <= year_number <= 2999:
        raise CannotRead(_("Write the year with four digits, like 2024"))
    if not 1 <= month_number <= 12 or not 1 <= day_number <= calendar.monthrange(year_number, month_number)[1]:
        raise CannotRead(_("There is no such date. Check the day and the month"))
    written = [f"{year_number:04}"] + [f"{number:02}" for number in numbers[1:] if number is not None]
    return "-".join(written)


def _part(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 4:
        raise CannotRead(_("Write the date in numbers, like 27 3 2024"))
    return int(text)


_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})?\s*([ap])?\.?m?\.?\Z", re.IGNORECASE)


def read_time(text: str) -> str:
    """ "9:30", "14.05", "2pm" as an ISO time. Raises CannotRead."""
    match = _TIME.match(text)
    if match is None:
        raise CannotRead(_("Write a time, like 9:30 or 14:05"))
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or (match[2] is None and not half):
        raise CannotRead(_("Write a time, like 9:30 or 14:05"))
    return f"{hour:02}:{minute:02}:00"


def _web_address(text: str) -> str:
    """Only addresses that lead to a page or to mail: nothing that a browser would run."""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise CannotRead(_("Write a web address, like https://example.org")) from error
    if parts.scheme not in {"http", "https", "mailto", "urn"} or not (parts.netloc or parts.path):
        raise CannotRead(_("Write a web address, like https://example.org"))
    return text
