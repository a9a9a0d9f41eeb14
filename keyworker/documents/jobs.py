"""Clears files that no row names, every night."""

from uuid import UUID

from keyworker.access.sight import facts
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.jobs import every
from keyworker.documents.actions import clear_orphans, named
from keyworker.documents.orphans import agencies, orphans

JOB = "file-clearing"


@every("17 3 * * *", "documents.clear_orphans")
def clear_every_orphan(timestamp: int) -> None:
    for agency_id in agencies():
        _clear(agency_id)


def _clear(agency_id: UUID) -> None:
    """Files of an agency that is not in this database are left alone: it may be another installation's folder."""
    job = actors.job(JOB, agency_id=agency_id)
    with reading(job):
        agency = facts(Agency, because="its folder is looked through").filter(pk=agency_id).first()
        found = agency is not None and orphans(agency_id, named)
    if agency is not None and found:
        clear_orphans(actor=job, agency=agency)
