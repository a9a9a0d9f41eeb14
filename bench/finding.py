"""How well people are found: two hundred hard look-ups among thousands of others, and duplicates known to be such.

Run by `make bench` before the pages are measured. No database: the rows of names are held here, nominated from and
ranked as `people.finding` does it.
"""

import csv
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from keyworker.console.environment import running_django

HERE = Path(__file__).resolve().parent
OTHERS = 6_000
TODAY = date(2026, 11, 22)
LEAST = 0.95  # of known duplicates that are among the first five answers


class Index:
    """People in memory, kept and nominated as the database does it."""

    def __init__(self) -> None:
        self.people: dict[object, object] = {}
        self.tokens: dict[str, set] = defaultdict(set)
        self.days: dict[date, set] = defaultdict(set)

    def add(self, key, names: Iterable[str], born_on: date | None = None) -> None:
        from keyworker.people.finding.ranking import Candidate
        from keyworker.people.names import look_up_tokens

        kept = tuple(dict.fromkeys(filter(None, names)))
        self.people[key] = Candidate(key, kept, born_on=born_on)
        for token in look_up_tokens(*kept):
            self.tokens[token].add(key)
        if born_on is not None:
            self.days[born_on].add(key)

    def find(self, asked) -> list:
        from keyworker.people.finding.ranking import is_clear

        found = self.ranked(asked, loosely=False)
        return found if is_clear(found) else self.ranked(asked, loosely=True)

    def ranked(self, asked, *, loosely: bool) -> list:
        from keyworker.people.finding import nominating
        from keyworker.people.finding.ranking import ranked

        weights: Counter = Counter()
        for token in nominating.asked_tokens(asked.words, loosely=loosely):
            for key in self.tokens.get(token, ()):
                weights[key] += nominating.WEIGHTS[token[0]]
        best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[: nominating.MOST_NOMINATED]
        keys = dict.fromkeys(key for key, _ in best)
        for day in nominating.near_days(asked.born.days) if asked.born else ():
            keys.update(dict.fromkeys(self.days.get(day, ())))
        return ranked(asked, [self.people[key] for key in keys])


def look_ups() -> int:
    """Print the rates by kind; the people asked for stand among made-up ones who share their names' parts."""
    from keyworker.people.finding.asked import understood

    with (HERE / "look-ups.csv").open(encoding="utf-8") as file:
        asked = list(csv.DictReader(file))
    index, keys = Index(), {}
    for name in dict.fromkeys(row["name"] for row in asked):
        said = [row for row in asked if row["name"] == name]
        more = [row[column] for row in said for column in ("preferred", "own_script")]
        born = next((date.fromisoformat(row["born"]) for row in said if row["born"]), None)
        keys[name] = len(keys)
        index.add(keys[name], (name, *more), born)
    _add_others(index, list(keys))
    tally: dict[str, Counter] = defaultdict(Counter)
    started, missed = time.perf_counter(), []
    for row in asked:
        found = [one.id for one in index.find(understood(row["asked"], today=TODAY))[:5]]
        same = {key for name, key in keys.items() if _same(name, row["name"])}
        for kind in (row["kind"], "all"):
            tally[kind].update(asked=1, first=bool(same & set(found[:1])), five=bool(same & set(found)))
        if not same & set(found[:1]):
            missed.append(f"    {row['asked']} → {row['name']}: {'among five' if same & set(found) else 'not found'}")
    took = (time.perf_counter() - started) * 1000 / len(asked)
    print(f"\n{len(asked)} hard look-ups among {len(index.people):,} people ({took:.1f} ms each)")
    for kind, found in tally.items():
        first, five = found["first"] / found["asked"], found["five"] / found["asked"]
        print(f"  {kind:<8} {found['asked']:>4}   first {first:6.1%}   among the first five {five:6.1%}")
    if "--missed" in sys.argv:
        print("\n".join(missed))
    return 0


def _same(one: str, other: str) -> bool:
    """The same person stands in the table in two scripts where both are asked for."""
    from keyworker.people.finding.likeness import alike
    from keyworker.people.names import written

    return one == other or alike(written(one), (other,)).score > 0.93


def _add_others(index: Index, names: list[str]) -> None:
    from keyworker.console.seeding.names import FAMILY, GIVEN

    dice = random.Random("others")
    firsts = [name.split()[0] for name in names if len(name.split()) > 1]
    lasts = [name.split()[-1] for name in names if len(name.split()) > 1]
    taken = set(names)
    while len(index.people) < OTHERS:
        first = dice.choice(firsts if dice.random() < 0.25 else GIVEN)
        last = dice.choice(lasts if dice.random() < 0.25 else FAMILY)
        name = f"{first} {last}" if dice.random() < 0.8 else f"{first} {dice.choice(GIVEN)} {last}"
        born = date(dice.randint(1930, 2024), dice.randint(1, 12), dice.randint(1, 28))
        if name not in taken:
            index.add(len(index.people), (name,), born)


def duplicates() -> int:
    """Print how many known duplicates a search before create finds; where the data is present."""
    path = _data() / "linkage" / "febrl" / "dataset3.csv"
    if not path.is_file():
        print(f"\nNo known duplicates are measured: {path} is not there.")
        return 0
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    index = Index()
    for row in rows:
        if row["rec_id"].endswith("-org"):
            index.add(row["rec_id"].split("-")[1], (_name(row),), _day(row))
    found = [_asked_again(index, row) for row in rows if "-dup-" in row["rec_id"]]
    five, first, likely = (sum(each) / len(found) for each in zip(*found, strict=True))
    print(f"\nSearch before create, FEBRL dataset 3: {len(found):,} duplicates of {len(index.people):,} people,")
    print(f"  by name and birth date: among the first five {five:.3f} (goal {LEAST}), first {first:.3f};")
    print(f"  to be looked at before anybody new is made: {likely:.3f}")
    return int(five < LEAST)


def _asked_again(index: Index, row: dict[str, str]) -> tuple[bool, bool, bool]:
    from keyworker.people.finding.asked import Asked, Born

    day, whose = _day(row), row["rec_id"].split("-")[1]
    found = index.ranked(Asked(_name(row), Born(days=(day,)) if day else None), loosely=True)
    found.sort(key=lambda one: not one.likely)
    keys = [one.id for one in found]
    return whose in keys[:5], whose in keys[:1], any(one.id == whose and one.likely for one in found)


def _name(row: dict[str, str]) -> str:
    return f"{row['given_name']} {row['surname']}".strip()


def _day(row: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(row["date_of_birth"])
    except ValueError:
        return None


def _data() -> Path:
    import os

    return Path(os.environ.get("KEYWORKER_TEST_DATA", HERE.parents[1] / "shared" / "data"))


def main() -> int:
    with running_django():
        return look_ups() or duplicates()


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    sys.exit(main())
