"""Looks every night who stands twice, agency by agency."""

from keyworker.access import doors
from keyworker.base import actor as actors
from keyworker.base.jobs import every
from keyworker.people.duplicates import find_duplicates

JOB = "people-linking"


@every("40 2 * * *", "people.find_duplicates")
def find_every_duplicate(timestamp: int) -> None:
    for agency_id in doors.every_agency():
        find_duplicates(actors.job(JOB, agency_id=agency_id))
