"""The process that works uploaded forms out, apart from the web: it knows no secret, and the kernel may stop its work.

It parses each form once and keeps it. For each piece of work it forks, and the fork sets itself a limit of CPU time
and of memory: what loops or explodes ends there, inside C code too, and the next piece of work starts from what was
kept. Messages are pickled by `apart`, its only partner, each with its length before it.
"""

import gc
import json
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import django
from django.conf import settings
from django.utils import translation

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Answers
from keyworker.questionnaires.engine.beginning import begin
from keyworker.questionnaires.engine.calculating import Circumstances
from keyworker.questionnaires.engine.checking import check
from keyworker.questionnaires.engine.definition import Definition
from keyworker.questionnaires.engine.findings import InvalidQuestionnaire
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.engine.settling import settle

LENGTH = struct.Struct(">I")
DONE, STOPPED, UNKNOWN, FAILED = b"d", b"s", b"u", b"f"
KEPT = 256


@dataclass(frozen=True, slots=True)
class Learn:
    """A form, to be kept under its fingerprint."""

    fingerprint: str
    source: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Settle these answers to a form that was learnt."""

    fingerprint: str
    answers: Answers
    now: datetime
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Begin:
    """What a form that was learnt is filled with at first."""

    fingerprint: str
    now: datetime
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """Look an upload over."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """Something to do, in whose language, and how many seconds of CPU it may take."""

    job: "Job"
    language: str
    seconds: float


Job = Learn | Settle | Begin | Check


def main() -> None:
    """Answer each message until there are no more: the web process has ended then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings.configure(USE_I18N=True, LOCALE_PATHS=json.loads(sys.argv[1]))
    django.setup()
    gc.freeze()
    _serve(sys.stdin.buffer, sys.stdout.buffer)


def _serve(inward: BinaryIO, outward: BinaryIO) -> None:
    forms: dict[str, Definition] = {}
    while len(head := inward.read(LENGTH.size)) == LENGTH.size:
        message = pickle.loads(inward.read(*LENGTH.unpack(head)))  # noqa: S301 -- only our own process writes here
        answer = _answer(message, forms)
        outward.write(LENGTH.pack(len(answer)) + answer)
        outward.flush()


def _answer(message: Message, forms: dict[str, Definition]) -> bytes:
    translation.activate(message.language)
    job = message.job
    if isinstance(job, Learn):
        return _learn(job, forms)
    if isinstance(job, Check):
        upload = job.data
        return _forked(lambda: check(upload), message.seconds)
    if (definition := forms.get(job.fingerprint)) is None:
        return UNKNOWN
    return _forked(_work(job, definition), message.seconds)


def _work(job: Settle | Begin, definition: Definition) -> Callable[[], Any]:
    if isinstance(job, Begin):
        return lambda: begin(definition, Circumstances(job.now, job.about))
    return lambda: settle(definition, job.answers, Circumstances(job.now, job.about))


def _learn(job: Learn, forms: dict[str, Definition]) -> bytes:
    if len(forms) >= KEPT:
        forms.pop(next(iter(forms)))
    try:
        forms[job.fingerprint] = parse(job.source)
    except InvalidQuestionnaire:
        return FAILED
    gc.freeze()
    return DONE


def _forked(work: Callable[[], Any], seconds: float) -> bytes:
    """What the work yields, pickled; or that it was stopped."""
    outlet, inlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(outlet)
        _work_within(seconds, work, inlet)
    os.close(inlet)
    with os.fdopen(outlet, "rb") as result:
        found = result.read()
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return STOPPED
    return DONE + found if os.WEXITSTATUS(status) == 0 else FAILED


def _work_within(seconds: float, work: Callable[[], Any], inlet: int) -> None:
    """The forked process: it never returns, and says nothing of what went wrong, for that may quote answers."""
    code = 1
    try:
        gc.disable()
        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        found = pickle.dumps(work(), protocol=pickle.HIGHEST_PROTOCOL)
        with os.fdopen(inlet, "wb") as result:
            result.write(found)
        code = 0
    finally:
        os._exit(code)
