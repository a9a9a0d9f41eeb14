"""Keeps an embedded database running for as long as any command uses it, however those commands end.

Every command holds a shared lock on one file; the kernel gives it back when the command ends, killed or not. Once the
lock is free this process stops the database and ends too. Should this process be killed, the kernel stops the database.
"""

import fcntl
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from keyworker.console import children

LOOK_EVERY_SECONDS = 0.2
STOP_SECONDS = 60


def keep(lock: Path, account: children.Account | None, command: list[str]) -> int:
    """Run PostgreSQL until nobody uses it; its exit code."""
    child = children.spawn(command, account=account, farewell=signal.SIGINT, folder=Path("/"))
    try:
        with lock.open("a") as users:
            while child.poll() is None and _is_used(users.fileno()):
                time.sleep(LOOK_EVERY_SECONDS)
            # SIGINT ends sessions and writes everything out; SIGQUIT does not, and the next start recovers.
            children.stop(child, (signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10))
    finally:
        children.stop(child, (signal.SIGINT, STOP_SECONDS))
    return child.returncode


def _is_used(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False  # and whoever comes now waits until we have ended


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main() -> int:
    """Take the lock's path, the user's and group's numbers (`-` for our own), and the command."""
    lock, uid, gid, *command = sys.argv[1:]
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return keep(Path(lock), None if uid == "-" else children.Account(int(uid), int(gid)), command)


if __name__ == "__main__":
    sys.exit(main())
