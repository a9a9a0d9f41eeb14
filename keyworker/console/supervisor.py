"""Keeps the web processes and the worker running, and takes all of them down again."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings

from keyworker.console import children
from keyworker.console.cluster import Cluster

LOOK_EVERY_SECONDS = 0.2
STOP_SECONDS = 15.0
TOO_SOON_SECONDS = 20.0  # a process that ends sooner than this has failed to start
TRIES = 3
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(Exception):
    """A process could not be kept running."""


class PortTaken(Exception):
    """Something else listens there already."""


def wanted_port(chosen: int | None) -> int:
    """Return the port to serve on: the one on the command line, else PORT, else 8000."""
    return chosen if chosen is not None else int(os.environ.get("PORT") or 8000)


def listen(host: str, port: int) -> socket.socket:
    """Open the socket that all web processes share."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortTaken(f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: PORT=8001") from None
    listening.listen(2048)
    listening.set_inheritable(True)
    return listening


# A web process has many threads; the C library would keep a heap for each of sixteen (glibc, mallopt(3)).
FEW_HEAPS = {"MALLOC_ARENA_MAX": "2"}


@dataclass
class Post:
    """One process to be kept running."""

    module: str
    words: tuple[str, ...] = ()
    sockets: tuple[int, ...] = ()
    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0

    def start(self) -> None:
        command = [sys.executable, "-m", self.module, *self.words]
        self.child = children.spawn(command, pass_fds=self.sockets, environment={**FEW_HEAPS, **os.environ})
        self.started_at = time.monotonic()

    def look_after(self) -> None:
        """Start the process again when it ended. Raises `Ended` when that keeps happening."""
        if self.child is None or self.child.poll() is None:
            return
        self.failures = self.failures + 1 if time.monotonic() - self.started_at < TOO_SOON_SECONDS else 1
        if self.failures >= TRIES:
            raise Ended(f"{self.module} ended {TRIES} times soon after its start; the reason is above.")
        self.start()


def posts(listening: socket.socket, *, web_processes: int) -> list[Post]:
    """Return what serves an installation: web processes on one shared socket, and the worker of background jobs.

    And whoever listens to a text gateway that calls nobody, but speaks on a line of ours; and the hall of larger
    meetings, which may be missing: without it four can meet.
    """
    number = listening.fileno()
    web = [Post("keyworker.console.web", (str(number),), (number,)) for _ in range(web_processes)]
    ears = [Post("keyworker.console.texts")] if os.environ.get("KEYWORKER_TEXTS_GATEWAY") == "smpp" else []
    halls = [Post("keyworker.console.hall")] if settings.HALL == "janus" else []
    return [*web, Post("keyworker.console.worker"), *ears, *halls]


@dataclass
class Supervisor:
    """Runs until SIGINT, SIGTERM or SIGHUP; looks after `cluster` too, which another may have started."""

    posts: list[Post]
    cluster: Cluster | None
    _stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Keep everything running until told to stop, and leave no process behind, however this ends."""
        before = {number: signal.signal(number, self._stop) for number in STOPPING_SIGNALS}
        try:
            for post in self.posts:
                post.start()
            while not self._stopping:
                self._look_after()
                time.sleep(LOOK_EVERY_SECONDS)
        finally:
            children.stop_together([post.child for post in self.posts if post.child], seconds=STOP_SECONDS)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _look_after(self) -> None:
        if self.cluster is not None and not self.cluster.is_running():
            self.cluster.start()
        for post in self.posts:
            post.look_after()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
