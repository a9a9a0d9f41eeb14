"""LiveKit as a hall: a server of the agency's own, which browsers speak to with a ticket from us.

It learns no name, no language and no record's number: a hall's name is made from the room's with a secret of ours, and
whoever comes in is known by a number that is drawn anew each time. What it sends of somebody it sends only to those
whom their browser named, and a browser names who has a seat (see `visits/livekit.js`). So a ticket that outlives its
seat opens a room in which nobody is seen or heard. Sources: LiveKit's RoomService (Twirp, as JSON), its access tokens.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

import jwt
from django.conf import settings
from django.utils.crypto import salted_hmac

from keyworker.base import clock
from keyworker.visits.halls.engine import MOST_IN_A_HALL, Away, Lost, Place, Ticket

PATIENCE_SECONDS = 3.0
TICKETS_LAST_SECONDS = 15  # LiveKit takes one for a minute more, so that clocks need not agree
EMPTY_SECONDS = 60  # after which a hall that nobody is in is closed
SHORTEST_SECRET = 32
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MOST_ANSWERED = 1024 * 1024
Said = dict[str, Any]

# Whoever comes in sends sound and picture, and writes. They are nobody's moderator, hidden from nobody, and cannot give
# themselves a name.
A_GUESTS = {
    "roomJoin": True,
    "canSubscribe": True,
    "canPublish": True,
    "canPublishSources": ["camera", "microphone"],
    "canPublishData": True,
    "canUpdateOwnMetadata": False,
    "hidden": False,
}


def configured() -> "LiveKit | None":
    """LiveKit as the settings say; none where they are not safe."""
    return None if unsafe() else LiveKit(settings.HALL_URL, settings.HALL_KEY, settings.HALL_SECRET)


def unsafe() -> str:
    """What is wrong with the settings, as the administrator reads it; empty: nothing."""
    try:
        parts = urlsplit(settings.HALL_URL)
        is_bare = f"{parts.scheme}://{parts.netloc}" == settings.HALL_URL and "@" not in parts.netloc
        is_address = is_bare and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "KEYWORKER_HALL_URL is no address."
    if not is_address or parts.scheme not in {"wss", "ws"} or not set(parts.netloc) <= IN_AN_ADDRESS:
        return "KEYWORKER_HALL_URL is not wss://name or wss://name:port."
    if parts.scheme == "ws" and parts.hostname not in LOOPBACK:
        return "KEYWORKER_HALL_URL is not locked on the way: only on this machine itself may it be ws."
    if not settings.HALL_KEY or len(settings.HALL_SECRET) < SHORTEST_SECRET:
        return "KEYWORKER_HALL_KEY or KEYWORKER_HALL_SECRET is missing or short."
    if not settings.HALL_IS_OURS:
        return "LiveKit counts as another company's until KEYWORKER_HALL_IS_OURS says that it is your own."
    return ""


IN_AN_ADDRESS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]")


@dataclass(frozen=True, slots=True)
class LiveKit:
    url: str
    key: str
    secret: str = field(repr=False)

    def enter(self, room_id: UUID, participant_id: UUID) -> Place:
        """See `Hall.enter`. Nothing of who they are is in it."""
        name = _opaque(room_id)
        wanted = {
            "name": name,
            "max_participants": MOST_IN_A_HALL,
            "empty_timeout": EMPTY_SECONDS,
            "departure_timeout": EMPTY_SECONDS,
        }
        self._ask("CreateRoom", wanted, roomCreate=True)
        return {"room": name, "who": uuid4().hex}

    def keep(self, place: Place) -> None:
        """See `Hall.keep`: a browser's own line tells LiveKit so."""

    def leave(self, place: Place) -> None:
        """See `Hall.leave`."""
        if "who" not in place:
            return  # of another hall, from before the setting was changed
        who = {"room": place["room"], "identity": place["who"]}
        self._gone("RemoveParticipant", who, roomAdmin=True, room=place["room"])

    def close(self, room_id: UUID) -> None:
        """See `Hall.close`."""
        self._gone("DeleteRoom", {"room": _opaque(room_id)}, roomCreate=True)

    def stands(self) -> bool:
        """See `Hall.stands`; also whether it takes our key."""
        try:
            self.open_among([uuid4()])
        except Away:
            return False
        return True

    def address(self) -> str:
        """See `ByTicket.address`."""
        return self.url

    def ticket(self, place: Place) -> Ticket:
        """See `ByTicket.ticket`."""
        return Ticket(self.url, self._signed({**A_GUESTS, "room": place["room"]}, sub=place["who"]))

    def open_among(self, room_ids: Iterable[UUID]) -> list[UUID]:
        """See `ByTicket.open_among`."""
        named = {_opaque(each): each for each in room_ids}
        if not named:
            return []
        found = self._ask("ListRooms", {"names": list(named)}, roomList=True)
        return [named[each["name"]] for each in found.get("rooms", []) if each.get("name") in named]

    def inside(self, room_id: UUID) -> list[Place]:
        """See `ByTicket.inside`."""
        name = _opaque(room_id)
        try:
            found = self._ask("ListParticipants", {"room": name}, roomAdmin=True, room=name)
        except Lost:
            return []
        return [{"room": name, "who": str(each.get("identity", ""))} for each in found.get("participants", [])]

    def opens_by_itself(self) -> bool:
        """Whether a ticket to a room that we never opened would open one. Raises `Away`."""
        never_opened = self.ticket({"room": _opaque(uuid4()), "who": uuid4().hex})
        status, _ = self._called("GET", f"/rtc/validate?{urlencode({'access_token': never_opened.token})}", None, {})
        return status == HTTPStatus.OK

    # --- how LiveKit is spoken to -----------------------------------------------------------------------------------

    def _gone(self, order: str, what: Said, **grants: Any) -> None:
        try:
            self._ask(order, what, **grants)
        except Lost:
            return

    def _ask(self, order: str, what: Said, **grants: Any) -> Said:
        """Give an order, with a word that is good for it alone. Raises `Away`, `Lost` where nothing is so called."""
        heads = {"Authorization": f"Bearer {self._signed(grants)}", "Content-Type": "application/json"}
        status, found = self._called("POST", f"/twirp/livekit.RoomService/{order}", json.dumps(what), heads)
        try:
            answer = json.loads(found)
        except ValueError as error:
            raise Away from error
        if not isinstance(answer, dict):
            raise Away
        if status == HTTPStatus.NOT_FOUND and answer.get("code") == "not_found":
            raise Lost
        if status != HTTPStatus.OK:
            raise Away
        return answer

    def _called(self, method: str, path: str, body: str | None, heads: dict[str, str]) -> tuple[int, bytes]:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "wss" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, heads)
            answered = connection.getresponse()
            return answered.status, answered.read(MOST_ANSWERED)
        except (OSError, HTTPException) as error:
            raise Away from error
        finally:
            connection.close()

    def _signed(self, grants: Said, **more: str) -> str:
        now = int(clock.now().timestamp())
        says = {"iss": self.key, "nbf": now, "exp": now + TICKETS_LAST_SECONDS, "video": grants, **more}
        return jwt.encode(says, self.secret, algorithm="HS256")


def _opaque(room_id: UUID) -> str:
    return salted_hmac("keyworker.livekit", str(room_id), algorithm="sha256").hexdigest()
