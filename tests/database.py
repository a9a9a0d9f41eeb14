"""The tests' PostgreSQL: an embedded cluster, a template with the town in it, and copies of the template."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import django
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("KEYWORKER_TEST_VAR", ROOT / ".test-var"))
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3  # noqa: S108 - a private folder of ours within
LOGINS = ("app", "door", "owner", "loader", "audit")
_state: dict = {}
_copies = count(1)


def prepare_environment(*, worker: str) -> None:
    """Start or join the cluster and tell Django where it is. Runs before Django's settings are read."""
    os.environ["KEYWORKER_VAR"] = str(VAR)
    os.environ.setdefault("KEYWORKER_DEMO", "1")
    os.environ["KEYWORKER_HALL"] = ""  # the same on a machine with Janus and on one without
    os.environ.setdefault("KEYWORKER_STATIC_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["KEYWORKER_SECRET_KEY"] = "only-for-tests-" + "x" * 40
    from keyworker.console import environment
    from keyworker.console.cluster import Cluster
    from keyworker.console.translations import compile_translations

    VAR.mkdir(parents=True, exist_ok=True)
    compile_translations(VAR / "locale")
    cluster = _state["cluster"] = Cluster(VAR / "postgres", fast=True, place=in_memory(VAR))
    cluster.start()
    _state["admin"] = cluster.url("postgres")
    _point_at(f"town_{worker}")
    _state["database"] = f"town_{worker}"
    ring = VAR / "secrets" / "keyring.json"
    os.environ["KEYWORKER_KEYRING"] = str(ring)
    with _locked():
        if not ring.exists():
            keys = {"current": "k1", "keys": {"k1": environment.new_key()}, "index": environment.new_key()}
            ring.parent.mkdir(parents=True, exist_ok=True)
            ring.write_text(json.dumps(keys))
    django.setup()
    _hash_passwords_lightly()
    # Where tests run side by side, each process inherits the first one's addresses, and may have read them by now.
    from django.db import connections

    _rename(dict.fromkeys(connections, _state["database"]))


def in_memory(home: Path) -> Path | None:
    """A folder in memory for a database, where there is plenty: the town is copied hundreds of times."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    place = MEMORY / f"keyworker-tests-{hashlib.sha256(bytes(home.resolve())).hexdigest()[:12]}"
    if not (home / "postgres" / "place.json").exists():
        shutil.rmtree(place, ignore_errors=True)  # of a folder that was deleted: its passwords went with it
    return place


def _hash_passwords_lightly() -> None:
    """The product's own hasher with an attacker's work left out: nobody attacks the tests, and they sign in often."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def _point_at(database: str) -> None:
    from keyworker.console import roles

    logins = roles.prepare(_state["admin"], database=database, password_of=_state["cluster"].passwords.of)
    os.environ.update(logins.as_environment())


def prepare_template() -> None:
    """Load the town into the template, unless the same programs did so before; give this worker its own copy."""
    from django.db import connections

    from keyworker.console import preparing

    template = f"ready_{preparing.programs_fingerprint()}"
    for connection in connections.all():
        connection.close()
    with _locked():
        if not _exists(template):
            _build(template)
        # Copies of this run's own: another run may replace the template while this one is still going.
        _state["template"] = f"{_state['database']}_untouched"
        _copy(template, _state["template"])
    _copy(_state["template"], _state["database"])


def _build(template: str) -> None:
    from django.db import connections

    from keyworker.console import preparing
    from keyworker.town import loading

    for old in _names("ready\\_%"):
        _run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
    building = "building_town"
    _run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(building)))
    _point_at(building)
    with using(building):
        preparing.migrate()
        loading.load()
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")  # every copy knows how many rows there are, whatever a timer does
        for connection in connections.all():
            connection.close()
            connection.close_pool()
    _run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(template)))


@contextmanager
def own_copy(of: str = "") -> Iterator[str]:
    """A fresh copy of the town (or of another copy), dropped afterwards; every login is pointed at it."""
    with a_copy(of) as name, using(name):
        yield name


@contextmanager
def a_copy(of: str = "") -> Iterator[str]:
    """The same, but this process stays where it is: for a server of its own (see `addresses_of`)."""
    name = f"{_state['database']}_copy_{next(_copies)}"
    _copy(of or _state["template"], name)
    try:
        yield name
    finally:
        _run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def addresses_of(name: str) -> dict[str, str]:
    """The variables that lead another process to a copy."""
    from keyworker.console import roles

    variables = [f"DATABASE_{login.upper()}_URL" for login in LOGINS]
    return {each: roles.address(os.environ[each], database=name) for each in variables if each in os.environ}


@contextmanager
def unreachable(name: str) -> Iterator[None]:
    """As if the database had gone away: who is connected is cut off, and nobody comes in."""
    database = sql.Identifier(name)
    _run(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(database))
    _run(sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(sql.Literal(name)))
    try:
        yield
    finally:
        _run(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(database))


def administrator_of(name: str) -> str:
    """A copy's address for the cluster's administrator, whom no rule holds."""
    return _state["cluster"].url(name)


@contextmanager
def using(name: str) -> Iterator[None]:
    from django.db import connections

    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    _rename(dict.fromkeys(connections, name))
    try:
        yield
    finally:
        _rename(before)


def _rename(names: dict) -> None:
    from django.db import connections

    for alias, name in names.items():
        connection = connections[alias]
        connection.close()
        if connection.settings_dict["OPTIONS"].get("pool"):
            connection.close_pool()
        connection.settings_dict["NAME"] = name


def _copy(template: str, name: str) -> None:
    _run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    # Files are copied as they are: the other way, block by block through the log, is for databases too large for that.
    copying = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER keyworker_owner STRATEGY file_copy")
    _run(copying.format(sql.Identifier(name), sql.Identifier(template)))


def owner_url() -> str:
    """The address of the database in use, as the owner of its tables."""
    from django.db import connections

    return _state["cluster"].url(connections["owner"].settings_dict["NAME"], "keyworker_owner")


def _names(pattern: str) -> list[str]:
    with psycopg.connect(_state["admin"], autocommit=True) as connection:
        return [
            row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
        ]


def _exists(name: str) -> bool:
    return name in _names(name.replace("_", r"\_"))


def _run(statement: sql.Composed) -> None:
    with psycopg.connect(_state["admin"], autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def _locked() -> Iterator[None]:
    with (VAR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def close() -> None:
    from django.db import connections

    for connection in connections.all():
        connection.close()
    _state["cluster"].stop()
