"""Lets colleagues into the files of those who are away, on the first day of it, agency by agency."""

from keyworker.access import doors
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.jobs import every
from keyworker.cases.models import Absence
from keyworker.supervision.actions import begin_cover

JOB = "cover-begins"


@every("5 * * * *", "supervision.begin_covers")
def begin_covers(timestamp: int) -> None:
    """Every hour, for a day begins at another hour in each agency's place."""
    for agency_id in doors.every_agency():
        actor = actors.job(JOB, agency_id=agency_id)
        with reading(actor):
            today = workplace(actor).today
            found = rows(Absence, actor=actor, needs=Permission.CASELOAD_OVERSEE).filter(
                begun_at=None, ended_at=None, from_on__lte=today, until_on__gte=today
            )
            starting = list(found)
        for absence in starting:
            begin_cover(actor=actor, absence=absence)
