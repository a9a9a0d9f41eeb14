"""Works out other people's forms in a process apart, which the kernel stops after 200 ms of CPU time.

What Keyworker ships, and forms without a single expression, are worked out where they stand. The process is started
when it is first needed and ends with this one; nothing that an upload does can hold up a web page for longer.
"""

import atexit
import json
import logging
import os
import pickle
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits, workroom
from keyworker.questionnaires.engine.answers import Answers
from keyworker.questionnaires.engine.beginning import Beginning, begin, given_at_first
from keyworker.questionnaires.engine.calculating import TOO_COSTLY, Circumstances
from keyworker.questionnaires.engine.checking import Checked, Outcome, check
from keyworker.questionnaires.engine.definition import Definition
from keyworker.questionnaires.engine.findings import Finding, Level
from keyworker.questionnaires.engine.loading import as_plain_json
from keyworker.questionnaires.engine.settling import Settled, settle, unworked
from keyworker.questionnaires.engine.shipped import shipped_fingerprints
from keyworker.questionnaires.engine.workroom import Begin, Check, Job, Learn, Message, Settle

log = logging.getLogger(__name__)

# The CPU time is what counts; this is for a machine on which nothing moves any more.
PATIENCE_SECONDS = 20.0


class Stopped(Exception):
    """The work took longer than it may."""


class Lost(Exception):
    """The process ended without an answer."""


def settled(definition: Definition, answers: Answers, now: datetime, about: Mapping[str, Any]) -> Settled:
    """Settle answers wherever this form may be worked out; what had to be stopped is named in the faults.

    `about`: what the form may read of the person, as FHIR resources by their `%names`.
    """
    if _is_ours(definition):
        return settle(definition, answers, Circumstances(now, about))
    try:
        found: Settled = _room.work(definition, Settle(definition.fingerprint, answers, now, about))
    except Stopped:
        return unworked(definition, answers, _too_long())
    except Lost:
        return unworked(definition, answers, _not_now())
    return found


def begun(definition: Definition, now: datetime, about: Mapping[str, Any]) -> Beginning:
    """What a form is filled with at first, and what is offered of what is known."""
    if _is_ours(definition):
        return begin(definition, Circumstances(now, about))
    try:
        found: Beginning = _room.work(definition, Begin(definition.fingerprint, now, about))
    except Stopped:
        return Beginning(given_at_first(definition), faults=(_too_long(),))
    except Lost:
        return Beginning(given_at_first(definition), faults=(_not_now(),))
    return found


def _is_ours(definition: Definition) -> bool:
    return not definition.calculates or definition.fingerprint in shipped_fingerprints()


def checked(data: bytes | str | Mapping[str, Any]) -> Checked:
    """Look an upload over. Never raises; what takes too long to look over is refused."""
    content = json.dumps(as_plain_json(data)) if isinstance(data, Mapping) else data
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(content) > limits.BYTES:
        return check(content)  # refused unread
    try:
        found: Checked = _room.ask(Check(content), limits.CHECK_SECONDS)
    except Stopped:
        return Checked(Outcome.REFUSED, (replace(_too_long(), level=Level.FAULT),), None)
    except Lost:
        says = _("The form could not be looked over just now. Try again.")
        return Checked(Outcome.REFUSED, (Finding(Level.FAULT, "not-looked-over", "", says),), None)
    return found


def _too_long() -> Finding:
    return Finding(Level.WARNING, TOO_COSTLY, "", _("Its calculations were stopped: they take too long."))


def _not_now() -> Finding:
    return Finding(Level.WARNING, "calculation-failed", "", _("Its calculations could not be worked out just now."))


class Room:
    """This process's way to its workroom. Thread-safe: one piece of work at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def work(self, definition: Definition, job: Settle | Begin) -> Any:
        """What the job yields; the form is handed over the first time. Raises `Stopped`, `Lost`."""
        found = self.ask(job, limits.CPU_SECONDS)
        if found is not None:
            return found
        source = json.dumps(as_plain_json(definition.source))
        self.ask(Learn(definition.fingerprint, source), limits.CHECK_SECONDS)
        return self.ask(job, limits.CPU_SECONDS)

    def ask(self, job: Job, seconds: float) -> Any:
        """What the job yields; None for a form that is not known there. Raises `Stopped`, `Lost`."""
        message = pickle.dumps(Message(job, get_language() or "en", seconds), protocol=pickle.HIGHEST_PROTOCOL)
        with self._lock:
            try:
                answer = self._exchange(message)
            except TimeoutError as error:
                self.close()
                raise Stopped from error
            except (OSError, EOFError) as error:
                self.close()
                log.error("The process that works out forms ended without an answer.")
                raise Lost from error
        return _opened(answer)

    def close(self) -> None:
        """End the process; the next piece of work starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _exchange(self, message: bytes) -> bytes:
        process = self._started()
        assert process.stdin is not None  # noqa: S101 -- both ends are pipes, see _started
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(workroom.LENGTH.pack(len(message)) + message)
        process.stdin.flush()
        until = time.monotonic() + PATIENCE_SECONDS
        (length,) = workroom.LENGTH.unpack(_read(process.stdout.fileno(), workroom.LENGTH.size, until))
        return _read(process.stdout.fileno(), length, until)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is None:
            return self._process
        self._owner = os.getpid()
        places = json.dumps([str(place) for place in settings.LOCALE_PATHS])
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {workroom.__name__} import main; main()", places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            # No address of a database and no key: what runs there could not use them.
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
        )
        return self._process


def _read(source: int, length: int, until: float) -> bytes:
    found = b""
    while len(found) < length:
        ready, _w, _x = select.select([source], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        part = os.read(source, length - len(found))
        if not part:
            raise EOFError
        found += part
    return found


def _opened(answer: bytes) -> Any:
    kind, content = answer[:1], answer[1:]
    if kind == workroom.STOPPED:
        raise Stopped
    if kind == workroom.FAILED:
        raise Lost
    # It comes from our own program, which takes in nothing but JSON and answers.
    return pickle.loads(content) if content else None  # noqa: S301


_room = Room()
atexit.register(_room.close)
