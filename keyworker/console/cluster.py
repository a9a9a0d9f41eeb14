"""The embedded PostgreSQL: made on first use, gone with the last command that uses it, on no network."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

import psycopg

from keyworker.console import children, keeper, service_user
from keyworker.console.passwords import Passwords, one_at_a_time, write_private
from keyworker.console.postgres import Programs, find_programs

ADMIN = "keyworker_admin"
PORT = 5432  # only names the socket file; nothing listens on a network
LONGEST_SOCKET_FOLDER = 90  # bytes: the kernel allows 107 for the whole socket path
START_SECONDS = 300  # recovery after a power cut may take minutes
STOP_SECONDS = 60

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log must never hold what people told us: no statements, values, or details of a broken constraint.
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "jit": "off",
    # Nobody restores or follows it, and whoever fills it asks for figures of its tables when they matter.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
}


class ClusterFailed(Exception):
    """The embedded database cannot be made or started."""


@dataclass(frozen=True)
class Place:
    """Where one cluster's files are."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "postgres.log"

    @property
    def sockets(self) -> Path:
        folder = self.root / "run"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"keyworker-{os.getuid()}-{name}"


class Cluster:
    """
    One embedded PostgreSQL, found by its home folder.

    Commands share it: the first one's start starts it, the last one's end ends it, even when that is killed (see
    `keeper`). `fast` is for tests: it may lose data when the machine stops. `place` is where a new one's files go,
    if not to the usual folder.
    """

    def __init__(self, home: Path, *, fast: bool = False, place: Path | None = None) -> None:
        self.home = home.resolve()
        self.passwords = Passwords(self.home / "passwords.json")
        self._fast = fast
        self._chosen = place
        self._settings = SETTINGS | (FAST_SETTINGS if fast else {})
        self._users: IO[str] | None = None  # our share of the lock that keeps the database running
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Make the cluster if it is new, and start it, or join it where it already runs."""
        with one_at_a_time(self.home / "start.lock"):
            account = service_user.service_account()
            place = self._place(account)
            if not place.data.exists():
                self._make(place, account)
            self._hold()
            self._forget_ended_keeper()
            if not self._join(place):
                self._run(place, account)

    def stop(self) -> None:
        """Use it no longer; when nobody else does, return only after it has stopped."""
        if self._users is None:
            return
        with self._users as users:
            self._users = None
            if _is_ours_alone(users.fileno()):
                self._end(self._known_place())
        self._forget_ended_keeper()

    def _forget_ended_keeper(self) -> None:
        if self._keeper is not None and self._keeper.poll() is not None:
            self._keeper = None

    def _hold(self) -> None:
        if self._users is None:
            self._users = (self.home / "users.lock").open("a")
            fcntl.flock(self._users, fcntl.LOCK_SH)  # waits for a database that is just stopping

    def _end(self, place: Place) -> None:
        if (number := self._keeper_number()) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS + 15
        while _postmaster(place.data) is not None and time.monotonic() < deadline:
            time.sleep(0.02)
        if self._keeper is not None:
            self._keeper.wait(STOP_SECONDS)

    def _keeper_number(self) -> int | None:
        try:
            number = int((self.home / "keeper.pid").read_text())
        except (FileNotFoundError, ValueError):
            return None
        return number if _was_started_on(number, self.home / "users.lock") else None

    def url(self, database: str, role: str = ADMIN) -> str:
        """Return a postgresql:// address with socket folder and password, as libpq and Django read it."""
        password = quote(self.passwords.of(role), safe="")
        host = quote(str(self._known_place().sockets), safe="")
        return f"postgresql://{role}:{password}@/{quote(database, safe='')}?host={host}&port={PORT}"

    def exists(self) -> bool:
        """Say whether this cluster was ever made."""
        return (self.home / "place.json").exists()

    def is_running(self) -> bool:
        """Say whether the database runs, whoever started it."""
        return _postmaster(self._known_place().data) is not None

    def erase(self) -> None:
        """Stop and delete everything the cluster holds. There is no way back."""
        self.stop()
        place = self._known_place()
        for folder in (place.sockets, place.root, self.home):
            shutil.rmtree(folder, ignore_errors=True)

    # Where it lives

    def _place(self, account: children.Account | None) -> Place:
        note = self.home / "place.json"
        if not note.exists():
            usual = self.home / "cluster" if account is None else service_user.place_for(self.home)
            write_private(note, json.dumps({"root": str(self._chosen or usual)}))
        place = self._known_place()
        for folder in (place.root, place.sockets):
            _private_folder(folder, account)
        if account is not None and not (place.root / service_user.NOTE).exists():
            write_private(place.root / service_user.NOTE, str(self.home))
        return place

    def _known_place(self) -> Place:
        try:
            note = json.loads((self.home / "place.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ClusterFailed("The embedded database has never been started.") from None
        return Place(Path(note["root"]))

    # Making

    def _make(self, place: Place, account: children.Account | None) -> None:
        programs = _programs(account)
        draft = place.root / "data.new"  # renamed when whole, so an interrupted start leaves no half cluster
        shutil.rmtree(draft, ignore_errors=True)
        password = place.root / "first-password"
        write_private(password, self.passwords.of(ADMIN))
        _give(password, account)
        command: list[str | Path] = [
            programs.initdb, f"--pgdata={draft}", f"--username={ADMIN}", f"--pwfile={password}",
            "--auth-local=scram-sha-256", "--auth-host=reject", "--encoding=UTF8", "--locale=C.UTF-8",
            "--data-checksums", "--no-instructions", *(["--no-sync"] if self._fast else []),
        ]  # fmt: skip
        try:
            with place.log.open("ab") as log:
                child = children.spawn(
                    command, account=account, environment=_environment(), folder=place.root, output=log
                )
                if child.wait() != 0:
                    raise ClusterFailed(f"PostgreSQL could not make its database.\n{_tail(place.log)}")
        finally:
            password.unlink()
        draft.rename(place.data)

    # Running

    def _run(self, place: Place, account: children.Account | None) -> None:
        programs = _programs(account, major=int((place.data / "PG_VERSION").read_text()))
        settings = self._settings | {"unix_socket_directories": str(place.sockets)}
        command: list[str | Path] = [programs.postgres, "-D", place.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        whom = [str(account.uid), str(account.gid)] if account else ["-", "-"]
        with place.log.open("wb") as log:
            keeper_process = self._keeper = subprocess.Popen(
                [sys.executable, "-m", keeper.__name__, self.home / "users.lock", *whom, *command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
                env=_environment() | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )  # fmt: skip
        write_private(self.home / "keeper.pid", str(keeper_process.pid))
        try:
            if not self._is_up(place, failed=lambda: keeper_process.poll() is not None):
                raise ClusterFailed(f"PostgreSQL stopped while starting.\n{_tail(place.log)}")
        except BaseException:
            self.stop()
            raise

    def _is_up(self, place: Place, *, failed: Callable[[], bool]) -> bool:
        """Wait until the database takes connections; False when it `failed` first."""
        deadline = time.monotonic() + START_SECONDS
        while not _is_ready(place.data):
            if failed():
                return False
            if time.monotonic() > deadline:
                raise ClusterFailed(f"PostgreSQL was not ready after {START_SECONDS} s.\n{_tail(place.log)}")
            time.sleep(0.02)
        return True

    def _join(self, place: Place) -> bool:
        """Join a running cluster; clear away what a killed one left."""
        deadline = time.monotonic() + STOP_SECONDS
        while (running := _postmaster(place.data)) is not None:
            # Between two looks it may be killed, or given up by the command that was starting it: then look again.
            ended = partial(_is_nobodys, place.data)
            if _status(place.data) != "stopping" and self._is_up(place, failed=ended) and self._answers():
                return True
            if time.monotonic() > deadline:
                raise ClusterFailed(f"PostgreSQL (process {running}) neither answers nor stops.")
            time.sleep(0.05)
        self._clear_lock(place.data, deadline)
        return False

    def _answers(self) -> bool:
        """Ask: a process that is being killed still looks alive for a moment."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=10).close()
        except psycopg.OperationalError:
            return False
        return True

    def _clear_lock(self, data: Path, deadline: float) -> None:
        # After kill -9 its helpers may still be writing: wait for the last, then the lock is only a file.
        while _processes_in(data):
            if time.monotonic() > deadline:
                raise ClusterFailed("Processes of a killed PostgreSQL are still running.")
            time.sleep(0.05)
        (data / "postmaster.pid").unlink(missing_ok=True)


def _programs(account: children.Account | None, *, major: int | None = None) -> Programs:
    programs = find_programs(major=major)
    return programs if account is None else service_user.readable_programs(programs, account)


def _private_folder(folder: Path, account: children.Account | None) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        _give(folder, account)
    owner = account.uid if account else os.getuid()
    found = folder.lstat()
    if found.st_uid != owner or found.st_mode & 0o077 or folder.is_symlink():
        raise ClusterFailed(f"{folder} must be a folder that only the user of the database can open (0700).")


def _give(path: Path, account: children.Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid)


def _environment() -> dict[str, str]:
    """Return nothing of ours: the database must not inherit keys."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _is_ours_alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _lock_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _status(data: Path) -> str:
    lines = _lock_lines(data)
    return lines[7].strip() if len(lines) > 7 else ""


def _is_ready(data: Path) -> bool:
    return _status(data) == "ready" and _postmaster(data) is not None


def _postmaster(data: Path) -> int | None:
    """Return the process that runs this data folder; a dead one's number may now belong to anybody."""
    lines = _lock_lines(data)
    if not lines or not lines[0].strip().isdigit():
        return None
    process = int(lines[0])
    return process if _was_started_on(process, data) else None


def _is_nobodys(data: Path) -> bool:
    return _postmaster(data) is None


def _was_started_on(process: int, data: Path) -> bool:
    if not Path("/proc/self").exists():  # not Linux
        return _is_alive(process)
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(data) in words  # a zombie nobody has collected yet has no words


def _processes_in(data: Path) -> list[int]:
    """Return PostgreSQL's processes on this folder: each makes it its working directory."""
    numbers = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # gone, a zombie, or not ours to look at
            if (entry / "cwd").readlink() == data:
                numbers.append(int(entry.name))
    return numbers


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
