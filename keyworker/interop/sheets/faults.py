"""What may be wrong in a row of a list, and what of it leaves the row out."""

from dataclasses import dataclass
from enum import StrEnum

from keyworker.interop.sheets.headers import Field


class Wrong(StrEnum):
    """What may be wrong in a cell. Some leave the whole row out (`LEAVES_OUT`); the others leave the cell out."""

    NO_NAME = "no-name"
    UNKNOWN_PROGRAM = "unknown-program"
    UNKNOWN_WORKER = "unknown-worker"
    NOT_THERE = "worker-not-there"
    KEPT_OUT = "kept-out"
    FIRST_LEFT_OUT = "first-left-out"
    CLOSED = "closed"
    BIRTH_DATE = "birth-date"
    PHONE = "phone"
    EMAIL = "email"
    YES_OR_NO = "yes-or-no"
    LANGUAGE = "language"
    TOO_LONG = "too-long"
    DAY = "day"
    KIND = "kind"
    NOTE_DAY = "note-day"
    NOTE_BY = "note-by"
    UNKNOWN_NUMBER = "unknown-number"


LEAVES_OUT = frozenset(
    {
        Wrong.NO_NAME, Wrong.UNKNOWN_PROGRAM, Wrong.UNKNOWN_WORKER, Wrong.NOT_THERE, Wrong.KEPT_OUT,
        Wrong.FIRST_LEFT_OUT, Wrong.CLOSED, Wrong.UNKNOWN_NUMBER,
    }
)  # fmt: skip
# What can be mended by saying once what a word stands for.
CAN_BE_SAID = {
    Field.PROGRAM: Wrong.UNKNOWN_PROGRAM,
    Field.WORKER: Wrong.UNKNOWN_WORKER,
    Field.LANGUAGE: Wrong.LANGUAGE,
    Field.INTERPRETER: Wrong.YES_OR_NO,
    Field.SAFE: Wrong.YES_OR_NO,
    Field.VOICEMAIL: Wrong.YES_OR_NO,
    Field.CONTACT_KIND: Wrong.KIND,
    Field.NOTE_BY: Wrong.NOTE_BY,
    Field.NOTE_SIGNED: Wrong.YES_OR_NO,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in which column; `value` is the cell, shortened."""

    column: str
    wrong: Wrong
    value: str = ""
