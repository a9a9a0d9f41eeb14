"""A room as whoever looks may see it: who sits there, who waits, what was said to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, may, require, rows
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.context import reading
from keyworker.consent.models import Consent, Purpose
from keyworker.tasks.declining import says_no
from keyworker.tasks.models import NoTo
from keyworker.visits.models import Participant, PartIn, Seat, Signal, VideoRoom, Visit
from keyworker.visits.rooms.signalling import seats_in

MOST_SIGNALS = 200
MOST_WORDS = 300


def room_of(actor: Actor, visit: Visit) -> VideoRoom | None:
    """The visit's room; none for one that is no video visit."""
    found = rows(VideoRoom, actor=actor, needs=Permission.VISIT_VIEW).filter(visit=visit)
    room: VideoRoom | None = found.select_related("visit").first()
    return room


def participants(actor: Actor, room: VideoRoom) -> list[Participant]:
    """Everybody invited, in the order in which they were."""
    found = rows(Participant, actor=actor, needs=Permission.VISIT_VIEW).filter(room=room)
    return list(found.select_related("staff").order_by("created_at", "id"))


def participant(actor: Actor, visit: Visit, participant_id: UUID) -> Participant:
    """One of them. Raises `Absent`."""
    join = ("room__visit", "staff")
    found = require(Participant, participant_id, actor=actor, needs=Permission.VISIT_VIEW, join=join)
    if found.room.visit_id != visit.pk:
        raise Absent
    return found


def myself(actor: Actor, visit: Visit) -> Participant | None:
    """The worker's own place in the visit's room, once they have come in."""
    theirs = rows(Participant, actor=actor, needs=Permission.VISIT_ATTEND).filter(room__visit=visit)
    mine: Participant | None = theirs.filter(staff_id=actor.staff_id).select_related("room").first()
    return mine


def who_joined(actor: Actor, visit: Visit) -> str:
    """Who else was let in, as the others read their names and in what part, for the contact that is written."""
    held = rows(Participant, actor=actor, needs=Permission.VISIT_VIEW).filter(
        room__visit=visit, admitted_at__isnull=False
    )
    others = held.exclude(part=PartIn.CLIENT).exclude(staff_id=actor.staff_id).order_by("admitted_at", "id")
    return ", ".join(f"{each.name_shown} ({each.get_part_display()})" for each in others)[:MOST_WORDS]


def is_unwished(visit: Visit) -> bool:
    """Whether they said since the visit began that they do not want it.

    They took back that we are in touch with them or meet them this way, or said no to video at their own door.
    """
    held = facts(Consent, because="who does not wish it any more is met no longer").filter(
        person_id=visit.person_id, program_id=visit.program_id, purpose__in=(Purpose.VIRTUAL, Purpose.SERVICE)
    )
    if visit.begun_at is None:
        return False
    return held.filter(withdrawn_at__gte=visit.begun_at).exists() or says_no(visit.person_id, NoTo.VIDEO)


def guest(actor: Actor) -> Participant:
    """The guest's own place. Raises `Absent`."""
    return require(Participant, str(actor.share_id), actor=actor, needs=Permission.VISIT_ATTEND, join=("room",))


@dataclass(frozen=True, slots=True)
class Looking:
    """How one browser looks at a room, again and again: `look(after)` is asked by its stream.

    `still`: whether what let it in is good yet, for a stream outlives the page that asked for it.
    """

    actor: Actor
    participant_id: UUID
    tab: str
    still: Callable[[], bool]

    def look(self, after: int) -> tuple[dict[str, Any], list[Signal], bool]:
        """How things stand, the signals after a number, and whether there is nothing more to come.

        Whether they may still look is asked first: a meeting that ends takes that away, and is seen to be over then.
        """
        may_look = self.still()
        with reading(self.actor):
            try:
                join = ("room__visit",) if self.actor.kind is ActorKind.STAFF else ("room",)
                me = require(
                    Participant, self.participant_id, actor=self.actor, needs=Permission.VISIT_ATTEND, join=join
                )
            except Absent:
                return {"you": "away"}, [], True
            # Asked before who sits there: who spoke sat there already, and a browser passes over a stranger's words.
            signals = self._signals(me, after)
            stands = self._standing(me, may_look=may_look)
            over = stands["you"] in {"over", "away", "elsewhere"}
            return stands, [] if over else signals, over

    def _standing(self, me: Participant, *, may_look: bool) -> dict[str, Any]:
        if not me.room.is_open:
            return {"you": "over", "why": me.room.closed_why}
        if me.turned_away_at is not None or not may_look:
            return {"you": "away"}
        if not me.may_sit:
            return {"you": "waiting"}
        seats = list(seats_in(self.actor, me.room_id))
        place = next((place for place, seat in enumerate(seats) if seat.participant_id == me.pk), None)
        if place is not None and seats[place].tab != self.tab:
            return {"you": "elsewhere"}
        others = [_taken(seat, first=number < (place or 0)) for number, seat in enumerate(seats) if number != place]
        return {"you": "in", "seats": others, **self._at_the_door(me)}

    def _at_the_door(self, me: Participant) -> dict[str, Any]:
        """For who may let people in: who waits, who asks to be called, whose used link was tried again; and whether
        the person does not wish the meeting any more."""
        if self.actor.kind is not ActorKind.STAFF or not may(self.actor, Permission.VISIT_SCHEDULE):
            return {}
        known = facts(Participant, because="whoever leads a meeting must know who is at the door").filter(
            room_id=me.room_id, staff=None, turned_away_at=None
        )
        found = list(known.order_by("knocked_at", "id"))
        return {
            "waiting": [_named(each) for each in found if each.waits],
            "calls": [_named(each) for each in found if each.asks_call_at is not None],
            "again": [_named(each) for each in found if each.tried_again_at is not None],
            "unwished": is_unwished(me.room.visit),
        }

    def _signals(self, me: Participant, after: int) -> list[Signal]:
        if not me.may_sit or after < 0:
            return []
        said = rows(Signal, actor=self.actor, needs=Permission.VISIT_ATTEND).filter(to=me, number__gt=after)
        return list(said.order_by("number")[:MOST_SIGNALS])


def _taken(seat: Seat, *, first: bool) -> dict[str, Any]:
    """Somebody else's seat; `first`: they sat there before, and wait for the offer of whoever came later.

    `key`: what LiveKit knows them by, which is how a browser there tells who sits in the meeting.
    """
    named = {"id": str(seat.participant_id), "name": seat.name_shown, "part": seat.part}
    return {**named, "tab": seat.tab, "first": first, "sends": seat.sends, "key": seat.place.get("who", "")}


def _named(each: Participant) -> dict[str, str]:
    return {"id": str(each.pk), "name": each.name_shown, "part": each.part}
