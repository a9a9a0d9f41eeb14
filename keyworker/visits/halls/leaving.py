"""Who gets up has no place in the hall any more: said to it once what ends their seat stands in the database."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from keyworker.base import context
from keyworker.visits.halls.engine import Away, Hall, Lost, NotTaken, Place, hall
from keyworker.visits.models import Seat


def give_up(seat: Seat) -> None:
    """They are neither seen nor heard there; part of the action that takes their seat away."""
    if seat.place:
        _afterwards(partial(_leave, seat.place))


def stand_up(seat: Seat) -> None:
    """They sit there no more; part of the action that sends them, or by which they go."""
    give_up(seat)
    seat.delete()


def empty(room_ids: Iterable[UUID]) -> None:
    """Everybody is out of these; part of the action that closes the rooms."""
    for room_id in room_ids:
        _afterwards(partial(_close, room_id))


def _leave(place: Place, there: Hall) -> None:
    there.leave(place)


def _close(room_id: UUID, there: Hall) -> None:
    there.close(room_id)


def _afterwards(act: Callable[[Hall], None]) -> None:
    if (there := hall()) is not None:
        transaction.on_commit(partial(calmly, there, act), using=context.current().actor.alias)


def calmly(there: Hall, act: Callable[[Hall], None]) -> None:
    """A hall that does not answer lets nobody stay: it stopped, or gives their place up within a minute."""
    try:
        act(there)
    except (Away, Lost, NotTaken):
        return
