"""Dates as people know them: whole, or only a year, or a guess."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms.widgets import DATE_PARTS, DateParts, date_order

Limit = datetime.date | Callable[[], datetime.date] | None
LAST_MONTH, LAST_DAY = 12, 31
OLDEST_YEAR, NEWEST_YEAR = 1880, 2200

# Said in the order in which the reader's language asks for the parts.
AN_EXAMPLE = {"day": "27", "month": "3", "year": "1984"}


@dataclass(frozen=True)
class PartialDate:
    """A date of which only the year is sure to be known; a day never stands without its month."""

    year: int
    month: int | None = None
    day: int | None = None
    estimated: bool = False

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        pattern = "DATE_FORMAT" if self.day else "YEAR_MONTH_FORMAT" if self.month else "Y"
        shown = date_format(self.first_day, pattern)
        return str(_("about %(date)s") % {"date": shown}) if self.estimated else shown


class DateField(forms.Field):
    """A whole date. earliest, latest: a date, or a function giving one (so that today stays today)."""

    widget = DateParts
    default_error_messages = {
        "incomplete": _("Please add the %(missing)s to “%(label)s”."),
        "invalid": _("“%(label)s” is not a real date. Please check it, for example %(example)s."),
        "short_year": _("Please give the year of “%(label)s” in four digits, like 1984."),
        "too_early": _("“%(label)s” must be on or after %(limit)s."),
        "too_late": _("“%(label)s” must be on or before %(limit)s."),
    }
    needed: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, *, earliest: Limit = None, latest: Limit = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        given = {part: str(value.get(part) or "").strip() for part in DATE_PARTS}
        if not any(given.values()):
            return None
        self._check_complete(given)
        return self._made(self._numbers(given), bool(value.get("estimated")))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            self._check_limits(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def _check_complete(self, given: dict[str, str]) -> None:
        missing = [str(DATE_PARTS[part]).lower() for part in self.needed if not given[part]]
        if missing:
            raise self._error("incomplete", missing=str(_(" and ")).join(missing))

    def _numbers(self, given: dict[str, str]) -> dict[str, int]:
        try:
            numbers = {part: _number(part, text) for part, text in given.items() if text}
        except ValueError as reason:
            raise self._error("invalid") from reason
        if not OLDEST_YEAR <= numbers["year"] <= NEWEST_YEAR:
            raise self._error("short_year" if numbers["year"] < 1000 else "invalid")
        return numbers

    def _made(self, numbers: dict[str, int], estimated: bool) -> Any:
        try:
            return datetime.date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError as reason:
            raise self._error("invalid") from reason

    def _check_limits(self, value: datetime.date) -> None:
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest and value < earliest:
            raise self._error("too_early", limit=date_format(earliest))
        if latest and value > latest:
            raise self._error("too_late", limit=date_format(latest))

    def _error(self, code: str, **words: str) -> ValidationError:
        known = {"label": self.label or _("Date"), "example": " ".join(AN_EXAMPLE[part] for part in date_order())}
        return ValidationError(self.error_messages[code], code=code, params={**known, **words})


class PartialDateField(DateField):
    """A date of which the day, or day and month, may be missing; gives a PartialDate."""

    needed = ("year",)

    def __init__(self, *, estimate: bool = True, birthday: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateParts(estimate=estimate, birthday=birthday))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime.date):
            return PartialDate(value.year, value.month, value.day)
        made: PartialDate | None = super().to_python(value)
        return made

    def _check_complete(self, given: dict[str, str]) -> None:
        super()._check_complete(given)
        if given["day"] and not given["month"]:
            raise self._error("incomplete", missing=str(DATE_PARTS["month"]).lower())

    def _made(self, numbers: dict[str, int], estimated: bool) -> PartialDate:
        made = PartialDate(numbers["year"], numbers.get("month"), numbers.get("day"), estimated)
        try:
            made.first_day  # noqa: B018  a date that does not exist raises here
        except ValueError as reason:
            raise self._error("invalid") from reason
        return made

    def _check_limits(self, value: Any) -> None:
        super()._check_limits(value.first_day)


def _number(part: str, text: str) -> int:
    """Digits in any script; a month may also be its name in the active language."""
    if part == "month" and not text.isdecimal():
        names = {
            str(name).rstrip(".").lower(): number for table in (MONTHS_3, MONTHS) for number, name in table.items()
        }
        return names[text.rstrip(".").lower()] if text.rstrip(".").lower() in names else int(text)
    if not re.fullmatch(r"\d+", text):
        raise ValueError(text)
    return int(text)
