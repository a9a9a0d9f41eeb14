"""Runs the linking in a process of its own, for the command and for the nightly job; never in a web process."""

import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from keyworker.people.linking import workroom
from keyworker.people.linking.rows import Habits, Written


class LinkingFailed(Exception):
    """The process ended without an answer; the message names the kind of failure, and nobody."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one comparison said of a pair, and how many bits it weighs for it, or against."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are likely one person. `score` from 0 to 1; `kin`: alike but for one thing, as twins are."""

    id_a: str
    id_b: str
    score: float
    kin: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of a list: how many people, the lowest score that is kept, and the pairs, best first."""

    people: int
    threshold: float
    pairs: Iterator[Pair]


@contextmanager
def linked(people: Iterable[Written], habits: Habits, say: Callable[[str], None]) -> Iterator[Linked]:
    """Link a list with itself, as it comes. What `people` raises is raised here. Raises `LinkingFailed`."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"from {workroom.__name__} import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # No address of a database and no key: what runs there could not use them.
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8", "PYTHONHASHSEED": "0",
             **{name: os.environ[name] for name in ("TMPDIR", "KEYWORKER_LINKING_TRACE") if name in os.environ}},
    )  # fmt: skip
    words = _Listening(process.stderr, say)
    try:
        _hand_over(process.stdin, people, habits)
        yield _read(process, words)
    finally:
        process.kill()
        process.wait()
        words.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def _hand_over(inward: IO[str] | None, people: Iterable[Written], habits: Habits) -> None:
    assert inward is not None  # noqa: S101 -- it is a pipe, see above
    how = {**dataclasses.asdict(habits), "threads": len(os.sched_getaffinity(0))}
    try:
        inward.write(json.dumps(how) + "\n")
        for person in people:
            inward.write(json.dumps(dataclasses.asdict(person)) + "\n")
        inward.close()
    except BrokenPipeError:
        return  # it ended early; `_read` says why


def _read(process: "subprocess.Popen[str]", words: "_Listening") -> Linked:
    assert process.stdout is not None  # noqa: S101
    head = process.stdout.readline()
    if not head:
        raise _failed(process, words)
    whole = json.loads(head)
    return Linked(whole["people"], whole["threshold"], _pairs(process, words))


def _pairs(process: "subprocess.Popen[str]", words: "_Listening") -> Iterator[Pair]:
    assert process.stdout is not None  # noqa: S101
    for line in process.stdout:
        found = json.loads(line)
        said = tuple(Said(*each) for each in found["said"])
        yield Pair(found["a"], found["b"], found["score"], found["kin"], said)
    if process.wait() != 0:
        raise _failed(process, words)


def _failed(process: "subprocess.Popen[str]", words: "_Listening") -> LinkingFailed:
    code = process.wait()
    words.join()
    return LinkingFailed(f"The linking ended early ({words.last or f'code {code}'}).")


class _Listening(threading.Thread):
    """Passes on what the process says it is doing; the last word is kept."""

    def __init__(self, source: IO[str] | None, say: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self._source, self._say, self.last = source, say, ""
        self.start()

    def run(self) -> None:
        for line in self._source or ():
            if line.startswith(workroom.FAILED):
                self.last = line.removeprefix(workroom.FAILED).strip()
            elif line.startswith(workroom.SAYS):
                self._say(line.removeprefix(workroom.SAYS).rstrip())
