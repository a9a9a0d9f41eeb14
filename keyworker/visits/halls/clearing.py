"""Whoever is in a hall and has no seat there is put out: for when LiveKit could not be told at once, or did not hear.

Janus gives a place up by itself when nobody says that its person is still there; LiveKit asks nobody. So it is looked
through every minute, and whenever a worker's page in the meeting says that it is still there.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.visits.halls.engine import ByTicket, Place
from keyworker.visits.models import Seat, VideoRoom
from keyworker.visits.rooms.rules import EARLIEST, SEAT_IS_COLD

CLOSED_LATELY = timedelta(hours=2)
WHY = "nobody stays in a hall who has no seat there"


def clear(job: Actor, there: ByTicket) -> None:
    """Look through the halls of one agency. Raises `Away`; the next look does the rest."""
    is_open = _lately(job)
    for room_id in there.open_among(is_open):
        if is_open[room_id]:
            put_out(job, there, room_id)
        else:
            there.close(room_id)


def put_out(actor: Actor, there: ByTicket, room_id: UUID) -> None:
    """Whoever has no seat in this meeting is out of its hall. Raises `Away`.

    Who is inside is asked first and who has a seat after: whoever sits down meanwhile is not put out.
    """
    inside = there.inside(room_id)
    seated = _seated(actor, room_id)
    for place in inside:
        if place not in seated:
            there.leave(place)


def _lately(job: Actor) -> dict[UUID, bool]:
    """The larger meetings that may have begun, and those that ended lately; of each, whether it is open."""
    now = clock.now()
    may_have_begun = Q(closed_at=None, starts_at__lte=now + EARLIEST)
    with reading(job):
        held = facts(VideoRoom, because=WHY).filter(may_have_begun | Q(closed_at__gte=now - CLOSED_LATELY), large=True)
        return {room_id: closed_at is None for room_id, closed_at in held.values_list("id", "closed_at")}


def _seated(actor: Actor, room_id: UUID) -> list[Place]:
    with reading(actor):
        held = facts(Seat, because=WHY).filter(room_id=room_id, seen_at__gte=clock.now() - SEAT_IS_COLD)
        return list(held.values_list("place", flat=True))
