"""The copy of the seals outside the database: what it should hold, what it lacks, and writing it.

A seal is committed first and written there after: a line that came before its seal would accuse an honest trail.
So a full disk or a forbidden folder leaves the copy behind, which is said (`lacking`), and made up for (`catch_up`).
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.db import connections

from keyworker.audit.models import AuditSeal
from keyworker.base import clock

# A seal younger than this may be on its way to the copy.
IN_FLIGHT = timedelta(minutes=1)
Line = tuple[int, bytes]


def lines(copy: Path) -> Iterator[tuple[str, str]]:
    """(number, digest) of each line as it stands there, whatever it says."""
    for line in copy.read_text(errors="replace").splitlines():
        number, _, digest = line.strip().partition(" ")
        yield number, digest


def lacking(alias: str, copy: Path) -> list[int]:
    """The numbers of the seals that are not in the copy, though they should be. `alias` may read the seals."""
    before = clock.now() - IN_FLIGHT
    made = AuditSeal.objects.using(alias).filter(sealed_at__lt=before).order_by("number")
    numbers = list(made.values_list("number", flat=True))
    kept = {number for number, _ in lines(copy)} if copy.exists() else set()
    return [number for number in numbers if str(number) not in kept]


def catch_up(alias: str, copy: Path, *, fresh: Line | None) -> None:
    """Add every seal that came after the last one in the copy; to a new copy only the `fresh` one. Raises `OSError`.

    Seals before the last are never filled in, nor is a lost copy written anew: what is gone must stay said, for it
    could have been taken away. Where writing broke off within a line, that line is written again.
    """
    if fresh is None and not copy.exists():
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.touch(exist_ok=True)
    with copy.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last_number(file)
        _write(file, _after(alias, last) if last is not None else [fresh] if fresh else [])


def _last_number(file: BinaryIO) -> int | None:
    """The last seal written whole; the rest of a broken line is cut off. None when there is no such line."""
    written = file.read()
    whole = written[: written.rfind(b"\n") + 1]
    file.truncate(len(whole))
    number, _, digest = whole.splitlines()[-1].partition(b" ") if whole.strip() else (b"", b"", b"")
    return int(number) if number.isdigit() and digest else None


def _after(alias: str, number: int) -> list[Line]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT number, digest FROM keyworker_seals_after(%s)", [number])
        return [(number, bytes(digest)) for number, digest in cursor.fetchall()]


def _write(file: BinaryIO, seals: Iterable[Line]) -> None:
    file.seek(0, os.SEEK_END)
    file.writelines(f"{number} {digest.hex()}\n".encode() for number, digest in seals)
    file.flush()
    os.fsync(file.fileno())
