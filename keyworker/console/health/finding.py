"""One thing the doctor looked at, in plain words."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """NOTE is worth knowing and fails nothing."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What was found, and how to mend it."""

    verdict: Verdict
    what: str
    mend: str = ""


def well(what: str) -> Finding:
    return Finding(Verdict.WELL, what)


def note(what: str, mend: str) -> Finding:
    return Finding(Verdict.NOTE, what, mend)


def wrong(what: str, mend: str) -> Finding:
    return Finding(Verdict.WRONG, what, mend)
