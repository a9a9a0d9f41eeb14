"""Every night, agency by agency: forgets where people were who hide, and closes the rooms that nobody closed."""

from keyworker.access import doors
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.jobs import every
from keyworker.visits.practice.settling import forget_where_they_were, where_they_were
from keyworker.visits.rooms.actions import close_forgotten, forgotten

JOB, DOOR = "visit-forgetting", "visit-door"


@every("41 3 * * *", "visits.forget_where")
def forget_everywhere(timestamp: int) -> None:
    """Also where a visit was never ended."""
    for agency_id in doors.every_agency():
        job = actors.job(JOB, agency_id=agency_id)
        with reading(job):
            agency: Agency = facts(Agency, because="its visits are gone through").get(pk=agency_id)
            kept = where_they_were().exists()
        if kept:
            forget_where_they_were(actor=job, agency=agency)


@every("53 3 * * *", "visits.close_forgotten_rooms")
def close_every_forgotten_room(timestamp: int) -> None:
    for agency_id in doors.every_agency():
        job = actors.job(DOOR, agency_id=agency_id)
        with reading(job):
            rooms = forgotten()
        for room in rooms:
            close_forgotten(actor=job, room=room)
