"""Janus as a hall: its VideoRoom plugin, asked over HTTP on loopback by nobody but us.

Whoever has a place has one session of Janus', which ends by itself when nobody says for a minute that they are still
there. In it one handle sends and another receives. Sources: Janus' REST API, its VideoRoom plugin (multistream), and
its signed tokens ("Authenticating the Janus API").
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from time import monotonic
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.utils.crypto import salted_hmac

from keyworker.base import clock
from keyworker.visits.halls.engine import MOST_IN_A_HALL, Away, Lost, NotTaken, Offered, Place, Wanted

PLUGIN = "janus.plugin.videoroom"
LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 5.0
TOKENS_LAST_SECONDS = 60
MOST_BITS = 400_000  # a second, of one picture: twenty-four of them still fit through a good line
UNKNOWN = frozenset({458, 459})  # no such session, no such handle
NO_ROOM, NOT_JOINED, ROOM_EXISTS, NO_FEED = 426, 424, 427, 428
Said = dict[str, Any]


def secret(what: str) -> str:
    """A secret shared with Janus for one purpose: made from the installation's own, so that it is kept nowhere else."""
    return salted_hmac("keyworker.janus", what, algorithm="sha256").hexdigest()


def _token(realm: str, about: str) -> str:
    """A word that lets its bearer do one thing, for a minute."""
    says = f"{int(clock.now().timestamp()) + TOKENS_LAST_SECONDS},{realm},{about}"
    return f"{says}:{b64encode(hmac.digest(secret('tokens').encode(), says.encode(), 'sha1')).decode()}"


def _may_speak() -> dict[str, str]:
    return {"apisecret": secret("api"), "token": _token("janus", PLUGIN)}


