"""A person's facts as they are compared: letters without accents and case, dates by their parts, numbers bare."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import phonenumbers
from anyascii import anyascii

LONGEST: Final = 80  # letters of a value that are compared; damage and whole letters end here
_LEFT_OUT = str.maketrans("", "", "'’‘ʼ`´ʿʾ.")
_SPACES = re.compile(r"[^a-z0-9]+")
_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sr", "sra", "jr", "ii", "iii"})
_PARTICLES = frozenset(
    {"de", "del", "della", "di", "da", "do", "dos", "das", "la", "las", "los", "le", "el", "al", "y", "e", "van",
     "von", "der", "den", "ter", "bin", "ben", "ibn", "bint", "abu", "st", "thi"}
)  # fmt: skip
_SOUNDS = (
    ("ph", "f"), ("sch", "sh"), ("tsch", "ch"), ("ck", "k"), ("q", "k"), ("th", "t"), ("dj", "j"), ("kh", "h"),
    ("gh", "g"), ("w", "v"), ("z", "s"), ("ou", "u"), ("oo", "u"), ("o", "u"), ("ee", "i"), ("e", "i"), ("y", "i"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouyh]")


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """Latin lower-case words of letters and digits, one space between: "José O’Brien-Smith" → "jose obrien smith"."""
    if not text.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = anyascii(bare)
    return _SPACES.sub(" ", text.translate(_LEFT_OUT).lower())[:LONGEST].strip()


@lru_cache(maxsize=200_000)
def sound(name: str) -> str:
    """How a folded name is spoken, roughly and in any of its spellings: "mohamed", "mouhammed" → "muhamid"."""
    for letters, heard in _SOUNDS:
        name = name.replace(letters, heard)
    name = _DOUBLED.sub(r"\1", name)
    return name[:-1] if len(name) > 2 and name.endswith("h") else name


@lru_cache(maxsize=200_000)
def consonants(name: str) -> str:
    """What is left of a name where short vowels are not written: محمد and "Mohammed" → "mhmd" without its h, "mmd"."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", sound(name)))


def writes_vowels(text: str) -> bool:
    """Whether the name stands in a script that writes its vowels; Arabic and Hebrew do not."""
    return not any("\u0590" <= letter <= "\u08ff" for letter in text)


def words_of(name: str) -> list[str]:
    """The folded words of a name without titles; what is nothing but titles stays."""
    words = folded(name).split()
    return [word for word in words if word not in _HONORIFICS] or words


def without_particles(words: Sequence[str]) -> list[str]:
    """The words of a family name that tell families apart: "de la Cruz" → ["cruz"]."""
    return [word for word in words if word not in _PARTICLES] or list(words)


def parted(name: str) -> tuple[str, str]:
    """Given and family name of a whole one: by the comma, else the last word is the family's. A single name is given.

    Which is which may be wrong; names that stand the other way round are compared, too.
    """
    if "," in name:
        family, _comma, given = name.partition(",")
        return " ".join(words_of(given)), " ".join(words_of(family))
    words = words_of(name)
    if len(words) < 2:
        return " ".join(words), ""
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


# --- dates ------------------------------------------------------------------------------------------------------

DIGITS = re.compile(r"\d+")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number + 1 for number, name in enumerate(_NAMES)}


def born(text: str, *, day_first: bool) -> tuple[str, str, str]:
    """Year, month and day as "1987", "03", "04", each empty where it is not known or cannot be.

    Reads 1987-03-04, 19870304, 04/03/1987, 4 March 1987, 1987-03, 1987, and any time behind it. `day_first`: of two
    numbers that may both be months, the first is the day.
    """
    text = text.strip().split("T", maxsplit=1)[0]
    named = next((number for name, number in _MONTHS.items() if name in text.lower()), 0)
    parts = DIGITS.findall(text.split(":", maxsplit=1)[0].rsplit(" ", maxsplit=1)[0] if ":" in text else text)
    if len(parts) == 1 and len(parts[0]) in (6, 8):
        parts = [parts[0][:4], parts[0][4:6], *([parts[0][6:]] if len(parts[0]) == 8 else [])]
    return _of_parts([*parts[:3]], named, day_first)


