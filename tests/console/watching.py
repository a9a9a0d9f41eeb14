"""What a story needs to watch processes come and go."""

import time
from pathlib import Path


def living():
    """Yield each process that is more than a zombie, with its parent."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            yield int(entry.name), int(parent)


def descendants(ancestor):
    """Return every living process that one started, and theirs."""
    found, parents = set(), {ancestor}
    while new := {pid for pid, parent in living() if parent in parents} - found:
        found |= new
        parents |= new
    return found


def is_alive(process):
    return process in {pid for pid, _ in living()}


def none_left(members):
    return not members & {pid for pid, _ in living()}


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.05)
