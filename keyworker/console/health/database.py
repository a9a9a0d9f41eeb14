"""What is looked at inside the running database: logins, tables, row security, and whom it is for."""

import os
from collections.abc import Callable, Iterator

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from keyworker.base import seatbelt
from keyworker.console import marks
from keyworker.console.health.files import copy_of_the_seals, orphaned_files
from keyworker.console.health.finding import Finding, note, well, wrong
from keyworker.console.health.letters import mail_server, text_gateway
from keyworker.console.health.machine import LOOPBACK_NAMES
from keyworker.console.health.video import exchange, larger, relay
from keyworker.console.postgres import OLDEST_MAJOR

# What an application's login must not be able to do, however it came to be.
TOO_MUCH = {
    "is a superuser": "rolsuper",
    "can bypass row security": "rolbypassrls",
    "can make logins": "rolcreaterole",
    "can make databases": "rolcreatedb",
    "acts as the owner of the tables": (
        "pg_has_role(rolname, (SELECT datdba FROM pg_database WHERE datname = current_database()), 'MEMBER')"
    ),
    "owns tables": "EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid)",
}


def version() -> Iterator[Finding]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000")
        name, major = cursor.fetchone()
    if major >= OLDEST_MAJOR:
        yield well(f"The database answers: PostgreSQL {name}.")
    else:
        yield wrong(f"PostgreSQL {name} is too old.", f"Move the database to PostgreSQL {OLDEST_MAJOR} or newer.")


def logins() -> Iterator[Finding]:
    for alias, name in (("default", "The application's login"), ("door", "The outer door's login")):
        with connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(TOO_MUCH.values())} FROM pg_roles WHERE rolname = current_user")  # noqa: S608
            too_much = [what for what, has in zip(TOO_MUCH, cursor.fetchone(), strict=True) if has]
        if too_much:
            yield wrong(
                f"{name} {' and '.join(too_much)}.",
                "Use the logins that `keyworker migrate` makes, or give it no more than CONNECT.",
            )
        else:
            yield well(f"{name} may do no more than it needs.")


def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield wrong(f"The database lacks {len(waiting)} changes of this version.", "keyworker migrate")
    else:
        yield well("The database fits this version.")
        yield from _row_security()


def _row_security() -> Iterator[Finding]:
    problems = seatbelt.problems(connections["owner"])
    yield from (wrong(problem, "keyworker migrate") for problem in problems)
    if not problems:
        yield well("Row security is on for every table that belongs to an agency.")


def whom_it_is_for() -> Iterator[Finding]:
    mark = marks.read(os.environ["DATABASE_OWNER_URL"])
    hosts = set(os.environ.get("KEYWORKER_HOSTS", "localhost").split(","))
    if mark is None:
        yield well("The database is for real use.")
    elif hosts - LOOPBACK_NAMES:
        yield wrong(
            f"This database is a {mark.purpose}, whose passwords are known, and it is on a public address.",
            "Give another DATABASE_URL, or unset KEYWORKER_HOSTS.",
        )
    else:
        yield note(f"This database is a {mark.purpose}: its passwords are known.", "Never put real people into it.")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    version, logins, migrations, whom_it_is_for, copy_of_the_seals, orphaned_files, mail_server,
    text_gateway, relay, larger, exchange,
)  # fmt: skip
