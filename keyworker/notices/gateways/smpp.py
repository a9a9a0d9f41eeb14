"""SMPP 3.4, as carriers and aggregators speak it: texts over one line, and what they say back over another.

Source: Short Message Peer-to-Peer Protocol Specification v3.4, SMPP Developers Forum 1999.
"""

import logging
import re
import secrets
import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from smpplib import consts, gsm, smpp
from smpplib.client import Client
from smpplib.exceptions import ConnectionError as LineLost
from smpplib.exceptions import PDUError, UnknownCommandError

from keyworker.notices.gateways import wire
from keyworker.notices.gateways.contract import (
    LONGEST,
    Call,
    Came,
    NotTaken,
    Outcome,
    OutText,
    Receipt,
    Settings,
    Taken,
    Unknown,
    Unsigned,
    plus,
)
from keyworker.notices.segments import is_gsm7, parted

QUIET_SECONDS = 30.0  # then the line is asked whether it still stands
MOST_WAITED_FOR = 50  # other things said on the line while an answer is waited for
NOT_NOW = frozenset(
    {consts.SMPP_ESME_RTHROTTLED, consts.SMPP_ESME_RMSGQFUL, consts.SMPP_ESME_RSYSERR, consts.SMPP_ESME_RX_T_APPN}
)
FINAL = {"DELIVRD": True, "UNDELIV": False, "EXPIRED": False, "DELETED": False, "REJECTD": False}
STATES = {
    consts.SMPP_MESSAGE_STATE_DELIVERED: True,
    consts.SMPP_MESSAGE_STATE_UNDELIVERABLE: False,
    consts.SMPP_MESSAGE_STATE_EXPIRED: False,
    consts.SMPP_MESSAGE_STATE_DELETED: False,
    consts.SMPP_MESSAGE_STATE_REJECTED: False,
}
RECEIPT = 0x04  # in esm_class, bits 5-2: a delivery receipt
SHORT_CODE = 8  # digits at most
# What may go wrong on a line, or with what the other side says on it.
BROKEN = (LineLost, PDUError, UnknownCommandError, OSError, struct.error, ValueError, KeyError)
# What is sent on a line holds numbers and words: its own log stays silent at every level.
_silent = logging.getLogger("keyworker.notices.smpp")
_silent.setLevel(logging.CRITICAL + 1)


class Refused(Exception):
    """The gateway did not let us in: a wrong password, or a line too many."""


@dataclass(slots=True)
class SmppGateway:
    """`line` is kept from one text to the next, until `hang_up`."""

    settings: Settings
    needs: Sequence[str] = ("url", "account", "secret", "sender")
    reaches_people: bool = True
    line: Any = field(default=None, repr=False)

    def send(self, text: OutText) -> Outcome:
        """All its parts. One that was not answered, or only some of which were taken, is not known to have arrived."""
        try:
            self.line = self.line or dialled(self.settings, "bind_transmitter")
        except (wire.NotReached, Refused):
            return NotTaken(again=True)
        key, left = "", list(_parts(text.words))
        for number, part in enumerate(left, 1):
            try:
                answer = self._submit(text, part, last=number == len(left))
            except BROKEN:
                self.hang_up()
                return Unknown()
            if answer.status != consts.SMPP_ESME_ROK:
                return NotTaken(again=answer.status in NOT_NOW) if number == 1 else Unknown()
            key = (answer.message_id or b"").decode(errors="replace")[:LONGEST]
        return Taken(key)

    def hang_up(self) -> None:
        """Nothing more is sent for now."""
        held, self.line = self.line, None
        if held is not None:
            hung_up(held)

    def read(self, call: Call) -> list[Came | Receipt]:
        """Nobody calls over HTTP: what comes, comes on a line of ours (see `listen`)."""
        raise Unsigned

    def _submit(self, text: OutText, part: "_Part", *, last: bool) -> Any:
        """The answer to this very part. Receipts are asked for of the last one: with it all have arrived, or not."""
        ton, npi = _kind_of(self.settings.sender)
        asked = self.line.send_message(
            source_addr_ton=ton,
            source_addr_npi=npi,
            source_addr=self.settings.sender.lstrip("+"),
            dest_addr_ton=consts.SMPP_TON_INTL,
            dest_addr_npi=consts.SMPP_NPI_ISDN,
            destination_addr=text.to.lstrip("+"),
            short_message=part.bytes,
            data_coding=part.coding,
            esm_class=part.esm_class,
            registered_delivery=last,
        )
        for _other in range(MOST_WAITED_FOR):
            came = self.line.read_pdu()
            if came.command in {"submit_sm_resp", "generic_nack"} and came.sequence == asked.sequence:
                return came
            if came.command == "enquire_link":
                said_back(self.line, came, "enquire_link_resp")
        raise LineLost


@dataclass(frozen=True, slots=True)
class _Part:
    bytes: bytes
    coding: int
    esm_class: int


def _parts(words: str) -> Iterator[_Part]:
    """A text as it travels: alone, or in parts that a telephone joins (3GPP TS 23.040, 9.2.3.24.1)."""
    words = words.replace("\f", " ")  # the one letter of the alphabet that the library does not know
    narrow, said = is_gsm7(words), parted(words)
    coding = consts.SMPP_ENCODING_DEFAULT if narrow else consts.SMPP_ENCODING_ISO10646
    header, numbered = bytes((5, 0, 3, secrets.randbelow(256), len(said))), len(said) > 1
    for number, piece in enumerate(said, 1):
        content = gsm.gsm_encode(piece) if narrow else piece.encode("utf-16-be")
        if numbered:
            yield _Part(header + bytes((number,)) + content, coding, consts.SMPP_GSMFEAT_UDHI)
        else:
            yield _Part(content, coding, consts.SMPP_MSGTYPE_DEFAULT)


