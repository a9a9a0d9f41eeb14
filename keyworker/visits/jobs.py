"""Forgets where people were who hide, closes the rooms that nobody closed, clears halls; agency by agency."""

from keyworker.access import doors
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.jobs import every
from keyworker.visits.halls.clearing import clear
from keyworker.visits.halls.engine import Away, by_ticket
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


@every("* * * * *", "visits.clear_halls")
def clear_every_hall(timestamp: int) -> None:
    """A hall that does not answer shows nobody to anybody; it is looked through when it does."""
    if (there := by_ticket()) is None:
        return
    for agency_id in doors.every_agency():
        try:
            clear(actors.job(DOOR, agency_id=agency_id), there)
        except Away:
            return
