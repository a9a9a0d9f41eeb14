"""Dates of birth and death as a form asks for them, and as they are stored: a first day, and how well it is known."""

from datetime import date

from keyworker.design.forms import PartialDate
from keyworker.people.models import DatePrecision


def known_birth(born: PartialDate | None) -> tuple[date | None, str]:
    """A date of birth as it is stored: the first day it can be, and how well it is known."""
    if born is None:
        return None, DatePrecision.DAY.value
    if born.estimated:
        return born.first_day, DatePrecision.ESTIMATED.value
    precision = DatePrecision.DAY if born.day else DatePrecision.MONTH if born.month else DatePrecision.YEAR
    return born.first_day, precision.value


def as_known(born_on: date | None, precision: str) -> PartialDate | None:
    """The same, the other way round: for a form to fill in, or a page to print."""
    if born_on is None:
        return None
    match precision:
        case DatePrecision.DAY:
            return PartialDate(born_on.year, born_on.month, born_on.day)
        case DatePrecision.MONTH:
            return PartialDate(born_on.year, born_on.month)
        case DatePrecision.YEAR:
            return PartialDate(born_on.year)
        case _:
            return PartialDate(born_on.year, estimated=True)
