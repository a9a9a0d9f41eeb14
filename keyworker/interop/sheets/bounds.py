"""How much of a spreadsheet is read, and why reading one stops; known on both sides of the process apart."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_BYTES: Final = 24 * 1024 * 1024
MOST_COLUMNS: Final = 120
LONGEST_CELL: Final = 20_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """Rows without the headers; bytes that a workbook unpacks to, for a zip may hold a thousand times what it
    weighs; bytes of address space, because all words of a workbook are held at once; seconds of CPU time, of which a
    row that is waited for costs none.
    """

    rows: int = 200_000
    unpacked: int = 600 * 1024 * 1024
    memory: int = 1024 * 1024 * 1024
    cpu: int = 300


class Why(StrEnum):
    """Why a file is read no further."""

    ROWS = "rows"
    COLUMNS = "columns"
    LETTERS = "letters"
    CODE = "code"
    QUOTES = "quotes"
    BROKEN = "broken"
    NO_WORKBOOK = "no-workbook"
    UNPACKED = "unpacked"
    TOO_MUCH = "too-much"


class Stopped(Exception):
    """Reading stops at this row, 0 for none."""

    def __init__(self, why: Why, row: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.row = row
