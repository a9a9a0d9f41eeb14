"""Whether clients can be met by video, for which a relay is needed; how many together; and what calls go through."""

import re
import secrets
import shutil
import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from keyworker.console.health.finding import Finding, note, well, wrong
from keyworker.visits.halls import livekit
from keyworker.visits.halls.engine import hall
from keyworker.visits.rooms.turn import way

WAIT_SECONDS = 2
PORTS = {"turn": 3478, "turns": 5349}
AN_EXCHANGE = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
HOW_TO = "See docs/how-to/set-up-video-visits.md."
HOW_TO_LIVEKIT = "See docs/how-to/set-up-livekit.md."
SHORTEST_SECRET = 32
BINDING, COOKIE = b"\x00\x01\x00\x00", b"\x21\x12\xa4\x42"  # RFC 8489 §5


def relay() -> Iterator[Finding]:
    """Each address is asked whether anybody is there; whether the secret fits, only a call can tell."""
    if not settings.TURN_URLS:
        yield note("No relay is named: clients are met by telephone, not by video.", HOW_TO)
        return
    if len(settings.TURN_SECRET) < SHORTEST_SECRET:
        yield wrong("The secret shared with the relay is missing or short.", f"Set KEYWORKER_TURN_SECRET. {HOW_TO}")
    for url in settings.TURN_URLS:
        yield from _one(url)


def exchange() -> Iterator[Finding]:
    """The name of the telephone exchange, where one is set; whether a softphone may sign in, only a call can tell."""
    if settings.SIP_DOMAIN and not AN_EXCHANGE.fullmatch(settings.SIP_DOMAIN):
        how_to = "Write a name alone, or name:port. See docs/how-to/call-through-your-exchange.md."
        yield wrong("KEYWORKER_SIP_DOMAIN is no name of a telephone exchange.", how_to)
    elif settings.SIP_DOMAIN:
        yield well("Calls go through the agency's telephone exchange.")


def larger() -> Iterator[Finding]:
    """Whether more than four can meet."""
    halls = {"": _no_hall, "janus": _janus, "livekit": _livekit}
    if settings.HALL in halls:
        yield halls[settings.HALL]()
    else:
        how_to = f"Set KEYWORKER_HALL=janus or livekit, or leave it out. {HOW_TO}"
        yield wrong(f"«{settings.HALL}» is no hall that we know.", how_to)


def _no_hall() -> Finding:
    return note("No hall is set up: at most four people meet by video.", HOW_TO)


def _janus() -> Finding:
    """It runs with us, so that it answers only while we do."""
    if shutil.which("janus") is None:
        return wrong("Janus is not installed.", f"apt-get install --no-install-recommends janus. {HOW_TO}")
    if (there := hall()) is not None and there.stands():
        return well("The hall for larger meetings answers.")
    return note("Janus is installed and does not answer.", f"It runs while Keyworker runs. {HOW_TO}")


def _livekit() -> Finding:
    """Whether its settings are safe, it answers and takes our key, and opens no room that we did not open."""
    if (there := livekit.configured()) is None:
        return wrong(f"{livekit.unsafe()} At most four people meet by video.", HOW_TO_LIVEKIT)
    if not way().relayed:
        return wrong("LiveKit is set up, and no relay is.", f"Only a relay keeps addresses from it. {HOW_TO}")
    if not there.stands():
        return wrong("LiveKit does not answer, or does not take our key.", HOW_TO_LIVEKIT)
    if there.opens_by_itself():
        return wrong("LiveKit opens rooms that we did not open.", f"Set auto_create: false. {HOW_TO_LIVEKIT}")
    return well("LiveKit, the hall for larger meetings, answers and takes our key.")


def _one(url: str) -> Iterator[Finding]:
    scheme, _, rest = url.partition(":")
    parts = urlsplit(f"//{rest}")
    if scheme not in PORTS or not parts.hostname:
        yield wrong(f"«{url}» is no address of a relay.", "Write turn:name:port or turns:name:port.")
        return
    where = (parts.hostname, parts.port or PORTS[scheme])
    by_udp = scheme == "turn" and parse_qs(parts.query).get("transport", ["udp"]) == ["udp"]
    if (_answers_udp if by_udp else _answers_tcp)(where):
        yield well(f"The relay answers ({url}).")
    else:
        yield note(f"No relay answers at {url}.", f"Is coturn running, and the port open? {HOW_TO}")


def _answers_udp(where: tuple[str, int]) -> bool:
    """A binding request, the smallest thing that a relay answers."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(*where, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as asking:
            asking.settimeout(WAIT_SECONDS)
            asking.sendto(BINDING + COOKIE + secrets.token_bytes(12), place)
            return asking.recv(2048)[4:8] == COOKIE
    except OSError:
        return False


def _answers_tcp(where: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(where, timeout=WAIT_SECONDS):
            return True
    except OSError:
        return False