def _of_parts(parts: list[str], named: int, day_first: bool) -> tuple[str, str, str]:
    where = next((place for place, part in enumerate(parts) if len(part) == 4), None)
    if where is None or parts[where] in {"0000", "9999"}:
        return "", "", ""
    year = parts[where]
    rest = [int(part) for place, part in enumerate(parts) if place != where]
    if named:
        month, day = named, rest[0] if rest else 0
    elif where == 0:
        month, day = (*rest, 0, 0)[:2]
    elif len(rest) == 2:
        day, month = rest if rest[1] <= 12 and (day_first or rest[0] > 12) else rest[::-1]
    else:
        month, day = (*rest, 0)[:1][0], 0
    if not 1 <= month <= 31:
        return year, "", ""
    return year, f"{month:02d}", f"{day:02d}" if 1 <= day <= 31 else ""


def turned(year: str, month: str, day: str) -> str:
    """The date with day and month changed over, where that may have happened; else empty."""
    return f"{year}{day}{month}" if day and month and int(day) <= 12 and day != month else ""


# --- places, numbers, sex ---------------------------------------------------------------------------------------

_WAYS = {
    "street": "st", "str": "st", "road": "rd", "avenue": "ave", "av": "ave", "drive": "dr", "lane": "ln",
    "court": "ct", "crt": "ct", "place": "pl", "boulevard": "blvd", "terrace": "tce", "terr": "tce", "parade": "pde",
    "crescent": "cres", "circuit": "cct", "highway": "hwy", "square": "sq", "apartment": "apt", "flat": "apt",
    "unit": "apt", "north": "n", "south": "s", "east": "e", "west": "w", "saint": "st",
}  # fmt: skip


@lru_cache(maxsize=100_000)
def street(text: str) -> str:
    """An address line with the usual words for roads and flats cut short."""
    return " ".join(_WAYS.get(word, word) for word in folded(text).split())


def postcode(text: str) -> str:
    """Letters and digits alone; the four more digits of a US code and what a spreadsheet added (".0") left out."""
    bare = folded(text.removesuffix(".0")).replace(" ", "")
    return bare[:5] if len(bare) == 9 and bare.isdigit() else bare


@lru_cache(maxsize=100_000)
def phone(text: str, region: str = "") -> str:
    """The number without country code and zeros in front, its last nine digits: however it was written down."""
    digits = "".join(c for c in text.removesuffix(".0") if c.isdigit())
    if len(digits) < 6 or len(set(digits)) == 1:
        return ""
    if region or text.lstrip().startswith("+"):
        try:
            return str(phonenumbers.parse(text, region or None).national_number)[-9:]
        except phonenumbers.NumberParseException:
            pass  # no number of that country; its digits may still be the same as somebody's
    return digits.lstrip("0")[-9:]


def number(text: str) -> str:
    """An identifier's letters and digits. What nobody was given ("0", "999999", "n/a") is none."""
    bare = folded(text.removesuffix(".0")).replace(" ", "")
    return bare if len(bare) > 3 and len(set(bare)) > 1 and any(c.isdigit() for c in bare) else ""


_SEXES: Mapping[str, str] = {"f": "f", "w": "f", "m": "m", "h": "m", "2": "f", "1": "m"}


def sex(text: str) -> str:
    """f or m by the first letter in English, Spanish, French or German, or by ISO 5218; all else says nothing."""
    word = folded(text)
    return "f" if word in {"mujer", "mulher"} else _SEXES.get(word[:1], "")


def email(text: str) -> str:
    """The address in lower case."""
    bare = text.strip().lower()
    return bare[:LONGEST] if "@" in bare else ""
