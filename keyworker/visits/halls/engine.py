"""What a hall must be able to do, whoever does it: the interface behind which Janus and LiveKit stand.

There are two kinds. With Janus only the server speaks, and passes on what browsers say. With LiveKit browsers speak
themselves, each with a ticket that the server gives it as it comes in. Of either, whoever may not sit in the room any
more has no place in the hall.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

MOST_IN_A_HALL = 25
Place = dict[str, Any]  # what the engine knows somebody by, in one tab; kept with their seat


class Away(Exception):
    """The hall does not answer now."""


class Lost(Exception):
    """The hall does not know this place any more: it was begun anew, or the place was given up."""


class NotTaken(Exception):
    """The hall understood what a browser said, and would not have it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody sees or hears, or does not any more: of one other, all of it or one strand (0, 1, …)."""

    participant_id: UUID
    strand: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the hall sends from now on: its offer, and by each line of it, whose it is."""

    sdp: str
    whose: dict[str, str]


@dataclass(frozen=True, slots=True)
class Ticket:
    """By what a browser comes into a hall by itself, at one place, now."""

    url: str
    token: str = field(repr=False)


class Hall(Protocol):
    """What every hall can do. Each raises `Away`; what is asked for a place also `Lost`."""

    def enter(self, room_id: UUID, participant_id: UUID) -> Place:
        """A place for somebody who sits in the room. The hall is opened if nobody is there yet."""

    def keep(self, place: Place) -> None:
        """They are still there, which a hall may need to hear."""

    def leave(self, place: Place) -> None:
        """They are neither seen nor heard any more, and see nobody. One that is gone already is no error."""

    def close(self, room_id: UUID) -> None:
        """Everybody is out, and the hall is gone. One that is gone already is no error."""

    def stands(self) -> bool:
        """Whether it answers."""


class SpokenFor(Hall, Protocol):
    """A hall to which browsers speak by way of our server. What passes on their words also raises `NotTaken`.

    A place of which nobody says that it is kept is given up within a minute.
    """

    def send(self, place: Place, offer: str) -> str:
        """They send, from now on; answers the hall's answer."""

    def see(self, place: Place, add: list[Wanted], drop: list[Wanted]) -> tuple[Place, Offered | None]:
        """They see others, or do not any more; answers their place as it is then, and an offer where one is due."""

    def seen(self, place: Place, answer: str) -> None:
        """Their browser's answer to that offer."""


class ByTicket(Hall, Protocol):
    """A hall to which browsers speak themselves. It lets nobody go by itself, so it is looked through (`clearing`)."""

    def address(self) -> str:
        """Where browsers speak to it: scheme, name, port."""

    def ticket(self, place: Place) -> Ticket:
        """What opens the hall at this place alone, for a moment."""

    def open_among(self, room_ids: Iterable[UUID]) -> list[UUID]:
        """Those of the rooms whose hall is open."""

    def inside(self, room_id: UUID) -> list[Place]:
        """Who is in a hall now, seat or no seat."""


def spoken_for() -> SpokenFor | None:
    """The hall of this installation, if our server speaks to it for browsers."""
    from keyworker.visits.halls.janus import Janus

    return Janus(settings.HALL_PORT) if settings.HALL == "janus" else None


def by_ticket() -> ByTicket | None:
    """The hall of this installation, if browsers speak to it themselves; none, too, where its settings are not safe."""
    from keyworker.visits.halls.livekit import configured

    return configured() if settings.HALL == "livekit" else None


def hall() -> Hall | None:
    """The hall of this installation; none: at most four meet."""
    return spoken_for() or by_ticket()
