"""`make bench-linkage`: how well and how fast people are found who stand twice, by the command an administrator runs.

For each list with a known truth: precision, recall and F1 of the pairs written, without any national number; then
300,000 made-up people, timed, with the peak memory of the whole command. The lists (FEBRL, Splink's) are looked for in
the folder KEYWORKER_TEST_DATA, else ../shared/data beside the project. Exit 1 when a goal is missed.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.made_up import HEADER, Town  # noqa: E402

MANY, MOST_SECONDS, MOST_MEMORY = 300_000, 180.0, 4 << 30
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class List:
    """A list with its truth. `person` tells of a row whose it is; `columns` maps it without its national number."""

    name: str
    path: str
    person: Callable[[Row], str]
    columns: dict[str, str | list[str]]
    goal: Callable[["Rates"], bool] | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """How right the pairs are that were written."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: seconds, bytes of its processes together at their peak, and the pairs."""

    seconds: float
    peak: int
    pairs: frozenset[tuple[str, str]]


FEBRL = {
    "id": "rec_id", "given": "given_name", "family": "surname", "birth": "date_of_birth",
    "address": ["street_number", "address_1", "address_2"], "city": "suburb", "postcode": "postcode",
}  # fmt: skip
FAKE = {"id": "unique_id", "given": "first_name", "family": "surname", "birth": "dob", "city": "city", "email": "email"}
HISTORICAL = {
    "id": "unique_id", "given": "first_name", "family": "surname", "birth": "dob", "city": "birth_place",
    "postcode": "postcode_fake", "sex": "gender",
}  # fmt: skip


def febrl_person(row: Row) -> str:
    """rec-1496-dup-0 is of the same person as rec-1496-org."""
    return re.sub(r"-(org|dup-\d+)$", "", row["rec_id"])


def cluster(row: Row) -> str:
    return row["cluster"]


LISTS = (
    List("febrl1", "linkage/febrl/dataset1.csv", febrl_person, FEBRL),
    List("febrl2", "linkage/febrl/dataset2.csv", febrl_person, FEBRL),
    List("febrl3", "linkage/febrl/dataset3.csv", febrl_person, FEBRL, lambda found: found.f1 >= 0.985),
    List(
        "fake_1000", "linkage/splink/fake_1000.csv", cluster, FAKE,
        lambda found: found.precision >= 0.97 and found.recall >= 0.75,
    ),
    List("historical_50k", "linkage/splink/historical_50k.csv", cluster, HISTORICAL),
)  # fmt: skip


def data() -> Path | None:
    """Where the lists are, if they are anywhere."""
    for place in (os.environ.get("KEYWORKER_TEST_DATA"), ROOT.parent / "shared" / "data"):
        if place and (Path(place) / "linkage").is_dir():
            return Path(place)
    return None


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name.strip(): (value or "").strip() for name, value in row.items()} for row in csv.DictReader(file)]


def true_pairs(rows: list[Row], one: List) -> frozenset[tuple[str, str]]:
    """Every pair of rows that are one person."""
    whose: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        whose[one.person(row)].append(row[str(one.columns["id"])])
    return frozenset(_pair(a, b) for ids in whose.values() for a, b in combinations(ids, 2))


def linked(path: Path, columns: dict[str, str | list[str]], folder: Path) -> Run:
    """Run the command as an administrator would."""
    out, said = folder / "pairs.csv", folder / "map.json"
    said.write_text(json.dumps(columns), encoding="utf-8")
    words = [sys.executable, "-m", "keyworker.console.cli", "people", "link", str(path)]
    started = time.monotonic()
    process = subprocess.Popen(
        [*words, "--out", str(out), "--columns", str(said)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    watch = _Watch(process.pid)
    _nothing, problems = process.communicate()
    seconds = time.monotonic() - started
    watch.stop()
    if process.returncode:
        raise SystemExit(problems)
    with out.open(encoding="utf-8", newline="") as file:
        pairs = frozenset(_pair(row["id_a"], row["id_b"]) for row in csv.DictReader(file))
    return Run(seconds, watch.peak, pairs)


def rates(found: frozenset[tuple[str, str]], truth: frozenset[tuple[str, str]]) -> Rates:
    right = len(found & truth)
    return Rates(right / len(found) if found else 0.0, right / len(truth) if truth else 0.0)


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


class _Watch(threading.Thread):
    """The memory of a process and its children, looked at twenty times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak, self._pid, self._over = 0, pid, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(0.05):
            self.peak = max(self.peak, sum(map(_resident, _family(self._pid))))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def made_up(many: int, folder: Path) -> tuple[Path, frozenset[tuple[str, str]]]:
    """A file of made-up people, and which of its rows are one person."""
    path = folder / f"made-up-{many}.csv"
    whose: dict[str, list[str]] = defaultdict(list)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        for record in Town(seed=7).records(many):
            rows.writerow(record.row())
            whose[record.id.partition("-")[0]].append(record.id)
    return path, frozenset(_pair(*ids) for ids in whose.values() if len(ids) == 2)


MADE_UP: dict[str, str | list[str]] = {
    "id": "id", "given": "given_name", "family": "family_name", "birth": "date_of_birth", "address": "address",
    "city": "city", "postcode": "postcode", "phone": "phone", "identifier": "national_id", "sex": "sex",
}  # fmt: skip


def _say(name: str, found: Rates, run: Run, goal: str = "") -> None:
    print(
        f"{name:16} P {found.precision:.4f}  R {found.recall:.4f}  F1 {found.f1:.4f}"
        f"  {run.seconds:6.1f} s  {run.peak / 2**30:5.2f} GiB  {goal}",
        flush=True,
    )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=MANY, help="how many made-up people; 0 for none")
    chosen = options.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in _there():
            run = linked(one[1], one[0].columns, folder)
            found = rates(run.pairs, true_pairs(read(one[1]), one[0]))
            met = one[0].goal is None or one[0].goal(found)
            missed |= not met
            _say(one[0].name, found, run, "" if one[0].goal is None else "goal met" if met else "GOAL MISSED")
        if chosen.people:
            path, truth = made_up(chosen.people, folder)
            run = linked(path, MADE_UP, folder)
            met = run.seconds <= MOST_SECONDS and run.peak <= MOST_MEMORY
            missed |= not met
            _say(f"{chosen.people:,} made up", rates(run.pairs, truth), run, "goal met" if met else "GOAL MISSED")
    return int(missed)


def _there() -> list[tuple[List, Path]]:
    base = data()
    if base is None:
        print("The lists with a known truth are not here; set KEYWORKER_TEST_DATA to the folder that holds linkage/.")
        return []
    return [(one, base / one.path) for one in LISTS if (base / one.path).is_file()]


if __name__ == "__main__":
    sys.exit(main())