@dataclass(frozen=True, slots=True)
class Janus:
    port: int

    def enter(self, room_id: UUID, participant_id: UUID) -> Place:
        """See `Hall.enter`."""
        session = self._done("", {"janus": "create"})["data"]["id"]
        place: Place = {"room": str(room_id), "session": session, "send": self._handle(session), "see": None}
        try:
            self._open(place)
            self._make_way(place, participant_id)
            joined = self._plugin(place, "send", {**self._join(place, "publisher"), "id": str(participant_id)})
        except (Lost, NotTaken):
            self.leave(place)
            raise
        return {**place, "private": joined["plugindata"]["data"]["private_id"]}

    def _open(self, place: Place) -> None:
        """The hall, unless it is open. It keeps nothing, and only who was given a word of ours for it comes in."""
        wanted = {
            "request": "create",
            "room": place["room"],
            "admin_key": secret("rooms"),
            "secret": secret(place["room"]),
            "pin": _pin(place["room"]),
            "is_private": True,
            "permanent": False,
            "signed_tokens": True,
            "require_pvtid": True,
            "publishers": MOST_IN_A_HALL,
            "bitrate": MOST_BITS,
            "bitrate_cap": True,
            "audiocodec": "opus",
            "videocodec": "vp8",
            "record": False,
            "lock_record": True,
        }
        self._plugin(place, "send", wanted, unless=ROOM_EXISTS)

    def _make_way(self, place: Place, participant_id: UUID) -> None:
        """Whoever comes again, before Janus has noticed that they went, takes the place of who they were."""
        gone = {"request": "kick", "room": place["room"], "secret": secret(place["room"]), "id": str(participant_id)}
        self._plugin(place, "send", gone, unless=NO_FEED)

    def _join(self, place: Place, kind: str) -> Said:
        token = _token(PLUGIN, f"room={place['room']}")
        return {"request": "join", "ptype": kind, "room": place["room"], "pin": _pin(place["room"]), "token": token}

    def send(self, place: Place, offer: str) -> str:
        """See `Hall.send`."""
        answered = self._plugin(place, "send", {"request": "configure"}, {"type": "offer", "sdp": offer})
        return _sdp(answered)

    def see(self, place: Place, add: list[Wanted], drop: list[Wanted]) -> tuple[Place, Offered | None]:
        """See `Hall.see`."""
        if place["see"] is None:
            if not add:
                return place, None
            place = {**place, "see": self._handle(place["session"])}
            joins = self._join(place, "subscriber")
            asked = {**joins, "private_id": place["private"], "autoupdate": False, "streams": _feeds(add)}
        else:
            asked = {"request": "update"}
            if add:
                asked["subscribe"] = _feeds(add)
            if drop:
                asked["unsubscribe"] = _feeds(drop)
        answered = self._plugin(place, "see", asked)
        if "jsep" not in answered:
            return place, None
        streams = answered["plugindata"]["data"].get("streams", [])
        return place, Offered(_sdp(answered), {each["mid"]: each["feed_id"] for each in streams if each.get("feed_id")})

    def seen(self, place: Place, answer: str) -> None:
        """See `Hall.seen`."""
        if place["see"] is None:
            raise Lost
        self._plugin(place, "see", {"request": "start"}, {"type": "answer", "sdp": answer})

    def keep(self, place: Place) -> None:
        """See `Hall.keep`."""
        self._done(f"/{place.get('session')}", {"janus": "keepalive"})

    def leave(self, place: Place) -> None:
        """See `Hall.leave`."""
        try:
            self._done(f"/{place.get('session')}", {"janus": "destroy"})
        except Lost:
            return

    def close(self, room_id: UUID) -> None:
        """See `Hall.close`."""
        session = self._done("", {"janus": "create"})["data"]["id"]
        place = {"session": session, "send": self._handle(session)}
        gone = {"request": "destroy", "room": str(room_id), "secret": secret(str(room_id))}
        self._plugin(place, "send", gone, unless=NO_ROOM)
        self.leave(place)

    def stands(self) -> bool:
        """See `Hall.stands`."""
        try:
            return bool(self._called("GET", "/info").get("janus") == "server_info")
        except Away:
            return False

    # --- how Janus is spoken to -------------------------------------------------------------------------------------

    def _handle(self, session: int) -> int:
        attached = self._done(f"/{session}", {"janus": "attach", "plugin": PLUGIN})
        return int(attached["data"]["id"])

    def _plugin(self, place: Place, which: str, body: Said, jsep: Said | None = None, *, unless: int = 0) -> Said:
        """Ask the plugin, and wait for its answer. `unless`: its error that is none for us."""
        asked: Said = {"janus": "message", "body": body, "transaction": uuid4().hex}
        if jsep is not None:
            asked["jsep"] = jsep
        answered = self._done(f"/{place['session']}/{place[which]}", asked)
        if answered["janus"] == "ack":
            answered = self._heard(place["session"], asked["transaction"])
        code = answered["plugindata"]["data"].get("error_code", 0)
        if code in {NO_ROOM, NOT_JOINED} - {unless}:
            raise Lost
        if code not in {0, unless}:
            raise NotTaken(f"Janus says {code}")
        return answered

    def _heard(self, session: int, transaction: str) -> Said:
        """What came of something that was asked; whatever else happened meanwhile, our own seats tell better."""
        until = monotonic() + PATIENCE_SECONDS
        while monotonic() < until:
            query = urlencode({**_may_speak(), "maxev": 10})
            events = self._called("GET", f"/{session}?{query}")
            event: Said
            for event in events if isinstance(events, list) else [events]:
                if event.get("janus") == "timeout" or _code(event) in UNKNOWN:
                    raise Lost
                if event.get("transaction") == transaction:
                    return event
        raise Away

    def _done(self, path: str, asked: Said) -> Said:
        answered: Said = self._called("POST", path, {"transaction": uuid4().hex, **asked, **_may_speak()})
        if (code := _code(answered)) in UNKNOWN:
            raise Lost
        if code:
            raise NotTaken(f"Janus says {code}")
        return answered

    def _called(self, method: str, path: str, asked: Said | None = None) -> Any:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, f"/janus{path}", None if asked is None else json.dumps(asked))
            return json.loads(connection.getresponse().read())
        except (OSError, HTTPException, ValueError) as error:
            raise Away from error
        finally:
            connection.close()


def _code(answered: Said) -> int:
    return int(answered.get("error", {}).get("code", 0)) if answered.get("janus") == "error" else 0


def _sdp(answered: Said) -> str:
    return str(answered["jsep"]["sdp"])


def _pin(room: str) -> str:
    return secret(f"pin {room}")


def _feeds(wanted: Iterable[Wanted]) -> list[dict[str, str]]:
    return [{"feed": str(each.participant_id), **({"mid": each.strand} if each.strand else {})} for each in wanted]
