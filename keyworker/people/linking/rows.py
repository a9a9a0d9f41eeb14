"""A person as they are written down, and the same person as they are compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from keyworker.people.linking import folding
from keyworker.people.names.table import groups

PHONES, NUMBERS, FULL_NAMES = 2, 3, 3  # how many of each are compared

# The columns that are compared, in the order in which they are handed over; `id` comes first.
COMPARED: Final = (
    "given", "family", "given_sound", "family_sound", "given_bones", "family_bones", "given_vowels", "family_vowels",
    "given_first", "given_last", "family_first", "family_last", "full_1", "full_2", "full_3",
    "birth", "birth_turned", "birth_year", "birth_month", "birth_day",
    "street", "city", "postcode", "phone_1", "phone_2", "number_1", "number_2", "number_3",
    "email", "email_name", "sex",
)  # fmt: skip


@dataclass(slots=True)
class Written:
    """Somebody as a file or a record says it; everything but the key may be empty."""

    id: str
    name: str = ""
    given: str = ""
    family: str = ""
    birth: str = ""
    address: str = ""
    city: str = ""
    postcode: str = ""
    phones: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    email: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """How this list writes things down: which comes first in a date, and in which country its short numbers are."""

    day_first: bool = True
    region: str = ""


def compared(people: Iterable[Written], habits: Habits) -> Iterator[dict[str, str | None]]:
    """Each person with `id` and the columns of `COMPARED`; what is not known is None."""
    for person in people:
        found = {**_names(person), **_birth(person, habits), **_places(person), **_numbers(person, habits)}
        found["sex"] = folding.sex(person.sex)
        found["email"] = folding.email(person.email)
        found["email_name"] = found["email"].partition("@")[0]
        yield {"id": person.id, **{name: found[name] or None for name in COMPARED}}


def _names(person: Written) -> dict[str, str]:
    given, family = " ".join(folding.words_of(person.given)), " ".join(folding.words_of(person.family))
    if person.name and not (given or family):
        given, family = folding.parted(person.name)
    first = given.split()
    bare = folding.without_particles(family.split())
    written = person.given or person.name, person.family or person.name
    return {
        "given": given,
        "family": family,
        "given_sound": folding.sound(given),
        "family_sound": folding.sound(" ".join(bare)),
        "given_bones": _bones(given),
        "family_bones": _bones(" ".join(bare)),
        "given_vowels": "y" if folding.writes_vowels(written[0]) else "n",
        "family_vowels": "y" if folding.writes_vowels(written[1]) else "n",
        "given_first": first[0] if first else "",
        "given_last": first[-1] if first else "",
        "family_first": bare[0] if bare else "",
        "family_last": bare[-1] if bare else "",
        **_in_full(first[0] if first else ""),
    }


def _in_full(name: str) -> dict[str, str]:
    """Which names somebody of this one may bear in full, by the table that the search has, too."""
    found = sorted({full for _kind, full in groups(name)} - {name})[:FULL_NAMES]
    return {f"full_{place}": found[place - 1] if place <= len(found) else "" for place in range(1, FULL_NAMES + 1)}


def _bones(name: str) -> str:
    """Two consonants at least: one is in every other name."""
    found = folding.consonants(name)
    return found if len(found) > 1 else ""


def _birth(person: Written, habits: Habits) -> dict[str, str]:
    year, month, day = folding.born(person.birth, day_first=habits.day_first) if person.birth else ("", "", "")
    return {
        "birth": year + month + day if day else "",
        "birth_turned": folding.turned(year, month, day) if int(month or 99) <= 12 else "",
        "birth_year": year,
        "birth_month": month,
        "birth_day": day,
    }


def _places(person: Written) -> dict[str, str]:
    return {
        "street": folding.street(person.address),
        "city": folding.folded(person.city),
        "postcode": folding.postcode(person.postcode),
    }


def _numbers(person: Written, habits: Habits) -> dict[str, str]:
    phones = _several((folding.phone(each, habits.region) for each in person.phones), PHONES)
    numbers = _several((folding.number(each) for each in person.numbers), NUMBERS)
    found = {f"phone_{place}": value for place, value in enumerate(phones, start=1)}
    return found | {f"number_{place}": value for place, value in enumerate(numbers, start=1)}


def _several(values: Iterable[str], most: int) -> list[str]:
    known = sorted(dict.fromkeys(value for value in values if value))[:most]
    return known + [""] * (most - len(known))


def habits_of(births: Iterable[str], region: str = "") -> Habits:
    """Which of two numbers is the day is told by the dates of which only one reading is possible."""
    first = second = 0
    for text in births:
        parts = folding.DIGITS.findall(text)
        if len(parts) == 3 and len(parts[2]) == 4:
            first += 12 < int(parts[0]) <= 31
            second += 12 < int(parts[1]) <= 31
    return Habits(day_first=first >= second, region=region)
