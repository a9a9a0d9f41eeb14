"""The LiveKit that tests meet in: one that is named, one that this machine has, or one that is acted.

Named: KEYWORKER_TEST_LIVEKIT=ws://127.0.0.1:7880 (or wss://…) with KEYWORKER_TEST_LIVEKIT_KEY and _SECRET. It must open
no room by itself. Which it was is said at the end of the run.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import aiohttp
import httpx
import pytest

from keyworker.visits.halls.livekit import LiveKit
from tests import database
from tests.browser import SECONDS_TO_OPEN
from tests.visits.calling import reached_from_outside

KEY, SECRET = "only-for-tests", "only-for-tests-" + "z" * 32
ITS_OWN = """\
port: {port}
bind_addresses: ["127.0.0.1"]
rtc:
  udp_port: {media}
  tcp_port: 0
  use_external_ip: false
room:
  auto_create: false
turn:
  enabled: false
keys:
  {key}: {secret}
logging:
  level: error
"""


def free(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class AtHand:
    """`leads_there`: the settings that lead a server to it. `is_acted`: it is none of LiveKit's own."""

    def __init__(self, folder):
        self.folder, self.process, self.address = folder, None, reached_from_outside()
        self.missing = "" if self.address else "this machine has no address but loopback"
        self.url = os.environ.get("KEYWORKER_TEST_LIVEKIT", "")
        self.is_named = bool(self.url)
        self.is_acted = not self.is_named and shutil.which("livekit-server") is None
        self.key, self.secret = KEY, SECRET
        if self.is_named:
            self.key = os.environ["KEYWORKER_TEST_LIVEKIT_KEY"]
            self.secret = os.environ["KEYWORKER_TEST_LIVEKIT_SECRET"]
        else:
            self.port = free()
            self.url = f"ws://127.0.0.1:{self.port}"
        self.leads_there = {
            "KEYWORKER_HALL": "livekit", "KEYWORKER_HALL_URL": self.url, "KEYWORKER_HALL_KEY": self.key,
            "KEYWORKER_HALL_SECRET": self.secret, "KEYWORKER_HALL_IS_OURS": "1",
        }  # fmt: skip

    @property
    def ours(self):
        return LiveKit(self.url, self.key, self.secret)

    def program(self):
        if self.is_acted:
            return [sys.executable, "-m", "tests.visits.acted_livekit", str(self.port), self.key, self.secret]
        written = self.folder / "livekit.yaml"
        media = free(socket.SOCK_DGRAM)
        written.write_text(ITS_OWN.format(port=self.port, media=media, key=self.key, secret=self.secret))
        return ["livekit-server", "--config", str(written), "--node-ip", self.address]

    def start(self):
        if not self.is_named:
            self.process = subprocess.Popen(self.program(), cwd=database.ROOT)
        until = time.monotonic() + SECONDS_TO_OPEN
        while not self.ours.stands():
            assert time.monotonic() < until, "LiveKit does not answer"
            time.sleep(0.1)

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def asked_to_come_in(self, token):
        """What it answers to whoever would come in with this."""
        address = self.url.replace("ws", "http", 1)
        return httpx.get(f"{address}/rtc/validate", params={"access_token": token}).status_code

    @contextmanager
    def somebody_inside(self, token):
        """Somebody who came in with this and sends nothing; what is given is set once they are put out."""
        came_in, out = threading.Event(), threading.Event()

        async def stay():
            asked = {"access_token": token, "auto_subscribe": "0", "protocol": "16", "sdk": "js", "version": "2.0.0"}
            async with aiohttp.ClientSession() as session, session.ws_connect(f"{self.url}/rtc", params=asked) as line:
                async for _ in line:
                    came_in.set()
            out.set()

        running = threading.Thread(target=lambda: asyncio.run(stay()), daemon=True)
        running.start()
        assert came_in.wait(SECONDS_TO_OPEN), "they could not come in"
        yield out


def lead_there(settings, livekit):
    """This process, too, speaks to it."""
    for name, value in livekit.leads_there.items():
        setattr(settings, name.removeprefix("KEYWORKER_"), value)


@pytest.fixture(scope="module")
def livekit(tmp_path_factory):
    found = AtHand(tmp_path_factory.mktemp("livekit"))
    try:
        found.start()
        yield found
    finally:
        found.stop()
