"""The one place from which Keyworker calls a machine outside: one address, nothing followed; by HTTP, one answer."""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from keyworker.notices.gateways.contract import NotTaken, Outcome, Settings, Unknown

WAIT_SECONDS = 10
MOST_READ = 64 * 1024
PORTS = {"https": 443, "http": 80, "smpps": 3550, "smpp": 2775}
SECURED = frozenset({"https", "smpps"})
# Answers by which a server says that it did nothing with what was sent, and may later (RFC 9110, RFC 6585).
NOT_NOW = frozenset({401, 403, 429, 503})
SERVER_ERRORS = 500


class NotReached(Exception):
    """Not a byte of the request left."""


class NoAnswer(Exception):
    """Bytes left, and whoever was called did not say what became of them."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


def post(settings: Settings, url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send `body` once. Certificates are verified; the address that was looked at is the one that is called.

    Private addresses and plain http are refused unless the administrator allowed them. Raises `NotReached`, `NoAnswer`.
    """
    connection = _connect(settings, url)
    try:
        parts = urlsplit(url)
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(MOST_READ))
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer from error
    finally:
        connection.close()


def outcome_of(status: int) -> Outcome:
    """What an answer that is no yes says of a text. A redirect is not followed: nothing was taken there."""
    if status in NOT_NOW:
        return NotTaken(again=True)
    return Unknown() if status >= SERVER_ERRORS else NotTaken(again=False)


def line(settings: Settings, url: str) -> socket.socket:
    """An open line to the machine that an address names, secured where the address says so. Raises `NotReached`.

    Private addresses, and lines that are not secured, are refused unless the administrator allowed them.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        if parts.scheme not in PORTS or not (parts.scheme in SECURED or settings.private):
            raise NotReached("Only over a secured line.")
        found = socket.create_connection((_address(host, port, private=settings.private), port), timeout=WAIT_SECONDS)
    except (OSError, ValueError) as error:
        raise NotReached from error
    return _secured(found, host) if parts.scheme in SECURED else found


def _secured(found: socket.socket, host: str) -> socket.socket:
    try:
        return ssl.create_default_context().wrap_socket(found, server_hostname=host)
    except OSError as error:
        found.close()
        raise NotReached from error


def _connect(settings: Settings, url: str) -> HTTPConnection:
    found, parts = line(settings, url), urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    kind = HTTPSConnection if parts.scheme in SECURED else HTTPConnection
    connection = kind(host, port, timeout=WAIT_SECONDS)
    connection.sock = found
    return connection


def _address(host: str, port: int, *, private: bool) -> str:
    """The first address of a host, when all of them are public."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not private and not all(ipaddress.ip_address(each).is_global for each in found):
        raise NotReached("A private address.")
    return found[0]
