"""What browsers may say to each other: looked through before it is passed on (ASVS 5.0 17.3.2, RFC 8839, RFC 8866)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from keyworker.visits.models import SignalKind

MOST_BYTES = 64 * 1024
LONGEST_SDP, LONGEST_CANDIDATE, LONGEST_NAME = 48 * 1024, 600, 64
CANDIDATE = re.compile(
    r"(?:a=)?candidate:(?P<head>[\w+/]{1,32} \d{1,5} (?:udp|tcp|UDP|TCP) \d{1,10}) (?P<address>[\w.:-]{1,80})"
    r" (?P<port>\d{1,5}) typ (?P<type>host|srflx|prflx|relay)(?P<rest>(?: [\w+/.:=-]{1,256})*)"
)
FROM_WHERE = re.compile(r" raddr \S+ rport \S+")
NOWHERE = " raddr 0.0.0.0 rport 0"
NO_TEXT = re.compile("[\0\ud800-\udfff]")  # what the database cannot keep as text


class Malformed(Exception):
    """What came is nothing that a browser says."""


def cleaned(kind: str, body: Any, *, relayed: bool) -> dict[str, Any]:
    """What may be passed on of it. With `relayed` no address of anybody's own is in it. Raises `Malformed`."""
    if kind not in SignalKind.values or not isinstance(body, Mapping):
        raise Malformed("no such signal")
    return CLEAN[SignalKind(kind)](body, relayed)


def _description(body: Mapping[str, Any], relayed: bool) -> dict[str, Any]:
    sdp = _text(body, "sdp", LONGEST_SDP)
    if not sdp.startswith("v=0\r\n"):
        raise Malformed("no session description")
    return {"sdp": "".join(_line(line, relayed) for line in sdp.splitlines()) if relayed else sdp}


def _answer(body: Mapping[str, Any], relayed: bool) -> dict[str, Any]:
    """With which offer it answers, by the number of that: one that was given up since is answered in vain."""
    return {**_description(body, relayed), "answers": _text(body, "answers", LONGEST_NAME, empty=True)}


def _line(line: str, relayed: bool) -> str:
    """A line of a session description that tells nobody where its sender is; empty for one that is left out."""
    if line.startswith("a=candidate:"):
        passed = _passed(line, relayed)
        return f"{passed}\r\n" if passed else ""
    if line.startswith("c="):
        return "c=IN IP4 0.0.0.0\r\n"
    if line.startswith("a=rtcp:"):
        return "a=rtcp:9 IN IP4 0.0.0.0\r\n"
    if line.startswith("o="):
        return " ".join([*line.split()[:3], "IN", "IP4", "127.0.0.1"]) + "\r\n"
    return f"{line}\r\n"


def _candidate(body: Mapping[str, Any], relayed: bool) -> dict[str, Any]:
    """An end of candidates, or one where it may be heard of; else an empty body, which is not passed on."""
    said = _text(body, "candidate", LONGEST_CANDIDATE, empty=True)
    passed = _passed(said, relayed) if said else ""
    if said and not passed:
        return {}
    line = body.get("sdpMLineIndex")
    if line is not None and (not isinstance(line, int) or isinstance(line, bool) or not 0 <= line < 100):
        raise Malformed("no such line")
    return {
        "candidate": passed,
        "sdpMid": _text(body, "sdpMid", LONGEST_NAME, empty=True),
        "sdpMLineIndex": line,
        "usernameFragment": _text(body, "usernameFragment", 256, empty=True) or None,
    }


def _passed(candidate: str, relayed: bool) -> str:
    """The candidate as the other side may know it; empty for one that would tell an address of somebody's own."""
    found = CANDIDATE.fullmatch(candidate.strip())
    if found is None:
        raise Malformed("no candidate")
    if not relayed:
        return found[0]
    return FROM_WHERE.sub(NOWHERE, found[0]) if found["type"] == "relay" else ""


def _text(body: Mapping[str, Any], name: str, most: int, *, empty: bool = False) -> str:
    said = body.get(name)
    if said is None and empty:
        return ""
    if not isinstance(said, str) or len(said) > most or (not said and not empty) or NO_TEXT.search(said):
        raise Malformed(f"{name} is missing or too long")
    return said


CLEAN: dict[SignalKind, Callable[[Mapping[str, Any], bool], dict[str, Any]]] = {
    SignalKind.OFFER: _description,
    SignalKind.ANSWER: _answer,
    SignalKind.CANDIDATE: _candidate,
}
