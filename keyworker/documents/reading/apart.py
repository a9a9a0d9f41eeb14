"""Reads a file in a process of its own, which the kernel stops when it wants too much memory or too much time."""

import json
import os
import subprocess
import sys

from keyworker.documents.reading import workroom
from keyworker.documents.reading.kinds import Read, State

# The CPU time is what counts (see `workroom`); this is for a machine on which nothing moves any more.
PATIENCE_SECONDS = 90


def read_text(content: bytes, media_type: str) -> Read:
    """What the file says. Never raises: a file that cannot be read, or only with harm, is `UNREADABLE`."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", f"from {workroom.__name__} import main; main()", media_type],
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=True,
            # No address of a database and no key: what runs there could not use them.
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
        )
        found = json.loads(done.stdout)
        return Read(State(found["state"]), str(found["text"]))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return Read(State.UNREADABLE)
