"""Takes indexes and foreign keys off the loaded tables and puts them back: each is then built once, in one pass."""

from dataclasses import dataclass

import psycopg


@dataclass(frozen=True, slots=True)
class TakenOff:
    """The statements that put everything back, in order."""

    indexes: list[str]
    keys: list[str]


def take_off(connection: psycopg.Connection, tables: list[str]) -> TakenOff:
    """Drop the foreign keys of `tables` and those of their indexes that hold no constraint."""
    keys = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY 1, 2",
        [tables],
    ).fetchall()
    indexes = connection.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY(%s::regclass[])"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1",
        [tables],
    ).fetchall()
    for table, name, _ in keys:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    return TakenOff(
        [definition for _, definition in indexes],
        [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for table, name, definition in keys],
    )