def _kind_of(sender: str) -> tuple[int, int]:
    """Type and plan of a number: international, a short code, or a name."""
    if not sender.lstrip("+").isdigit():
        return consts.SMPP_TON_ALNUM, consts.SMPP_NPI_UNK
    if len(sender) <= SHORT_CODE:
        return consts.SMPP_TON_NWSPEC, consts.SMPP_NPI_UNK
    return consts.SMPP_TON_INTL, consts.SMPP_NPI_ISDN


def dialled(settings: Settings, how: str) -> Any:
    """A line on which the gateway has let us in. Raises `wire.NotReached`, `Refused`."""
    opened = wire.line(settings, settings.url)
    opened.settimeout(wire.WAIT_SECONDS)
    client = Client("", 0, timeout=wire.WAIT_SECONDS, allow_unknown_opt_params=True)
    client.logger, client._socket, client.state = _silent, opened, consts.SMPP_CLIENT_STATE_OPEN
    try:
        getattr(client, how)(system_id=settings.account, password=settings.secret, interface_version=0x34)
    except BROKEN as error:
        client.disconnect()
        raise Refused from error
    return client


def hung_up(client: Any) -> None:
    """Say goodbye, and close the line whether or not anybody answers."""
    with suppress(*BROKEN):
        client.unbind()
    client.disconnect()


def said_back(client: Any, to: Any, command: str, status: int = consts.SMPP_ESME_ROK) -> None:
    answer = smpp.make_pdu(command, client=client, status=status)
    answer.sequence = to.sequence
    client.send_pdu(answer)


def listen(settings: Settings, take: Callable[[Came | Receipt], None]) -> None:
    """Hear what comes on a line of our own until it is lost: each thing is answered after it was taken in.

    What `take` fails with, the gateway is asked to send again. Raises `wire.NotReached`, `Refused`, `LineLost`.
    """
    client, joining = dialled(settings, "bind_receiver"), Joining()
    client._socket.settimeout(QUIET_SECONDS)
    try:
        while True:
            try:
                came = client.read_pdu()
            except socket.timeout:  # noqa: UP041 - what the library lets through
                client.send_pdu(smpp.make_pdu("enquire_link", client=client))
                client._socket.settimeout(wire.WAIT_SECONDS)
                came = client.read_pdu()
            client._socket.settimeout(QUIET_SECONDS)
            if came.command == "deliver_sm":
                _answer(client, came, joining, take)
            elif came.command == "enquire_link":
                said_back(client, came, "enquire_link_resp")
            elif came.command == "unbind":
                said_back(client, came, "unbind_resp")
                raise LineLost
    except (PDUError, UnknownCommandError, OSError, struct.error) as error:
        raise LineLost from error
    finally:
        client.disconnect()


def _answer(client: Any, came: Any, joining: "Joining", take: Callable[[Came | Receipt], None]) -> None:
    try:
        said = understood(came, joining)
        if said is not None:
            take(said)
    except Exception:
        said_back(client, came, "deliver_sm_resp", consts.SMPP_ESME_RX_T_APPN)
        raise
    said_back(client, came, "deliver_sm_resp")


@dataclass(slots=True)
class Joining:
    """Parts of long texts that have come so far, by who sends them and the number they share; in memory alone."""

    held: dict[tuple[str, int, int], dict[int, bytes]] = field(default_factory=dict)

    def add(self, who: str, content: bytes) -> bytes | None:
        """The whole once all parts are here. Of texts that never became whole only the last few are held."""
        length = content[0] + 1
        shared, total, number = content[length - 3 : length]
        parts = self.held.setdefault((who, shared, total), {})
        parts[number] = content[length:]
        if len(parts) < total:
            while len(self.held) > MOST_WAITED_FOR:
                self.held.pop(next(iter(self.held)))
            return None
        del self.held[who, shared, total]
        return b"".join(parts[place] for place in sorted(parts))


def understood(came: Any, joining: Joining) -> Came | Receipt | None:
    """What a delivery says: a receipt, a text, or nothing that is final."""
    content = bytes(came.short_message or getattr(came, "message_payload", None) or b"")
    if came.esm_class & 0x3C == RECEIPT:
        return _receipt(came, content)
    who = plus(came.source_addr.decode(errors="replace"))
    if came.esm_class & consts.SMPP_GSMFEAT_UDHI:
        whole = joining.add(who, content)
        if whole is None:
            return None
        content = whole
    return Came(secrets.token_hex(16), who, _words(content, came.data_coding))


def _receipt(came: Any, content: bytes) -> Receipt | None:
    """By what the gateway says of it, else by the words it writes (appendix B)."""
    words = content.decode("latin-1")
    said = dict(re.findall(r"(id|stat):(\S+)", words))
    key = bytes(getattr(came, "receipted_message_id", None) or b"").rstrip(b"\0").decode(errors="replace")
    state = STATES.get(getattr(came, "message_state", None) or 0, FINAL.get(said.get("stat", "").upper()))
    found = (key or said.get("id", ""))[:LONGEST]
    return Receipt(found, state) if found and state is not None else None


def _words(content: bytes, coding: int) -> str:
    if coding == consts.SMPP_ENCODING_ISO10646:
        return content.decode("utf-16-be", errors="replace")
    if coding == consts.SMPP_ENCODING_ISO88591:
        return content.decode("latin-1")
    return _from_gsm7(content)


def _from_gsm7(content: bytes) -> str:
    table, found, escaped = gsm.GSM_CHARACTER_TABLE, [], False
    for each in content:
        if each == 0x1B:
            escaped = True
            continue
        found.append(table[each + 0x80 if escaped else each] if each < 0x80 else "\ufffd")
        escaped = False
    return "".join(found)
