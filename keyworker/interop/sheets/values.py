"""What the words in a cell stand for: dates, yes and no, languages, programs, workers. No database."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from babel import Locale

from keyworker.delivery.models import ContactKind
from keyworker.people.finding.asked import Born, understood
from keyworker.people.linking.folding import folded
from keyworker.people.models import DatePrecision

# Lists of words read better as words.
YES: Final = frozenset(map(folded, "yes y true t 1 x ok ja j si s oui o vrai verdadero نعم".split())) | {"✓", "✔"}  # noqa: SIM905
NO: Final = frozenset(map(folded, "no n false f 0 nein non faux falso ninguno none لا".split()))  # noqa: SIM905
NAMED_IN: Final = ("en", "es", "fr", "de", "ar")
YEAR_FIRST: Final = re.compile(r"\s*\d{4}(\D|\d{4}\s*$)")
DAY_FIRST, MONTH_FIRST = "day", "month"
AHEAD: Final = 20  # years for which something may be planned
KINDS: Final = {
    ContactKind.PHONE: frozenset({"phone", "call", "called", "telephone", "tel", "telefono", "llamada", "appel"}),
    ContactKind.VIDEO: frozenset({"video", "zoom", "teams", "videollamada", "visio"}),
    ContactKind.MESSAGE: frozenset({"message", "sms", "text", "email", "mail", "whatsapp", "mensaje", "correo"}),
    ContactKind.LETTER: frozenset({"letter", "post", "carta", "lettre", "brief"}),
    ContactKind.GROUP: frozenset({"group", "grupo", "groupe"}),
    ContactKind.VISIT: frozenset({"visit", "person", "office", "home", "visita", "visite", "presencial", "besuch"}),
}
WRITE_THE_MONTH_FIRST: Final = frozenset({"US", "PH", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW"})  # CLDR


def yes_or_no(text: str) -> bool | None:
    """None for what is neither."""
    bare = folded(text) or text.strip()
    return True if bare in YES else False if bare in NO else None


@cache
def languages() -> Mapping[str, str]:
    """The ISO 639 code of a language by its folded name in five languages, or by itself."""
    found: dict[str, str] = {}
    for name in NAMED_IN:
        for code, called in Locale(name).languages.items():
            found.setdefault(folded(called), code)
            found.setdefault(code.casefold(), code)
    return found


def born(text: str, *, order: str, today: date) -> tuple[date, str] | None:
    """A birth date and how sure it is: from a day in any writing, a month, a year, "about 1987", or an age.

    `order` says whether 4/5/1990 begins with the day or the month; what fits only one way is read that way.
    None for what cannot be a birth date.
    """
    asked = understood(text, today=today)
    if asked.born is None or asked.name or asked.codes:
        return None
    return _day(text, asked.born, order) or _stretch(asked.born, today)


def _day(text: str, read: Born, order: str) -> tuple[date, str] | None:
    if not read.days:
        return None
    # Of a date in numbers the first reading has the day first, where both are days.
    second = len(read.days) > 1 and order == MONTH_FIRST and not YEAR_FIRST.match(text)
    return read.days[1 if second else 0], DatePrecision.DAY.value


def _stretch(read: Born, today: date) -> tuple[date, str] | None:
    if read.span is None:
        return None
    first, last = read.span
    if read.age is not None:
        return date(today.year - read.age, 1, 1), DatePrecision.ESTIMATED.value
    if read.about:
        return date((first.year + last.year) // 2, 1, 1), DatePrecision.ESTIMATED.value
    precision = DatePrecision.MONTH if (first.year, first.month) == (last.year, last.month) else DatePrecision.YEAR
    return first, precision.value


def guessed_order(texts: list[str], country: str = "") -> str:
    """Whether dates in numbers begin with the month: where some can only be read so, and none only the other way.

    Where they do not tell, as the country writes them.
    """
    firsts, seconds = set(), set()
    for text in texts:
        if found := re.fullmatch(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}.*", text):
            firsts.add(int(found[1]))
            seconds.add(int(found[2]))
    if max(firsts, default=0) > 12:
        return DAY_FIRST
    return MONTH_FIRST if max(seconds, default=0) > 12 or country in WRITE_THE_MONTH_FIRST else DAY_FIRST


NUMERIC: Final = re.compile(r"\s*(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T].*)?\s*")


def day(text: str, *, order: str, today: date) -> date | None:
    """A day of our own time, in the past or to come: in numbers, or in words as birth dates are."""
    found = NUMERIC.fullmatch(text)
    if found is None:
        read = born(text, order=order, today=today.replace(year=today.year + AHEAD))
        return read[0] if read and read[1] == DatePrecision.DAY else None
    first, second, third = map(int, found.groups())
    if len(found[1]) == 4:
        return _possible([(first, second, third)])
    year = third if len(found[3]) == 4 else 2000 + third
    ways = [(year, second, first), (year, first, second)]
    return _possible(ways[::-1] if order == MONTH_FIRST else ways)


def _possible(ways: list[tuple[int, int, int]]) -> date | None:
    for year, month, number in ways:
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return None


def kind_of_contact(text: str) -> ContactKind | None:
    """How somebody was in contact, by the words of five languages."""
    words = set(folded(text).split())
    return next((kind for kind, known in KINDS.items() if words & known), None)
