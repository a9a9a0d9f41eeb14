"""A mark on the database itself that says what it is for: a comment such as `keyworker:demo ready 1f3a…`."""

from dataclasses import dataclass
from enum import StrEnum

import psycopg
from psycopg import sql

from keyworker.console.roles import BYPASSING, RESTRICTED

PREFIX = "keyworker:"


class Purpose(StrEnum):
    """Why a database may be filled, emptied and signed in to with passwords everybody knows."""

    DEMO = "demo"
    BENCH = "bench"


class State(StrEnum):
    """A load that was interrupted leaves LOADING behind, and is done again from the beginning."""

    LOADING = "loading"
    READY = "ready"


@dataclass(frozen=True)
class Mark:
    """What a marked database is for, how far its load came, and from which version of the programs."""

    purpose: Purpose
    state: State
    fingerprint: str = ""

    def __str__(self) -> str:
        return f"{PREFIX}{self.purpose} {self.state} {self.fingerprint}".strip()


def read(url: str) -> Mark | None:
    """Return the database's mark; None for one that holds real people."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    words = (row[0] or "").split() if row else []
    if not words or not words[0].startswith(PREFIX):
        return None
    return Mark(Purpose(words[0].removeprefix(PREFIX)), State(words[1]), "".join(words[2:3]))


def write(url: str, mark: Mark) -> None:
    """Mark the database; `url` must be its owner's."""
    with psycopg.connect(url) as connection:
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(connection.info.dbname), sql.Literal(str(mark))
            )
        )


def wipe(url: str) -> None:
    """Drop everything in a marked database. Raises ValueError for one that is not marked."""
    if read(url) is None:
        raise ValueError("Only a database marked demo or bench may be emptied.")
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        for login in (*RESTRICTED, *BYPASSING):
            connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(login)))
