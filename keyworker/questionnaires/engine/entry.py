"""Reads answers out of a submitted web form: what a person typed becomes values, or a message beside the box."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.definition import Definition, Item, ItemType, is_repeating_group
from keyworker.questionnaires.engine.validation import Problem
from keyworker.questionnaires.engine.values import Quantity, Value, is_safe_text

OTHER = "#other"
ADD = "add"
SHOWN = "shown"


def name_of(place: Place, part: str = "") -> str:
    """The name of a box: "answer:", the indices, the part ("day", "other"...), the link id."""
    return f"answer:{'.'.join(map(str, place.at))}:{part}:{place.link_id}"


class Sent:
    """What a browser sent, each name with its list of texts. Takes a Django QueryDict or a plain dictionary."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def all(self, name: str) -> list[str]:
        if hasattr(self._data, "getlist"):
            return [text for text in self._data.getlist(name) if isinstance(text, str)]
        found = self._data.get(name, [])
        return [text for text in (found if isinstance(found, list | tuple) else [found]) if isinstance(text, str)]

    def one(self, name: str) -> str:
        found = self.all(name)
        return found[-1] if found else ""


@dataclass(frozen=True, slots=True)
class Entered:
    answers: Answers
    problems: tuple[Problem, ...]
    adds_more: bool = False


class CannotRead(ValueError):
    """What was typed is not an answer; the message is for the person who typed it."""


@dataclass(slots=True)
class _Reading:
    """The form as it is being read."""

    definition: Definition
    sent: Sent
    zone: tzinfo
    values: dict[Place, tuple[Value, ...]] = field(default_factory=dict)
    occurrences: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_form(definition: Definition, data: Mapping[str, Any], zone: tzinfo = UTC) -> Entered:
    """The answers in a form as our own page sends it. `zone` is where a typed time of day is meant."""
    reading = _Reading(definition, Sent(data), zone)
    asked_for = reading.sent.one(ADD)
    for item in definition.walk():
        for place in Answers(reading.values, reading.occurrences).places(definition, item):
            _count(reading, item, place, asked_for)
            if item.is_asked and not item.read_only and not definition.is_computed(item):
                _read(reading, item, place)
    answers = Answers(reading.values, reading.occurrences)
    return Entered(answers, tuple(reading.problems), bool(asked_for))


def _count(reading: _Reading, item: Item, place: Place, asked_for: str) -> None:
    """How many of a repeating thing the page showed, and one more where the person asked for it."""
    if not item.repeats or item.options:
        return
    typed = reading.sent.one(name_of(place, "count"))
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
    count += asked_for == name_of(place, "count")
    most = item.bounds.max_occurs if is_repeating_group(item) else limits.ANSWERS_TO_ONE_QUESTION
    reading.occurrences[place] = max(1, min(count, most or limits.OCCURRENCES))


def _read(reading: _Reading, item: Item, place: Place) -> None:
    try:
        values = tuple(_values(reading, item, place))
    except CannotRead as error:
        reading.problems.append(Problem(place, str(error)))
        return
    if values:
        reading.values[place] = values


def _values(reading: _Reading, item: Item, place: Place) -> Iterator[Value]:
    sent = reading.sent
    if item.options:
        yield from _chosen(item, place, sent)
    elif item.type is ItemType.DATE:
        if (found := read_date(*_date_parts(sent, place))) is not None:
            yield found
    elif item.type is ItemType.DATE_TIME:
        yield from _moment(sent, place, reading.zone)
    else:
        for typed in sent.all(name_of(place))[: limits.ANSWERS_TO_ONE_QUESTION]:
            if (text := clean(typed)) != "":
                yield read_typed(item, text)


def _chosen(item: Item, place: Place, sent: Sent) -> Iterator[Value]:
    """Each token once, in the form's order; then the answer in the person's own words."""
    tokens = set(sent.all(name_of(place)))
    known = {option.token for option in item.options}
    other = clean(sent.one(name_of(place, "other")))
    if tokens - known - {"", OTHER}:
        raise CannotRead(_("Choose from the answers listed"))
    for option in item.options:
        if option.token in tokens:
            yield option.value
    if item.type is not ItemType.OPEN_CHOICE or not (other or OTHER in tokens):
        return
    if OTHER in tokens and not other:
        raise CannotRead(_("Write your own answer, or choose another"))
    if other and (OTHER in tokens or not tokens - {""} or item.repeats):
        yield other


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
        case ItemType.QUANTITY:
            unit = item.unit
            return Quantity(
                read_decimal(text),
                (unit.display or unit.code) if unit else "",
                unit.code if unit else "",
                unit.system if unit else "",
            )
        case ItemType.TIME:
            return read_time(text)
        case ItemType.URL:
            return _web_address(text)
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


def _date_parts(sent: Sent, place: Place) -> tuple[str, str, str]:
    day, month, year = (clean(sent.one(name_of(place, part))) for part in ("day", "month", "year"))
    return day, month, year


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


def _moment(sent: Sent, place: Place, zone: tzinfo) -> Iterator[Value]:
    date = read_date(*_date_parts(sent, place))
    typed = clean(sent.one(name_of(place, "time")))
    if date is None:
        if typed:
            raise CannotRead(_("Write the date as well as the time"))
        return
    if not typed:
        yield date
        return
    if len(date) < 10:
        raise CannotRead(_("Write the whole date when you give a time"))
    moment = datetime.fromisoformat(f"{date}T{read_time(typed)}").replace(tzinfo=zone)
    yield moment.isoformat()


def _web_address(text: str) -> str:
    """Only addresses that lead to a page or to mail: nothing that a browser would run."""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise CannotRead(_("Write a web address, like https://example.org")) from error
    if parts.scheme not in {"http", "https", "mailto", "urn"} or not (parts.netloc or parts.path):
        raise CannotRead(_("Write a web address, like https://example.org"))
    return text
