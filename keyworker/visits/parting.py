"""Visits of a colleague who may not open the file any more."""

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Staff
from keyworker.base.live import wake
from keyworker.base.models import change
from keyworker.people.entrusting import may_be_entrusted
from keyworker.people.models import Person
from keyworker.people.parting import hands_on
from keyworker.visits.halls.leaving import stand_up
from keyworker.visits.models import Seat, Visit, VisitStatus


@hands_on
def to_whoever_has_the_case(person: Person, staff: Staff) -> None:
    """Nobody goes to see somebody whose file is shut to them: whoever has the case keeps what is agreed."""
    given = facts(Visit, because="nobody visits whose file is shut to them").filter(
        person=person, staff=staff, status=VisitStatus.PLANNED
    )
    for visit in given.select_for_update(no_key=True):
        if not may_be_entrusted(staff, person, visit.program_id, needs=Permission.VISIT_SCHEDULE):
            change(visit, staff=None)


@hands_on
def out_of_the_meeting(person: Person, staff: Staff) -> None:
    """Whoever sits in a video visit with them sits there no more: without a seat, the others' browsers let go."""
    why = "nobody goes on looking at somebody whose file is shut to them"
    taken = facts(Seat, because=why).filter(room__person=person, participant__staff=staff).select_related("room")
    for seat in taken:
        if not may_be_entrusted(staff, person, seat.room.program_id, needs=Permission.VISIT_ATTEND):
            stand_up(seat)
            wake(seat.room_id)
