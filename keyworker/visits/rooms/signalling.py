"""Passing on what browsers say to find each other, and waking whoever must look.

What is said here is no record of anybody's: it is gone when it was heard, and the trail does not tell of it. That
somebody came, was let in and left, are actions (see `actions`), and the trail tells of those.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, rows
from keyworker.base import clock, context
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.context import writing
from keyworker.base.decision import insist, no
from keyworker.base.live import wake
from keyworker.visits.models import Seat, Signal, SignalKind, VideoRoom
from keyworker.visits.rooms import turn
from keyworker.visits.rooms.signals import cleaned

KEPT = timedelta(minutes=2)  # for whoever was cut off for a moment
GONE = timedelta(minutes=5)


def one_at_a_time(room_id: UUID) -> None:
    """Until the end of this transaction nobody else sits down in the room or speaks in it."""
    _ask("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", str(room_id))


def next_number() -> int:
    return int(_ask("SELECT nextval('visits_signal_number')"))


def _ask(statement: str, *values: str) -> Any:
    with connections[context.current().actor.alias].cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchone()[0]


def say(*, actor: Actor, participant_id: UUID, tab: str, to_id: UUID, kind: str, body: Any) -> None:
    """Pass one signal on. Raises `Malformed`, and `Refused` unless both sit in the room, the speaker in this tab."""
    said = cleaned(kind, body, relayed=turn.way().policy == "relay")
    if not said:
        return  # an address of their own, which nobody else is told
    with writing(actor):
        mine = seat_of(actor, participant_id, tab)
        if not seats_in(actor, mine.room_id).filter(participant_id=to_id).exclude(pk=mine.pk).exists():
            insist(no(_("They are not in the meeting.")))
        one_at_a_time(mine.room_id)
        Signal(
            room_id=mine.room_id,
            sender_id=participant_id,
            to_id=to_id,
            number=next_number(),
            kind=SignalKind(kind).value,
            tab=tab,
            body=said,
        ).save(force_insert=True)
        wake(to_id)


def still_here(*, actor: Actor, participant_id: UUID, tab: str) -> None:
    """Note that this tab is still in the room. Raises `Refused` when it is not. Staff tidy up what nobody needs."""
    with writing(actor):
        mine = seat_of(actor, participant_id, tab)
        # The seat may have been freed a moment ago: then nobody sits there any more, which is no error.
        if not rows(Seat, actor=actor, needs=Permission.VISIT_ATTEND).filter(pk=mine.pk).update(seen_at=clock.now()):
            raise Absent
        if actor.kind is ActorKind.STAFF:
            _tidy(mine.room_id)


def seat_of(actor: Actor, participant_id: UUID, tab: str) -> Seat:
    """Where they sit, in this tab. Raises `Absent`, and `Refused` when the meeting is over."""
    found = rows(Seat, actor=actor, needs=Permission.VISIT_ATTEND).filter(participant_id=participant_id, tab=tab)
    seat = found.select_related("room").first()
    if seat is None:
        raise Absent
    if not seat.room.is_open:
        insist(no(_("The meeting is over.")))
    return seat


def seats_in(actor: Actor, room_id: UUID) -> Any:
    """Who sits in the room, in the order in which they came."""
    return rows(Seat, actor=actor, needs=Permission.VISIT_ATTEND).filter(room_id=room_id).order_by("since", "id")


def _tidy(room_id: UUID) -> None:
    now = clock.now()
    facts(Signal, because="what was heard is kept no longer").filter(
        room_id=room_id, created_at__lt=now - KEPT
    ).delete()
    gone = facts(Seat, because="a tab that went without a word frees its seat").filter(
        room_id=room_id, seen_at__lt=now - GONE
    )
    if gone.delete()[0]:
        wake(room_id)


def clear(rooms: Iterable[VideoRoom]) -> None:
    """Nobody sits there any more, and nothing is left of what was said; part of the action that closes them."""
    keys = [room.pk for room in rooms]
    facts(Signal, because="what was said is gone with the meeting").filter(room_id__in=keys).delete()
    facts(Seat, because="nobody sits in a room that is closed").filter(room_id__in=keys).delete()
    wake(*keys)
