"""Makes an export that somebody asked for: one long transaction reads, and a short one beside it says how far it is."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import Context
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connections

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.documents import vault
from keyworker.interop.leaving.actions import Made, begin_export, fail_export, finish_export, note_progress
from keyworker.interop.leaving.tables import fingerprint, hidden_from_exports
from keyworker.interop.leaving.writing import Format, Tell, count, into_zip, write
from keyworker.interop.models import AgencyExport

JOB = "agency-export"
SOMETIMES = timedelta(seconds=5)


def make(asker: Actor, export_id: UUID | str) -> None:
    """Write it in the name of whoever asked and still may. Raises `Refused` where it was begun before."""
    with reading(asker):
        export = require(AgencyExport, export_id, actor=asker, needs=Permission.EXPORT_ASK)
    export = begin_export(actor=asker, export=export)
    job = actors.job(JOB, agency_id=asker.agency_id)
    try:
        finish_export(actor=asker, export=export, made=_written(job, export))
    except (Refused, Absent):
        fail_export(actor=job, export=export)  # deleted meanwhile, or whoever asked is no administrator any more
    except BaseException:
        fail_export(actor=job, export=export)
        raise


def _written(job: Actor, export: AgencyExport) -> Made:
    with reading(job), vault.sealing(export.pk, export.agency_id) as sealed, into_zip(sealed) as out:
        require(Agency, job.agency_id, actor=job, needs=Permission.AGENCY_EXPORT)
        hidden = hidden_from_exports()
        with telling(job, export, whole=count(hidden)) as tell:
            rows = sum(write(out, Format(export.form), hidden, tell).values())
        hides = fingerprint(hidden, clock.now())  # whoever came while it was written may be in it
    return Made(rows, sealed.size, sealed.wrapped_key, hides)


@contextmanager
def telling(job: Actor, export: AgencyExport, *, whole: int) -> Iterator[Tell]:
    """Hears of every step, and says it every few seconds, in another thread: there the database has another
    connection, and what is said there is seen while the long transaction of this one still reads.

    Raises `Refused` out of the next step once the export was deleted.
    """
    done: Counter[str] = Counter()
    said: Future[None] | None = None
    last: datetime | None = None
    with ThreadPoolExecutor(1) as beside:

        def tell(table: str, rows: int, _done: bool) -> None:
            nonlocal said, last
            done[table] = rows
            now = clock.now()
            if (last is None or now - last >= SOMETIMES) and (said is None or said.done()):
                if said is not None:
                    said.result()
                last = now
                said = beside.submit(Context().run, _say, job, export, done.total(), whole)

        try:
            yield tell
        finally:
            beside.submit(connections.close_all)


def _say(job: Actor, export: AgencyExport, done: int, whole: int) -> None:
    """Where no connection is to be had just now, the next step says it."""
    with suppress(OperationalError, InterfaceError):
        note_progress(actor=job, export=export, done=done, whole=whole)
