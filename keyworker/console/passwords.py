"""Random passwords of database logins, kept in one file that only we can read."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, so that nobody ever reads half of it; mode 0600 from its first byte."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock that the kernel gives back when this process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Passwords:
    """One random password per login name, made when first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def of(self, login: str) -> str:
        """Return the login's password; two processes asking at once get the same one."""
        known = self._read()
        if login not in known:
            with one_at_a_time(self.path.with_suffix(".lock")):
                known = self._read()
                known.setdefault(login, secrets.token_urlsafe(32))
                write_private(self.path, json.dumps(known, indent=1, sort_keys=True))
        return known[login]

    def _read(self) -> dict[str, str]:
        try:
            known: dict[str, str] = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return known
