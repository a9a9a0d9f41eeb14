"""What a hall must be able to do, whoever does it: the one interface behind which Janus stands.

Only the server speaks to a hall. Browsers ask the server as they do for everything in a room, so that whoever may not
sit in the room any more has no place in the hall either.
"""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

MOST_IN_A_HALL = 25
Place = dict[str, Any]  # what the engine knows somebody by, in one tab; kept with their seat, told to no browser


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


class Hall(Protocol):
    """Each raises `Away`; what is asked for a place also `Lost`, and what passes on a browser's words `NotTaken`."""

    def enter(self, room_id: UUID, participant_id: UUID) -> Place:
        """A place for somebody who sits in the room. The hall is opened if nobody is there yet."""

    def send(self, place: Place, offer: str) -> str:
        """They send, from now on; answers the hall's answer."""

    def see(self, place: Place, add: list[Wanted], drop: list[Wanted]) -> tuple[Place, Offered | None]:
        """They see others, or do not any more; answers their place as it is then, and an offer where one is due."""

    def seen(self, place: Place, answer: str) -> None:
        """Their browser's answer to that offer."""

    def keep(self, place: Place) -> None:
        """They are still there. A place of which nobody says so is given up within a minute."""

    def leave(self, place: Place) -> None:
        """They are neither seen nor heard any more, and see nobody. One that is gone already is no error."""

    def close(self, room_id: UUID) -> None:
        """Everybody is out, and the hall is gone. One that is gone already is no error."""

    def stands(self) -> bool:
        """Whether it answers."""


def hall() -> Hall | None:
    """The hall of this installation; none: at most four meet."""
    from keyworker.visits.halls.janus import Janus

    return Janus(settings.HALL_PORT) if settings.HALL == "janus" else None
