"""A message centre that speaks SMPP 3.4 over a real socket, written from the specification, without the library."""

import asyncio
import struct
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

ACCOUNT, PASSWORD = "harbor", "s3cret"
BIND_RECEIVER, BIND_TRANSMITTER, SUBMIT, DELIVER = 1, 2, 4, 5
UNBIND, ENQUIRE, RESPONSE = 6, 0x15, 0x80000000
INVALID_PASSWORD, THROTTLED, QUEUE_FULL = 0x0E, 0x58, 0x14
RECEIPT, JOINED, WIDE, MESSAGE_STATE, MESSAGE_ID = 0x04, 0x40, 8, 0x0427, 0x001E


@dataclass
class Part:
    """One `submit_sm` as it came."""

    to: str
    sender: str
    coding: int
    esm_class: int
    receipt: int
    body: bytes


@dataclass
class Centre:
    """`answering`: "nothing" cuts the line before the answer; a status for every text; a list, one for each."""

    port: int = 0
    answering: object = 0
    parts: list[Part] = field(default_factory=list)
    binds: list[int] = field(default_factory=list)
    answered: dict[int, int] = field(default_factory=dict)
    listeners: list = field(default_factory=list)
    loop: asyncio.AbstractEventLoop | None = None

    def deliver(self, body, *, number="12025550143", coding=0, esm_class=0, extra=b""):
        """Say something on the listener's line, and answer what it answered, its status."""
        return asyncio.run_coroutine_threadsafe(
            self._deliver(body, number, coding, esm_class, extra), self.loop
        ).result(10)

    async def _deliver(self, body, number, coding, esm_class, extra):
        while not self.listeners:
            await asyncio.sleep(0.01)
        sequence = len(self.answered) + 1000
        written = (
            b"\0" + bytes((1, 1)) + number.encode() + b"\0" + bytes((1, 1)) + b"4040\0"
            + bytes((esm_class, 0, 0)) + b"\0\0" + bytes((0, 0, coding, 0, len(body))) + body + extra
        )  # fmt: skip
        self.listeners[-1].write(pdu(DELIVER, 0, sequence, written))
        while sequence not in self.answered:
            await asyncio.sleep(0.01)
        return self.answered[sequence]

    def receipt(self, key, state, *, told=True):
        """A delivery receipt: by optional parameters, or by its words alone."""
        words = f"id:{key} sub:001 dlvrd:001 submit date:2611220900 done date:2611220901 stat:{state} err:000 text:"
        extra = struct.pack(">HH", MESSAGE_ID, len(key) + 1) + key.encode() + b"\0"
        extra += struct.pack(">HHB", MESSAGE_STATE, 1, {"DELIVRD": 2, "UNDELIV": 5, "ACCEPTD": 6}[state])
        return self.deliver(words.encode(), esm_class=RECEIPT, extra=extra if told else b"")

    @property
    def said(self):
        """The words of the parts, joined."""
        return "".join(part.body[6 if part.esm_class & JOINED else 0 :].decode(
            "utf-16-be" if part.coding == WIDE else "ascii") for part in self.parts)  # fmt: skip

    async def serve(self, reader, writer):
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                (length,) = struct.unpack(">L", await reader.readexactly(4))
                command, status, sequence = struct.unpack(">LLL", await reader.readexactly(12))
                body = await reader.readexactly(length - 16)
                if not await self._heard(writer, command, status, sequence, body):
                    break
        writer.close()

    async def _heard(self, writer, command, status, sequence, body):
        if command in {BIND_RECEIVER, BIND_TRANSMITTER}:
            self.binds.append(command)
            account, password = body.split(b"\0")[:2]
            right = (account.decode(), password.decode()) == (ACCOUNT, PASSWORD)
            writer.write(
                pdu(command | RESPONSE, 0 if right else INVALID_PASSWORD, sequence, b"smsc\0" if right else b"")
            )
            if right and command == BIND_RECEIVER:
                self.listeners.append(writer)
            return right
        if command == SUBMIT:
            return self._submitted(writer, sequence, body)
        if command == DELIVER | RESPONSE:
            self.answered[sequence] = status
        elif command in {ENQUIRE, UNBIND}:
            writer.write(pdu(command | RESPONSE, 0, sequence))
        return command != UNBIND

    def _submitted(self, writer, sequence, body):
        self.parts.append(read(body))
        number = len(self.parts)
        status = self.answering[number - 1] if isinstance(self.answering, list) else self.answering
        if status == "nothing":
            return False
        writer.write(pdu(ENQUIRE, 0, 77))  # it may ask at any moment whether we are there
        writer.write(pdu(SUBMIT | RESPONSE, status, sequence, b"" if status else f"key-{number}".encode() + b"\0"))
        return True

    def cut(self):
        for writer in self.listeners:
            self.loop.call_soon_threadsafe(writer.close)


def pdu(command, status, sequence, body=b""):
    return struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body


def read(body):
    """The fields of a `submit_sm`."""
    service, rest = body.split(b"\0", 1)
    assert service == b""
    sender, rest = rest[2:].split(b"\0", 1)
    to, rest = rest[2:].split(b"\0", 1)
    esm_class, rest = rest[0], rest[3:]
    _scheduled, rest = rest.split(b"\0", 1)
    _valid, rest = rest.split(b"\0", 1)
    receipt, _replace, coding, _default, length = rest[:5]
    assert len(rest) == 5 + length, "no more than it says"
    return Part(to.decode(), sender.decode(), coding, esm_class, receipt, rest[5:])


@contextmanager
def message_centre():
    """One that listens until the test is over."""
    centre, ready = Centre(), threading.Event()

    async def run():
        server = await asyncio.start_server(centre.serve, "127.0.0.1", 0)
        centre.loop, centre.port = asyncio.get_running_loop(), server.sockets[0].getsockname()[1]
        centre.stop = asyncio.Event()
        ready.set()
        await centre.stop.wait()
        server.close()
        for writer in centre.listeners:
            writer.close()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    ready.wait(10)
    try:
        yield centre
    finally:
        centre.loop.call_soon_threadsafe(centre.stop.set)
        thread.join(10)


def settings_for(centre, **more):
    return {
        "gateway": "smpp", "url": f"smpp://127.0.0.1:{centre.port}", "account": ACCOUNT, "secret": PASSWORD,
        "sender": "4040", "private": True, **more,
    }  # fmt: skip
