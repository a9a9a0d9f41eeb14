"""What a text gateway is to Keyworker: it takes a text, and it calls with receipts and answers. Adapters beside it."""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl

from keyworker.base import clock
from keyworker.people.rules import Clearance, Doing

OLDEST_SECONDS = 300  # a call that was signed longer ago is one that somebody kept
LONGEST = 60  # of a key that a gateway gives


class Unsigned(Exception):
    """A call does not show that it comes from the gateway. Nothing of it is believed, or kept."""


class Unreadable(Exception):
    """A call is the gateway's, and says nothing we know of."""


@dataclass(frozen=True, slots=True)
class OutText:
    """A text on its way. `key` is ours, the same at every try; `to` is in E.164.

    None is made without the clearance by which it may be sent: raises `Refused`.
    """

    key: str
    to: str
    words: str
    clearance: Clearance

    def __post_init__(self) -> None:
        self.clearance.used_for(Doing.TEXT)


@dataclass(frozen=True, slots=True)
class Taken:
    """The gateway has it, under this key of its own."""

    key: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The gateway surely does not have it. `again`: it may take it later."""

    again: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was on the wire and no answer came: the gateway has it, or not. Never sent a second time by itself."""


Outcome = Taken | NotTaken | Unknown


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody's text to us; `number` in E.164, as far as the gateway says so."""

    key: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a text of ours, by the gateway's key for it, or by ours where the gateway says that, too."""

    key: str
    delivered: bool
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """The gateway's call as it came: `headers` with names in lower case, `query` of the address, `body` as sent."""

    url: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes

    def form(self) -> dict[str, str]:
        """The fields of a form, or of a flat JSON object. Raises `Unreadable`."""
        try:
            if "json" in self.headers.get("content-type", ""):
                return {name: str(value) for name, value in dict(json.loads(self.body)).items()}
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=bool(self.body)))
        except (ValueError, TypeError) as error:
            raise Unreadable from error


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation reaches its gateway; secrets come from the environment and stand nowhere else."""

    gateway: str = "log"
    url: str = ""
    account: str = ""
    secret: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    sender: str = ""
    agency: str = ""
    private: bool = False


class Gateway(Protocol):
    """An adapter: the settings it cannot do without, whether texts leave the house by it, and both directions."""

    @property
    def needs(self) -> Sequence[str]: ...

    @property
    def reaches_people(self) -> bool: ...

    def send(self, text: OutText) -> Outcome:
        """Hand a text over, once."""

    def read(self, call: Call) -> list[Came | Receipt]:
        """What a call says. Raises `Unsigned` before anything of it is looked at, `Unreadable`."""


def same(given: str, expected: str) -> bool:
    """Compared in constant time, whatever characters somebody sends; nothing is never the same."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def is_fresh(timestamp: str) -> bool:
    """Whether a call was signed in the last minutes; `timestamp` in Unix seconds."""
    return timestamp.isdigit() and abs(clock.now().timestamp() - int(timestamp[:12])) <= OLDEST_SECONDS


def plus(number: str) -> str:
    """A number as some providers write it, without its plus."""
    return number if number.startswith("+") else f"+{number}"
