"""One list in, the pairs that are likely one person out; the same list gives the same pairs."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
from splink import DuckDBAPI

from keyworker.people.linking import scoring, table
from keyworker.people.linking.model import settings
from keyworker.people.linking.scoring import Pair, Scale
from keyworker.people.linking.training import SMALLEST_LIST, Said, trained

MEMORY: Final = "2GB"  # of DuckDB; beyond it spills into its folder


@dataclass(frozen=True, slots=True)
class Found:
    """`pairs` best first, of `people`; `likely` pairs were looked at closely, and `scale` says how they were scored."""

    people: int
    likely: int
    scale: Scale
    pairs: Iterator[Pair]


def linked(people: Iterable[table.Row], *, folder: Path, threads: int, say: Said) -> Found:
    """Compare a list with itself. `folder` is the database's own, for what does not fit into memory."""
    logging.getLogger("splink").setLevel(logging.CRITICAL)  # its words quote values
    how = settings()
    base = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "threads": str(threads),
            "temp_directory": str(folder),
            "preserve_insertion_order": "false",
        }
    )
    total = table.load(base, people, how.keys, how.largest_block)
    say(f"{total} people")
    columns = table.filled(base)
    comparisons = how.where(columns)
    if total < SMALLEST_LIST:
        comparisons = tuple(each.without_frequencies() for each in comparisons)
    frame = DuckDBAPI(base).register(base.table(table.PEOPLE))
    chances = trained(base, frame, how, comparisons, columns, total, say)
    say("comparing")
    keys = [table.key_of(name) for name in how.keys]
    scale = scoring.score(base, frame, comparisons, chances, keys, total)
    many = int(table.one(base, "SELECT count(*) FROM scored"))
    return Found(total, many, scale, scoring.kept(base, comparisons, scale))
