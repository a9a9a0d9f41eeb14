"""What a browser says to the hall and hears from it, by way of the server: only for who sits in the room, in that tab.

To a hall that takes tickets a browser speaks itself: it is given one here, and nothing more is said for it.

The hall is asked while no transaction stands open. An answer with `away` says that it does not answer now, one with
`again` that it knows this browser no more: it then begins to send anew, and everything else follows from that.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, rows
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.context import reading, writing
from keyworker.base.live import wake
from keyworker.visits.halls.clearing import put_out
from keyworker.visits.halls.engine import Away, Hall, Lost, NotTaken, Place, Wanted, by_ticket, hall, spoken_for
from keyworker.visits.halls.leaving import calmly
from keyworker.visits.models import Seat, SignalKind
from keyworker.visits.rooms import turn
from keyworker.visits.rooms.signalling import seat_of, seats_in
from keyworker.visits.rooms.signals import Malformed, cleaned

Said = Mapping[str, Any]
Answer = dict[str, Any]
H = TypeVar("H", bound=Hall)
STRANDS = frozenset({"", "0", "1", "2"})  # all of it; sound, picture, words
MOST_WANTED = 100


def enter(actor: Actor, participant_id: UUID, said: Said) -> Answer:
    """They go in, or in anew: a ticket, made once their seat knows their place. Raises `Absent` and `Refused`."""
    there, seat = _seated(by_ticket(), actor, participant_id, said)
    if seat.place:
        calmly(there, lambda it: it.leave(seat.place))

    def go_in() -> Answer:
        place = there.enter(seat.room_id, participant_id)
        if not _note(actor, seat, place=place, sends=F("sends") + 1, seen_at=clock.now()):
            raise Absent  # they were sent away meanwhile
        return {**asdict(there.ticket(place)), "ice": turn.ice(participant_id)}

    return _asked(actor, seat, go_in)


def send(actor: Actor, participant_id: UUID, said: Said) -> Answer:
    """They begin to send, or begin anew: their line is on its way. Raises `Malformed`, `Absent` and `Refused`."""
    offer = _sdp(SignalKind.OFFER, said)
    there, seat = _seated(spoken_for(), actor, participant_id, said)
    if seat.place:
        calmly(there, lambda it: it.leave(seat.place))

    def begin() -> Answer:
        place = there.enter(seat.room_id, participant_id)
        try:
            answer = there.send(place, offer)
        except (Away, Lost, NotTaken):
            calmly(there, lambda it: it.leave(place))
            raise
        if not _note(actor, seat, place=place):
            calmly(there, lambda it: it.leave(place))  # they were sent away meanwhile
            raise Absent
        return {"sdp": answer}

    return _asked(actor, seat, begin)


def sending(actor: Actor, participant_id: UUID, said: Said) -> Answer:
    """Their line stands: the others may take them up, anew if they did before. Raises as `send`."""
    _, seat = _seated(spoken_for(), actor, participant_id, said)
    _note(actor, seat, sends=F("sends") + 1)
    return {}


def see(actor: Actor, participant_id: UUID, said: Said) -> Answer:
    """They look at others, or do not any more; answers an offer, where the hall makes one. Raises as `send`.

    An answer with `later` says that it could not be now: nothing has changed, and they ask again.
    """
    add, drop = _wanted(said, "add"), _wanted(said, "drop")
    there, seat = _seated(spoken_for(), actor, participant_id, said)
    with reading(actor):
        sending = seats_in(actor, seat.room_id).exclude(pk=seat.pk).filter(sends__gt=0)
        known = set(sending.values_list("participant_id", flat=True))
    add = [each for each in add if each.participant_id in known]

    def look() -> Answer:
        try:
            place, offered = there.see(_place(seat), add, drop)
        except NotTaken:
            return {"later": True}  # one of them stopped sending a moment ago
        if place != seat.place and not _note(actor, seat, place=place):
            raise Absent
        return {"sdp": offered.sdp, "whose": offered.whose} if offered else {}

    return _asked(actor, seat, look)


def seen(actor: Actor, participant_id: UUID, said: Said) -> Answer:
    """Their answer to that offer. Raises as `send`."""
    answer = _sdp(SignalKind.ANSWER, said)
    there, seat = _seated(spoken_for(), actor, participant_id, said)

    def pass_on() -> Answer:
        there.seen(_place(seat), answer)
        return {}

    return _asked(actor, seat, pass_on)


def keep(actor: Actor, participant_id: UUID, said: Said) -> Answer:
    """They are still there; without a hall, or before they send, there is nothing to keep.

    While a worker is there, a hall that lets nobody go by itself is looked through as often as their page says so.
    """
    with reading(actor):
        seat = seat_of(actor, participant_id, said["tab"])
    there = hall()
    if there is None or not seat.place:
        return {}

    def say_so() -> Answer:
        there.keep(seat.place)
        if actor.kind is ActorKind.STAFF and (tickets := by_ticket()) is not None:
            put_out(actor, tickets, seat.room_id)
        return {}

    return _asked(actor, seat, say_so)


def _asked(actor: Actor, seat: Seat, ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except Away:
        return {"away": True}
    except Lost:
        _note(actor, seat, place={}, sends=0)
        return {"again": True}
    except NotTaken as error:
        raise Malformed("the hall would not have it") from error


def _seated(there: H | None, actor: Actor, participant_id: UUID, said: Said) -> tuple[H, Seat]:
    """The hall, and where they sit. Raises `Absent` where the meeting is in no such hall."""
    with reading(actor):
        seat = seat_of(actor, participant_id, said["tab"])
    if there is None or not seat.room.large:
        raise Absent
    return there, seat


def _place(seat: Seat) -> Place:
    if not seat.place:
        raise Lost
    return dict(seat.place)


def _note(actor: Actor, seat: Seat, **values: Any) -> bool:
    """Keep what the hall knows them by, and let the others look. False: they do not sit there any more."""
    with writing(actor):
        held = rows(Seat, actor=actor, needs=Permission.VISIT_ATTEND).filter(pk=seat.pk, tab=seat.tab)
        kept = bool(held.update(**values))
        if kept and "sends" in values:
            wake(seat.room_id)
    return kept


def _sdp(kind: SignalKind, said: Said) -> str:
    body = {"sdp": said.get("sdp"), "answers": ""}
    return str(cleaned(kind, body, relayed=turn.way().policy == "relay")["sdp"])


def _wanted(said: Said, name: str) -> list[Wanted]:
    """Whom they look at. Raises `Malformed`."""
    given = said.get(name, [])
    if not isinstance(given, list) or len(given) > MOST_WANTED:
        raise Malformed("no such list")
    return [_one(each) for each in given]


def _one(said: Any) -> Wanted:
    if not isinstance(said, dict) or (strand := str(said.get("strand", ""))) not in STRANDS:
        raise Malformed("nobody")
    try:
        return Wanted(UUID(str(said.get("id"))), strand)
    except ValueError as error:
        raise Malformed("nobody") from error
