"""Puts the bulk data in: tables bare, rows in, indexes and keys back, each stage told as it ends."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from keyworker.console import marks
from keyworker.console.marks import Mark, Purpose, State
from keyworker.console.seeding import files, history, indexes
from keyworker.console.seeding.shape import Shape

TABLES = [
    "people_person", "people_nametoken", "people_contactpoint", "people_careteammember", "people_timelineentry",
    "cases_case", "cases_assignment", "tasks_task", "delivery_casecontact", "delivery_casenote",
    "delivery_wordindex",
]  # fmt: skip
Tell = Callable[[str], None]


class NotForRealPeople(Exception):
    """Bulk data was asked for in a database that is not marked demo or bench."""


def load(owner_url: str, shape: Shape, tell: Tell = print) -> None:
    """Load everything. `owner_url` is the tables' owner, so that row security lets COPY through.

    Raises `NotForRealPeople`. Interrupted, the database stays marked as loading and must be emptied first.
    """
    mark = marks.read(owner_url)
    if mark is None:
        raise NotForRealPeople("Bulk data goes only into a database marked demo or bench.")
    marks.write(owner_url, Mark(mark.purpose, State.LOADING))
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'")
        _send(connection, shape, tell)
    marks.write(owner_url, Mark(mark.purpose, State.READY, mark.fingerprint))


def _send(connection: psycopg.Connection, shape: Shape, tell: Tell) -> None:
    with _stage("agencies and staff", tell):
        offices = files.offices(shape)
        files.send_offices(connection, shape, offices)
    taken = indexes.take_off(connection, TABLES)
    with _stage(f"{shape.people:,} people", tell):
        everybody = list(files.lives(shape, offices))
        files.send_people(connection, shape, everybody)
    with _stage("cases and tasks", tell):
        files.send_cases(connection, shape, everybody)
    started = time.monotonic()
    for name, rows in history.write(connection, shape):
        tell(f"  {rows:>10,} {name} ({time.monotonic() - started:.0f} s)")
    with _stage("indexes", tell):
        for statement in taken.indexes:
            connection.execute(statement)
    with _stage("foreign keys", tell):
        for statement in taken.keys:
            connection.execute(statement)
    with _stage("statistics", tell):
        connection.execute("VACUUM ANALYZE")


@contextmanager
def _stage(name: str, tell: Tell) -> Iterator[None]:
    started = time.monotonic()
    yield
    tell(f"  {name} ({time.monotonic() - started:.1f} s)")


def mark_for_bench(owner_url: str) -> None:
    """Say that this database is for measuring; only an empty one may become so."""
    marks.write(owner_url, Mark(Purpose.BENCH, State.LOADING))
