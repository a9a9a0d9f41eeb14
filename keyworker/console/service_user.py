"""PostgreSQL refuses to run as root: who runs it then, and where its data lives."""

import hashlib
import json
import os
import pwd
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from keyworker.console.children import Account
from keyworker.console.postgres import Programs

NAME = "keyworker"
LIBRARY = Path("/var/lib/keyworker")
NOTE = "belongs-to"  # in each place: the home folder of its cluster


class NoServiceUser(Exception):
    """We are root and cannot make the user that runs the database."""


def service_account() -> Account | None:
    """Return whom the database runs as; None means ourselves, because we are not root."""
    if os.geteuid() != 0:
        return None
    for command in (_useradd(), _adduser(), None):
        try:
            entry = pwd.getpwnam(NAME)
        except KeyError:
            if command is None:
                break
            subprocess.run(command, capture_output=True, check=False)  # another process may be making it too
        else:
            return Account(entry.pw_uid, entry.pw_gid)
    raise NoServiceUser(
        f"Started as root, and the user {NAME} that would run the database cannot be made. "
        "Start as an ordinary user, or make that user first."
    )


def _useradd() -> list[str]:
    program = shutil.which("useradd") or "/usr/sbin/useradd"
    return [
        program,
        "--system",
        "--user-group",
        "--no-create-home",
        f"--home-dir={LIBRARY}",
        "--shell=/bin/false",
        NAME,
    ]


def _adduser() -> list[str]:
    return [
        shutil.which("adduser") or "adduser",
        "-S",
        "-D",
        "-H",
        "-h",
        str(LIBRARY),
        "-s",
        "/bin/false",
        NAME,
    ]


def place_for(home: Path) -> Path:
    """
    Return a new folder outside root's own, for the service user may not walk through those.

    It is named for `home`. When an earlier installation in the same folder left its data, that is kept and
    the next free name is taken, because the passwords and keys to it went with the earlier installation.
    """
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    place, count = LIBRARY / name, 1
    while place.exists():
        count += 1
        place = LIBRARY / f"{name}-{count}"
    return place


def forgotten_places() -> list[Path]:
    """Return folders whose installation is gone: its own folder was deleted, or made anew."""
    return [note.parent for note in sorted(LIBRARY.glob(f"*/{NOTE}")) if not _is_remembered(note)]


def _is_remembered(note: Path) -> bool:
    try:
        home = Path(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return True  # its installation took it away while we looked
    try:
        place = json.loads((home / "place.json").read_text(encoding="utf-8"))
    except OSError:
        return False
    return bool(place["root"] == str(note.parent))


def readable_programs(programs: Programs, account: Account) -> Programs:
    """Return programs that the account may run, copying them out of root's closed home if need be."""
    return programs if _can_run(programs, account) else _copy_out(programs)


def _can_run(programs: Programs, account: Account) -> bool:
    try:
        for program in (programs.postgres, programs.initdb):
            subprocess.run(
                [program, "--version"], user=account.uid, group=account.gid, extra_groups=[], cwd="/",
                capture_output=True, check=True,
            )  # fmt: skip
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def _copy_out(programs: Programs) -> Programs:
    """Copy the programs, and the libraries that a wheel keeps beside its package, in the same places to each other."""
    installed = programs.folder.parent
    package = installed.parent
    copy = LIBRARY / f"programs-{programs.major}-{programs.postgres.stat().st_mtime_ns}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}.new")
        shutil.copytree(installed, draft / package.name / installed.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", draft], check=True)
        draft.rename(copy)
    return replace(programs, folder=copy / package.name / installed.name / "bin")
