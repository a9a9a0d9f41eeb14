"""Made-up people by the hundred thousand: families under one roof, twins, and some who were written down twice.

A record's id is "person-record"; two records are one person when the first half is the same. Second records are
misspelt, lack facts, have moved house, have day and month or given and family name changed over. The same seed makes
the same people.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from keyworker.console.seeding.names import FAMILY, GIVEN

HEADER = (
    "id",
    "given_name",
    "family_name",
    "date_of_birth",
    "address",
    "city",
    "postcode",
    "phone",
    "national_id",
    "sex",
)
TWICE = 0.12  # of all people stand in the list a second time
TWINS = 0.03  # of all children
NAMESAKES = 0.02  # of all who live with others
SYLLABLES = "ba be bo ca ce da de di do fa fi ga ge ha he ja jo ka ke ki la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi wa ya za zo".split()  # noqa: E501, SIM905
ENDS = "n r s l m t nd rs ng sen son man ton ez ov ic".split()  # noqa: SIM905
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Record:
    """One row, all as text; empty where it is not known."""

    id: str
    given: str
    family: str
    birth: str
    address: str
    city: str
    postcode: str
    phone: str
    number: str
    sex: str

    def row(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)


class Town:
    """A stream of records, with names as uneven as they are among people: few are common, most are rare."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._given = GIVEN + [self._word(2) for _ in range(2_000)]
        self._family = FAMILY + [self._word(3) for _ in range(20_000)]
        self._streets = [f"{self._word(2)} {kind}" for _ in range(4_000) for kind in ("Street", "Road")]
        self._cities = [(self._word(3), f"{number:05d}") for number in self._random.sample(range(10_000, 99_999), 900)]
        self._people = 0

    def records(self, many: int) -> Iterator[Record]:
        """That many, household by household."""
        left = many
        while left > 0:
            for record in self._household():
                if left > 0:
                    yield record
                    left -= 1

    def _word(self, syllables: int) -> str:
        return ("".join(self._random.choices(SYLLABLES, k=syllables)) + self._random.choice(ENDS)).capitalize()

    def _uneven(self, names: list[str]) -> str:
        """A few are common, none of them very; the place in the list is the square of an even draw."""
        return names[int(len(names) * self._random.random() ** 3)]

    def _household(self) -> Iterator[Record]:
        family, (city, postcode) = self._uneven(self._family), self._random.choice(self._cities)
        home = f"{self._random.randint(1, 180)} {self._random.choice(self._streets)}"
        phone = self._phone()
        born, sizes, called = None, (1, 1, 1, 2, 2, 3, 4, 5), set[str]()
        for place in range(self._random.choice(sizes)):
            twin = place > 2 and born is not None and self._random.random() < TWINS
            born = born if twin else self._born(child=place > 1)
            own = self._phone() if place < 2 and self._random.random() < 0.6 else phone
            self._people += 1
            given = self._called(called)
            person = Record(
                id=f"{self._people}-1", given=given, family=family, birth=born.isoformat(),
                address=home, city=city, postcode=postcode, phone=own if self._random.random() < 0.8 else "",
                number=str(self._random.randint(10**8, 10**9)) if self._random.random() < 0.35 else "",
                sex=self._random.choice("FM"),
            )  # fmt: skip
            yield person
            if self._random.random() < TWICE:
                yield self._again(person)

    def _called(self, taken: set[str]) -> str:
        """Nobody under one roof has the same name, but for some who were named after their parents."""
        given = self._uneven(self._given)
        while given in taken and self._random.random() > NAMESAKES:
            given = self._uneven(self._given)
        if taken and self._random.random() < NAMESAKES:
            given = min(taken)
        taken.add(given)
        return given

    def _born(self, *, child: bool) -> date:
        first, days = (date(2005, 1, 1), 7_000) if child else (date(1935, 1, 1), 25_500)
        return first + timedelta(days=self._random.randrange(days))

    def _phone(self) -> str:
        return f"0{self._random.randint(10**8, 10**9 - 1)}"

    def _again(self, person: Record) -> Record:
        """The same person, written down by somebody else, some other year."""
        found = replace(person, id=person.id.replace("-1", "-2"))
        if self._random.random() < 0.25:
            city, postcode = self._random.choice(self._cities)
            street = self._random.choice(self._streets)
            found = replace(found, address=f"{self._random.randint(1, 180)} {street}", city=city, postcode=postcode)
        if self._random.random() < 0.02:
            found = replace(found, given=found.family, family=found.given)
        found = replace(found, birth=self._misdated(found.birth))
        for name, typos, missing in (
            ("given", 0.12, 0.02), ("family", 0.12, 0.01), ("birth", 0.04, 0.08), ("address", 0.2, 0.1),
            ("city", 0.1, 0.05), ("postcode", 0.05, 0.1), ("phone", 0.05, 0.5), ("number", 0.03, 0.5),
            ("sex", 0.0, 0.1),
        ):  # fmt: skip
            found = replace(found, **{name: self._worn(getattr(found, name), typos, missing)})
        return found

    def _misdated(self, birth: str) -> str:
        year, month, day = birth.split("-")
        if self._random.random() < 0.03 and int(day) <= 12:
            return f"{year}-{day}-{month}"
        return year if self._random.random() < 0.02 else birth

    def _worn(self, text: str, typos: float, missing: float) -> str:
        chance = self._random.random()
        if chance < missing:
            return ""
        return self._misspelt(text) if chance < missing + typos and len(text) > 2 else text

    def _misspelt(self, text: str) -> str:
        at = self._random.randrange(1, len(text) - 1)
        letter = self._random.choice("0123456789" if text[at].isdigit() else LETTERS)
        ways: list[Callable[[], str]] = [
            lambda: text[:at] + text[at + 1 :],
            lambda: text[:at] + letter + text[at:],
            lambda: text[:at] + letter + text[at + 1 :],
            lambda: text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        ]
        return self._random.choice(ways)()
