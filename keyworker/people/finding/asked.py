"""What somebody typed into the search box, understood: names, a birth date or age, numbers, a case number."""

import calendar
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS

from keyworker.people.names import written
from keyworker.people.names.writing import Word

OLDEST = 120
FEWEST_DIGITS = 6  # of what may be a telephone number or an identifier
ABOUT_YEARS = 3
CODE = re.compile(r"(?<![^\s,;])(?=[\w-]*\d)(?=[\w-]*[^\W\d_])[\w]+(?:-[\w-]+)?(?![^\s,;])")
ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
AGE = re.compile(r"(\d{1,3})(?:y|yo|yr|yrs|a|j)?", re.IGNORECASE)
NUMERIC = re.compile(r"(?<![\d+(-])(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?![\d-])")
MONTH_AND_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-]((?:19|20)\d\d)(?![\d/.-])")
IN_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?)?(?P<month>[^\W\d_]{3,})\.?,?\s+(?:(?P<late>\d{1,2})(?:st|nd|rd|th)?,?\s+)?"
    r"(?:de\s+)?(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
COMPACT = re.compile(r"(?<![\d+])\d{8}(?!\d)")
NUMBER = re.compile(r"(?<!\w)[+(]?\d[\d\s().\-/]{4,}\d(?!\w)")
ABOUT = re.compile(r"(?<!\w)(?:about|around|ca|approx|unos|unas|aprox|حوالي)(?!\w)\.?|[~≈]", re.IGNORECASE)
SAID_OF_AGES = frozenset(
    "years year old yrs yo age aged born dob years-old años año edad nacido nacida سنة".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Born:
    """What is asked of a birth date: the days it may be as it was written, or from one day to another."""

    days: tuple[date, ...] = ()
    span: tuple[date, date] | None = None
    about: bool = False
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Understood. `numbers` may be of a telephone or an identifier; `codes` of a case or an identifier, as typed."""

    name: str = ""
    born: Born | None = None
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        return written(self.name)


@dataclass(slots=True)
class _Reading:
    """The text while it is read: each part that is understood is taken out."""

    text: str
    today: date
    born: Born | None = None
    numbers: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def take(self, found: "re.Match[str]") -> None:
        self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"


def understood(text: str, *, today: date) -> Asked:
    """Read what was typed, in any order; `today` is the day where the agency works."""
    reading = _Reading(_plain_digits(unicodedata.normalize("NFKC", text)), today)
    for read in (_codes, _dates, _numbers, _years_and_ages):
        read(reading)
    return Asked(" ".join(reading.text.split()), reading.born, tuple(reading.numbers), tuple(reading.codes))


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


def _codes(reading: _Reading) -> None:
    for found in reversed(list(CODE.finditer(reading.text))):
        if not AGE.fullmatch(found.group()) and not ORDINAL.fullmatch(found.group()):
            reading.codes.append(found.group())
            reading.take(found)


def _dates(reading: _Reading) -> None:
    for pattern, read in (
        (NUMERIC, _numeric), (IN_WORDS, _in_words), (MONTH_AND_YEAR, _month_and_year), (COMPACT, _compact),
    ):  # fmt: skip
        for found in pattern.finditer(reading.text):
            if (born := read(found, reading.today)) is not None:
                reading.born = born
                if pattern is COMPACT:
                    reading.numbers.append(found.group())
                reading.take(found)
                return


def _numeric(found: "re.Match[str]", today: date) -> Born | None:
    first, middle, last = found[1], found[3], found[4]
    if len(first) == 4:
        return _any_of([(int(first), int(middle), int(last)), (int(first), int(last), int(middle))], today)
    year = int(last) if len(last) == 4 else _century(int(last), today)
    return _any_of([(year, int(middle), int(first)), (year, int(first), int(middle))], today)


def _compact(found: "re.Match[str]", today: date) -> Born | None:
    digits = found.group()
    year_first = (int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    year_last = int(digits[4:])
    return _any_of(
        [year_first, (year_last, int(digits[2:4]), int(digits[:2])), (year_last, int(digits[:2]), int(digits[2:4]))],
        today,
    )


def _in_words(found: "re.Match[str]", today: date) -> Born | None:
    month = _months().get(found["month"].casefold())
    if month is None:
        return None
    day, year = found["day"] or found["late"], int(found["year"])
    if day is not None:
        return _any_of([(year, month, int(day))], today)
    return Born(span=(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])))


def _month_and_year(found: "re.Match[str]", _today: date) -> Born | None:
    month, year = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        return None
    return Born(span=(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])))


def _any_of(parts: list[tuple[int, int, int]], today: date) -> Born | None:
    days = []
    for year, month, day in parts:
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        if today.year - OLDEST <= read.year and read <= today and read not in days:
            days.append(read)
    return Born(days=tuple(days)) if days else None


def _century(two: int, today: date) -> int:
    return 2000 + two if 2000 + two <= today.year else 1900 + two


@cache
def _months() -> dict[str, int]:
    """The months by every name and short name in our languages."""
    found: dict[str, int] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for number, name in MONTHS.items():
                whole = str(name).casefold()
                found.setdefault(whole, number)
                found.setdefault(whole[:3], number)
    return found


def _numbers(reading: _Reading) -> None:
    for found in reversed(list(NUMBER.finditer(reading.text))):
        digits = "".join(c for c in found.group() if c.isdigit())
        if len(digits) >= FEWEST_DIGITS:
            reading.numbers.append(found.group().strip())
            reading.take(found)


def _years_and_ages(reading: _Reading) -> None:
    about = bool(ABOUT.search(reading.text))
    kept, understood_one = [], reading.born is not None
    for word in re.split(r"[\s,;]+", ABOUT.sub(" ", reading.text)):
        born = None if reading.born is not None else _year_or_age(word, about, reading.today)
        if born is not None:
            reading.born, understood_one = born, True
        elif word:
            kept.append(word)
    reading.text = " ".join(word for word in kept if not (understood_one and word.casefold() in SAID_OF_AGES))


def _year_or_age(word: str, about: bool, today: date) -> Born | None:
    if re.fullmatch(r"(?:19|20)\d\d", word) and int(word) <= today.year:
        wide = ABOUT_YEARS if about else 0
        return Born(span=(date(int(word) - wide, 1, 1), date(int(word) + wide, 12, 31)), about=about)
    if (found := AGE.fullmatch(word)) is None or int(found[1]) > OLDEST:
        return None
    age, wide = int(found[1]), ABOUT_YEARS if about else 0
    youngest = _years_before(today, age - wide if age > wide else 0)
    return Born(span=(_years_before(today, age + wide + 1) + timedelta(days=1), youngest), about=about, age=age)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
