"""Reads what documents say, every minute, so that they are found by it; lets go of old messages, every night."""

from uuid import UUID

from keyworker.access import doors
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require, rows
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.jobs import every
from keyworker.base.keyring import Unreadable
from keyworker.delivery.actions import keep_text, purge_messages
from keyworker.delivery.actions.messaging import PURGED_AT_ONCE
from keyworker.delivery.models import CaseDocument, DocumentText, ReadAs
from keyworker.documents.keeping import give_out
from keyworker.documents.reading import Read, State, read_text

JOB = "document-reading"
PURGING = "message-purging"
AT_ONCE = 20  # of one agency, before it is the next one's turn


@every("* * * * *", "delivery.read_documents")
def read_waiting(timestamp: int) -> None:
    for agency_id in doors.every_agency():
        read_documents(agency_id)


def read_documents(agency_id: UUID) -> None:
    """Read the documents of one agency that wait for it, the oldest first."""
    job = actors.job(JOB, agency_id=agency_id)
    with reading(job):
        waiting = rows(DocumentText, actor=job, needs=Permission.NOTE_INDEX).filter(state=ReadAs.WAITING)
        joined = waiting.select_related("document__document").order_by("created_at")[:AT_ONCE]
        held = [each.document for each in joined]
    for document in held:
        _read(job, document)


def _read(job: Actor, held: CaseDocument) -> None:
    try:
        found = read_text(b"".join(give_out(held.document)), held.document.media_type)
    except Unreadable:
        found = Read(State.UNREADABLE)
    try:
        keep_text(actor=job, document=held, read=found)
    except Absent:
        return


@every("47 3 * * *", "delivery.purge_messages")
def purge_old_messages(timestamp: int) -> None:
    for agency_id in doors.every_agency():
        job = actors.job(PURGING, agency_id=agency_id)
        with reading(job):
            agency = require(Agency, agency_id, actor=job, needs=Permission.MESSAGE_PURGE)
        while purge_messages(actor=job, agency=agency) == PURGED_AT_ONCE:
            continue
