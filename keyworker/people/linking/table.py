"""The table that is compared: what was read, how usual a given name is, and the keys under which pairs are sought."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import duckdb
import pyarrow as pa

from keyworker.people.linking.rows import COMPARED

BATCH: Final = 20_000
PEOPLE: Final = "people"
_SORTED = "CASE WHEN {a} <= {b} THEN {a} || ' ' || {b} ELSE {b} || ' ' || {a} END"
_EITHER = (
    "CASE WHEN birth IS NULL THEN NULL WHEN birth_month <= birth_day THEN birth_year || birth_month || birth_day"
    " ELSE birth_year || birth_day || birth_month END"
)

Connection = duckdb.DuckDBPyConnection
Row = Mapping[str, str | None]


def load(base: Connection, people: Iterable[Row], keys: Mapping[str, Sequence[str]], largest_block: int) -> int:
    """Make the table; returns how many people are in it."""
    schema = pa.schema([(name, pa.string()) for name in ("id", *COMPARED)])
    # ruff: noqa: S608 -- every name here is our own
    incoming = pa.RecordBatchReader.from_batches(schema, _batches(people, schema))
    base.register("incoming", incoming)
    base.execute("CREATE TABLE read AS SELECT * FROM incoming")
    base.unregister("incoming")
    total: int = one(base, "SELECT count(*) FROM read")
    base.execute(
        f"""CREATE TABLE described AS
        SELECT *, row_number() OVER (ORDER BY id) AS place,
               CASE WHEN given IS NULL THEN NULL
                    WHEN count(*) OVER (PARTITION BY given) >= {usual_from(total)} THEN 'y' ELSE 'n' END AS given_usual,
               {_EITHER} AS birth_either,
               {_SORTED.format(a="given", b="family")} AS names_sorted,
               {_SORTED.format(a="given_sound", b="family_sound")} AS sounds_sorted,
               {_SORTED.format(a="substr(given, 1, 3)", b="substr(family, 1, 3)")} AS begin_sorted
        FROM read"""
    )
    base.execute("DROP TABLE read")
    _add_keys(base, keys, largest_block)
    return total


def usual_from(total: int) -> int:
    """How many bear a given name before it is a name of its own, and not another one misspelt."""
    return min(5, max(2, total // 200))


def _batches(people: Iterable[Row], schema: Any) -> Iterator[Any]:
    remaining = iter(people)
    while several := list(islice(remaining, BATCH)):
        yield pa.RecordBatch.from_pylist([dict(each) for each in several], schema=schema)


def _add_keys(base: Connection, keys: Mapping[str, Sequence[str]], largest: int) -> None:
    """A key's value that more share than `largest` tells nobody apart: it is none. Other keys are narrower."""
    base.execute(f"CREATE TABLE keyed AS SELECT place, {_columns(keys)} FROM described")
    rare = ", ".join(
        f"CASE WHEN count(*) OVER (PARTITION BY {key_of(name)}) BETWEEN 2 AND {largest} THEN {key_of(name)} END"
        f" AS {key_of(name)}"
        for name in keys
    )
    base.execute(f"CREATE TABLE rare AS SELECT place, {rare} FROM keyed")
    base.execute("DROP TABLE keyed")
    base.execute(f"CREATE TABLE {PEOPLE} AS SELECT * FROM described JOIN rare USING (place) ORDER BY place")
    base.execute("DROP TABLE described; DROP TABLE rare")


def _columns(keys: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{' || chr(124) || '.join(parts)} AS {key_of(name)}" for name, parts in keys.items())


def key_of(name: str) -> str:
    """The column of a key."""
    return f"key_{name}"


def filled(base: Connection) -> frozenset[str]:
    """Columns that at least two people have something in."""
    counts = ", ".join(f"count({name})" for name in COMPARED)
    (found,) = base.execute(f"SELECT {counts} FROM {PEOPLE}").fetchall()
    return frozenset(name for name, count in zip(COMPARED, found, strict=True) if count > 1)


def pairs_sharing(base: Connection, columns: Sequence[str]) -> float:
    """How many pairs have the same in all of these."""
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    many = f"SELECT count(*) AS many FROM {PEOPLE} WHERE {known} GROUP BY {', '.join(columns)}"
    return float(one(base, f"SELECT coalesce(sum(many * (many - 1) / 2), 0) FROM ({many})"))


def one(base: Connection, sql: str) -> Any:
    ((found,),) = base.execute(sql).fetchall()
    return found
