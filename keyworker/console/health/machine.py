"""What can be looked at before the database runs: programs, keys, files, addresses."""

import base64
import ctypes.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from keyworker.console import environment
from keyworker.console.health.finding import Finding, note, well, wrong
from keyworker.console.postgres import PostgresMissing, find_programs
from keyworker.console.service_user import forgotten_places

OLDEST_PYTHON = (3, 11)
LEAST_FREE, COMFORTABLE_FREE = 1_000_000_000, 5_000_000_000  # bytes
SHORTEST_SECRET = 50
LOOPBACK_NAMES = {"localhost", "127.0.0.1", "[::1]", "::1"}
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        yield well(f"Python {found}.")
    else:
        yield wrong(f"Python {found} is too old.", "Install Python 3.11 or newer, delete .venv and run make again.")


def postgres() -> Iterator[Finding]:
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_APP_URL"):
        yield well("The database is outside this installation; its programs are not needed here.")
        return
    try:
        programs = find_programs()
    except PostgresMissing as missing:
        yield wrong("PostgreSQL was not found.", str(missing))
    else:
        yield well(f"PostgreSQL {programs.major} in {programs.folder}.")


def disk_space() -> Iterator[Finding]:
    place = environment.folder()
    free = shutil.disk_usage(next(path for path in (place, *place.parents) if path.exists())).free
    amount = f"{free / 1e9:.1f} GB of disk space are free for {place}."
    if free < LEAST_FREE:
        yield wrong(amount, "Make room: the database stops when the disk is full.")
    elif free < COMFORTABLE_FREE:
        yield note(amount, "Plan for more before files and backups need it.")
    else:
        yield well(amount)


def forgotten_databases() -> Iterator[Finding]:
    if forgotten := forgotten_places() if os.geteuid() == 0 else []:
        names = ", ".join(str(place) for place in forgotten)
        yield note(
            f"{len(forgotten)} embedded databases belong to folders that are gone: {names}.",
            "If nobody needs them, delete those folders.",
        )


def key_ring() -> Iterator[Finding]:
    ring = Path(os.environ.get("KEYWORKER_KEYRING") or environment.folder() / "secrets" / "keyring.json")
    if not ring.exists():
        yield note(
            f"There is no key ring yet ({ring}).", "It is made at the first start. Then copy it to a safe place."
        )
        return
    yield from _private(ring, "The key ring")
    try:
        _read_ring(ring)
    except (ValueError, KeyError, TypeError):
        yield wrong(f"The key ring {ring} is damaged.", "Put it back from your backup. Do not make a new one.")
    else:
        yield well("The key ring is whole.")


def _read_ring(ring: Path) -> None:
    stored = json.loads(ring.read_text(encoding="utf-8"))
    keys = [
        base64.b64decode(key) for key in (stored["keys"][stored["current"]], *stored["keys"].values(), stored["index"])
    ]
    if any(len(key) != 32 for key in keys):
        raise ValueError("A key is 32 bytes long.")


def secret_key() -> Iterator[Finding]:
    given = os.environ.get("KEYWORKER_SECRET_KEY")
    kept = environment.folder() / "secrets" / "secret-key.json"
    if given is not None and (len(given) < SHORTEST_SECRET or len(set(given)) < 10):
        yield wrong(
            "KEYWORKER_SECRET_KEY is too easy to guess.",
            f"Leave it out, and Keyworker makes one and keeps it; or give {SHORTEST_SECRET} random characters or more.",
        )
    elif given is None and kept.exists():
        yield from _private(kept, "The secret key")
    else:
        yield well("The secret key is long enough.")


def _private(path: Path, name: str) -> Iterator[Finding]:
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        yield wrong(f"{name} can be read by others on this machine.", f"chmod 600 {path}")
    else:
        yield well(f"{name} can be read by its owner only.")


def assets() -> Iterator[Finding]:
    if (environment.ROOT / "keyworker" / "design" / "static" / "design").is_dir():
        yield well("The front-end is compiled.")
    else:
        yield wrong("The front-end is not compiled: pages would have no style.", "make assets")


def papers() -> Iterator[Finding]:
    missing = [name for name in PANGO if ctypes.util.find_library(name) is None]
    if missing:
        yield note(
            "Pango is missing: papers open as pages to print instead of PDF files.",
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu)",
        )
    else:
        yield well("Papers can be made as PDF files.")


def addresses() -> Iterator[Finding]:
    hosts = {host.strip() for host in os.environ.get("KEYWORKER_HOSTS", "localhost").split(",") if host.strip()}
    if "*" in hosts:
        yield wrong("Keyworker answers to any name.", "Set KEYWORKER_HOSTS to the names people type, with commas.")
    elif os.environ.get("KEYWORKER_DEMO") and hosts - LOOPBACK_NAMES:
        yield wrong(
            "The demonstration's known passwords are on a public address.", "Unset KEYWORKER_DEMO or KEYWORKER_HOSTS."
        )
    else:
        yield well(f"Keyworker answers to: {', '.join(sorted(hosts))}.")


def who_runs_it() -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield note("Keyworker runs as root.", "For real use start it as a user of its own; deploy/ shows how.")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    python, postgres, disk_space, forgotten_databases, secret_key, key_ring, assets, papers, addresses, who_runs_it,
)  # fmt: skip
