"""Child processes that never outlive us, not even when we are killed without warning."""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """The system user a child runs as."""

    uid: int
    gid: int


def _die_with_parent(with_signal: signal.Signals, parent: int) -> Callable[[], None]:
    def in_child() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what a crashed process held is written nowhere
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before we could ask to be told
            os._exit(1)

    return in_child


def spawn(
    command: Sequence[str | Path],
    *,
    account: Account | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    output: IO[bytes] | int | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """
    Start a child in a session of its own, so that Ctrl-C reaches only us and we can stop children in order.

    The kernel sends it `farewell` when the thread that called this ends (Linux): call from the main thread.
    """
    return subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=None if environment is None else dict(environment),
        cwd=folder,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        pass_fds=pass_fds,
        umask=0o077,
        start_new_session=True,
        # Runs after the change of user, which would clear the request.
        preexec_fn=_die_with_parent(farewell, os.getpid()),
    )


def stop(child: subprocess.Popen[bytes], *signals: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn, waiting so many seconds after each; kill what is left."""
    for number, seconds in signals:
        if child.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
    if child.poll() is None:
        child.kill()
        child.wait()


def stop_together(running: Sequence[subprocess.Popen[bytes]], *, seconds: float) -> None:
    """Ask all children to end, give them so many seconds between them, and kill what is left."""
    for child in running:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
    deadline = time.monotonic() + seconds
    for child in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, deadline - time.monotonic()))
        stop(child)
