"""What every command needs before Django starts: translations, keys, database, logins; told by the environment."""

import base64
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg
from django.conf import settings

from keyworker.console import marks, roles
from keyworker.console.cluster import Cluster
from keyworker.console.passwords import Passwords, one_at_a_time, write_private
from keyworker.console.translations import compile_translations

ROOT = Path(__file__).resolve().parents[2]
OWN_LOGINS = ("DATABASE_OWNER_URL", "DATABASE_APP_URL", "DATABASE_DOOR_URL")


class RealPeople(Exception):
    """The demonstration was asked to use a database that is in real use."""


class KeysMissing(Exception):
    """The database holds sealed values, and the keys to them are not where they should be."""


@dataclass(frozen=True)
class Installation:
    """One installation as a command sees it. `cluster` is None where the database is somewhere else."""

    folder: Path
    cluster: Cluster | None

    @property
    def owner_url(self) -> str:
        return os.environ["DATABASE_OWNER_URL"]


def folder() -> Path:
    """Return the installation's folder for everything that is kept outside the database."""
    return Path(os.environ.setdefault("KEYWORKER_VAR", str(ROOT / "var"))).resolve()


@contextmanager
def installation(*, demo: bool = False) -> Iterator[Installation]:
    """Make or find keys and database, start the embedded one where none is named, and stop it afterwards."""
    before = dict(os.environ)
    try:
        yield from _installation(demo=demo)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _installation(*, demo: bool) -> Iterator[Installation]:
    read_dotenv()
    var = folder()
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    if demo:
        os.environ["KEYWORKER_DEMO"] = "1"
    _secret_key(var)
    compile_translations(var / "locale")
    with _database(var, demo=demo) as cluster:
        _key_ring(var)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        yield Installation(var, cluster)


@contextmanager
def running_django(*, demo: bool = False) -> Iterator[Installation]:
    """As `installation`, with Django ready: models may be imported inside."""
    with installation(demo=demo) as found:
        django.setup()
        yield found


@contextmanager
def bare_django() -> Iterator[None]:
    """Django's words and templates, with no database, no keys and nothing set up: for commands that look at files."""
    if not settings.configured:
        settings.configure(USE_TZ=True, TIME_ZONE="UTC", LOCALE_PATHS=[folder() / "locale"])
        django.setup()
    yield


def is_empty(url: str) -> bool:
    """Say whether the database has no table yet."""
    with psycopg.connect(url) as connection:
        question = "SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1"
        return connection.execute(question).fetchone() is None


@contextmanager
def _database(var: Path, *, demo: bool) -> Iterator[Cluster | None]:
    if all(os.environ.get(name) for name in OWN_LOGINS):
        if demo:
            _refuse_real_people(os.environ["DATABASE_OWNER_URL"])
        yield None
    elif outside := os.environ.get("DATABASE_URL"):
        if demo and roles.database_exists(outside):
            _refuse_real_people(outside)
        _tell(outside, roles.database_in(outside), Passwords(var / "secrets" / "logins.json"))
        yield None
    else:
        with Cluster(var / "postgres") as cluster:
            if demo and roles.database_exists(cluster.url(roles.DATABASE)):
                _refuse_real_people(cluster.url(roles.DATABASE))
            _tell(cluster.url("postgres"), roles.DATABASE, cluster.passwords)
            yield cluster


def _refuse_real_people(url: str) -> None:
    """Look before anything is changed: the town's passwords are known to everybody."""
    mark = marks.read(url)
    if not is_empty(url) and (mark is None or mark.purpose is not marks.Purpose.DEMO):
        raise RealPeople(
            "This database already holds something else. The demonstration goes only into a database that is "
            "empty, or that it filled itself."
        )


def _tell(admin_url: str, database: str, passwords: Passwords) -> None:
    logins = roles.prepare(admin_url, database=database, password_of=passwords.of)
    for name, url in logins.as_environment().items():
        os.environ.setdefault(name, url)


def _secret_key(var: Path) -> None:
    if "KEYWORKER_SECRET_KEY" in os.environ:
        return
    kept = var / "secrets" / "secret-key.json"
    with one_at_a_time(kept.with_suffix(".lock")):
        if not kept.exists():
            write_private(kept, json.dumps({"secret_key": secrets.token_urlsafe(48)}))
    os.environ["KEYWORKER_SECRET_KEY"] = json.loads(kept.read_text(encoding="utf-8"))["secret_key"]


def _key_ring(var: Path) -> None:
    """Make the key ring at the very first start only: a new one could never open what the old one sealed."""
    ring = Path(os.environ.setdefault("KEYWORKER_KEYRING", str(var / "secrets" / "keyring.json")))
    with one_at_a_time(ring.with_suffix(".lock")):
        if ring.exists():
            return
        if not is_empty(os.environ["DATABASE_OWNER_URL"]):
            raise KeysMissing(
                f"The key ring {ring} is missing, and the database already holds what it sealed. "
                "Put the key ring back from your backup, or say in KEYWORKER_KEYRING where it is."
            )
        write_private(ring, json.dumps({"current": "k1", "keys": {"k1": new_key()}, "index": new_key()}, indent=1))


def new_key() -> str:
    """Return a new 256-bit key as the key ring file holds it."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def read_dotenv() -> None:
    """Take NAME=value lines from the file .env; what the environment already says wins."""
    path = ROOT / ".env"
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))
