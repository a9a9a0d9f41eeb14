"""The process in which people are linked: it knows no secret and no database, and may take only so much memory.

In: one line of JSON that says how, then one for each person. Out: one line of JSON about the whole, then one for each
pair. On standard error: what it is doing, and nothing about anybody.
"""

import dataclasses
import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from keyworker.people.linking import rows

# Address space, of which about a third is ever used: Arrow and DuckDB reserve more than they fill.
ROOM: Final = 8 << 30
# How its own lines on standard error begin; nobody reads what a library writes there.
SAYS: Final = "says: "
FAILED: Final = "failed: "


def main() -> None:
    """Link what comes in; what goes wrong is named by its kind alone, for its words may quote somebody."""
    _limit(ROOM)
    outward = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())  # what libraries print is nobody's
    try:
        _work(outward)
        outward.flush()
    except MemoryError:
        raise SystemExit(f"{FAILED}MemoryError") from None
    except Exception as error:
        if os.environ.get("KEYWORKER_LINKING_TRACE"):
            raise
        raise SystemExit(f"{FAILED}{type(error).__name__}") from None


def _work(outward: TextIO) -> None:
    from keyworker.people.linking.engine import linked  # Splink and DuckDB: in this process and in no other

    how = json.loads(sys.stdin.readline())
    habits = rows.Habits(day_first=how["day_first"], region=how["region"])
    with tempfile.TemporaryDirectory(prefix="keyworker-linking-") as folder:
        found = linked(rows.compared(_people(), habits), folder=Path(folder), threads=how["threads"], say=_say)
        _write(outward, {"people": found.people, "likely": found.likely, **dataclasses.asdict(found.scale)})
        for pair in found.pairs:
            said = [[each.comparison, each.level, round(each.weight, 2)] for each in pair.said]
            _write(outward, {"a": pair.id_a, "b": pair.id_b, "score": pair.score, "kin": pair.kin, "said": said})


def _people() -> Iterator[rows.Written]:
    for line in sys.stdin:
        yield rows.Written(**json.loads(line))


def _write(outward: TextIO, found: object) -> None:
    outward.write(json.dumps(found) + "\n")


def _say(what: str) -> None:
    print(f"{SAYS}{what}", file=sys.stderr, flush=True)  # noqa: T201 -- the parent reads it


def _limit(room: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (room if hard == resource.RLIM_INFINITY else min(room, hard), hard))
