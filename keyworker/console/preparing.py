"""Brings a database and the static files up to date with the programs; what has not changed is skipped."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from keyworker.base import seatbelt
from keyworker.console import steps
from keyworker.console.environment import ROOT
from keyworker.console.passwords import write_private

# These show what is kept and never change it, so that a new page needs no look at the database.
ONLY_SHOW = frozenset({"views", "views.py", "forms", "forms.py", "urls.py", "templatetags", "sentences.py"})


def migrate() -> int:
    """Migrate as the tables' owner, then fasten row security and grants on every table; say how many steps it took.

    Raises `ImproperlyConfigured`, before anything is touched, for a database that other programs prepared.
    """
    if strange := strange_steps():
        raise ImproperlyConfigured(
            f"This database was prepared by steps that these programs do not know (such as {strange[0]}). It is of a "
            "newer Keyworker, or from before the first release. Nothing was changed. Run the programs that prepared "
            "it, or, for a demonstration, begin anew: keyworker demo --fresh"
        )
    taken = steps.take(connections["owner"])
    seatbelt.fasten(connections["owner"])
    return taken


def strange_steps() -> list[str]:
    """Migrations of ours that the database has seen and these programs do not have."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("keyworker.")}
    known = MigrationLoader(None).disk_migrations
    applied = MigrationRecorder(connections["owner"]).applied_migrations()
    return sorted(f"{app} {name}" for app, name in applied if app in ours and (app, name) not in known)


def let_go() -> None:
    """Close our own connections: from now on only the processes we start talk to the database."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


def collect_static() -> None:
    """Compress static files and name them by their content, when any of them has changed."""
    folders = [path for path in (ROOT / "keyworker").glob("*/static") if path.is_dir()]
    if not (ROOT / "keyworker" / "design" / "static" / "design").is_dir():
        raise ImproperlyConfigured("The front-end has not been compiled. Run: make assets")
    now = fingerprint(folders, by_content=False)
    kept = Path(settings.STATIC_ROOT).with_name("static.fingerprint")
    if kept.exists() and kept.read_text(encoding="utf-8") == now and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    write_private(kept, now)


def programs_fingerprint() -> str:
    """Return what changes whenever the database may need a migration, another fastening or another town."""
    return fingerprint(
        [ROOT / "keyworker", ROOT / "config", ROOT / "requirements" / "base.txt"],
        suffixes={".py", ".json", ".txt"},
        without=ONLY_SHOW,
    )


def fingerprint(
    places: Iterable[Path],
    *,
    suffixes: set[str] | None = None,
    without: frozenset[str] = frozenset(),
    by_content: bool = True,
) -> str:
    """Return a hash of every file below some places, by what it holds or by its time and size."""
    digest = hashlib.sha256()
    for place in places:
        for file in sorted(_files(place)):
            wanted = suffixes is None or file.suffix in suffixes
            if wanted and without.isdisjoint(file.relative_to(ROOT).parts):
                digest.update(os.fsencode(file.relative_to(ROOT)) + b"\0")
                digest.update(file.read_bytes() if by_content else repr(_stamp(file)).encode())
    return digest.hexdigest()[:16]


def _files(place: Path) -> Iterable[Path]:
    return [place] if place.is_file() else (path for path in place.rglob("*") if path.is_file())


def _stamp(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size
