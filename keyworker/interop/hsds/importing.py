"""HSDS 3.0 files into the directory: what was read, what became of it."""

from dataclasses import dataclass
from pathlib import Path

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.agencies.models import Agency
from keyworker.base import context
from keyworker.base.actor import Actor
from keyworker.directory import queries
from keyworker.directory.actions import import_directory
from keyworker.directory.differences import PublishedList, Tally
from keyworker.interop.hsds.bundle import MEGABYTE, Limits
from keyworker.interop.hsds.files import read_bytes, read_path
from keyworker.interop.hsds.reading import Reading
from keyworker.interop.hsds.rules import may_import
from keyworker.interop.models import DirectoryFile, Lists, SheetMapping

OUR_LIST = "directory"
SENT = Limits(file_bytes=20 * MEGABYTE, total_bytes=40 * MEGABYTE, rows=100_000)
"""For files sent through the browser: they are read while a person waits."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was read, and what it changed; `tally` is None when nothing was brought in."""

    reading: Reading
    tally: Tally | None


def import_path(
    actor: Actor, path: Path | str, good_rows_only: bool = False, *, source: str = OUR_LIST, whole: bool = False
) -> Report:
    """Bring in a file, folder or zip on this machine: all of it, or nothing unless `good_rows_only`.

    `source` names the list: the same name again updates it. `whole`: what is no longer in it is taken out.
    """
    with context.reading(actor):
        agency = require(Agency, actor.agency_id, actor=actor, needs=Permission.DIRECTORY_VIEW)
        known, columns = queries.known_ids(actor, source), kept_columns(actor, source)
    reading = read_path(Path(path), known=known, columns=columns)
    if not may_import(reading, good_rows_only=good_rows_only):
        return Report(reading, None)
    published = published_list(reading, source=source, whole=whole)
    return Report(reading, import_directory(actor=actor, agency=agency, published=published))


def read_held(actor: Actor, held: DirectoryFile) -> Reading:
    """Read a file that somebody sent and has not decided about yet."""
    known = queries.known_ids(actor, held.source)
    return read_bytes(held.name, bytes(held.content), known=known, limits=SENT, columns=held.columns)


def kept_columns(actor: Actor, source: str) -> dict[str, str]:
    """What somebody said that the columns of this list are, when they last said so."""
    kept = rows(SheetMapping, actor=actor, needs=Permission.DIRECTORY_MANAGE).filter(of=Lists.SERVICES, name=source)
    found: dict[str, str] = kept.values_list("columns", flat=True).first() or {}
    return found


def published_list(reading: Reading, *, source: str, whole: bool) -> PublishedList:
    """Takes out what is missing only when all of the list could be read."""
    return PublishedList(source, reading.entries, whole and reading.can_stand_for_all, reading.set_aside)
