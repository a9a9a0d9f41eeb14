"""A real browser before the real server: each served house has a database, a process and a door of its own."""

import fcntl
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from keyworker.console.supervisor import listen
from tests import database
from tools.browser import find_browser

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    # A Chromium without a window falls down when a page asks if it can write what is said, on the device.
    "--disable-blink-features=OnDeviceWebSpeechAvailable",
]  # fmt: skip
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 740}
SECONDS_TO_OPEN = 60
PATIENCE_MS = 10_000
# A folder for pictures of key pages, for whoever wants to look at them; none are taken without it.
PICTURES = os.environ.get("KEYWORKER_PICTURES", "")
# What a browser says of a page of ours that must never be said.
# A question broken off because its tab went elsewhere (htmx:sendAbort) is no mistake; one that failed (sendError) is.
EXPECTED = re.compile(
    r"Failed to load resource: the server responded with a status of 4\d\d|^htmx:(afterRequest|sendAbort)\b"
)


@pytest.fixture(scope="module")
def chromium():
    """The browser of one file of tests. Playwright's loop stands in this thread; Django must not mind."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=find_browser(), args=QUIET)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Served:
    """The application, served from a database of its own. `sign_in(actor)` gives the cookies a browser holds then.

    `more` are settings of its own; `{port}` in one is where it is served.
    """

    def __init__(self, name, **more):
        self.database = name
        # Whoever comes before the process is ready waits at the door, and none of a browser's patience is lost there.
        with listen("127.0.0.1", 0) as door:
            port = door.getsockname()[1]
            own = {key: value.format(port=port) for key, value in more.items()}
            self.surroundings = {**os.environ, **database.addresses_of(name), **own}
            self.address = f"http://localhost:{port}"
            self.process = subprocess.Popen(
                [sys.executable, "-m", "keyworker.console.web", str(door.fileno())],
                cwd=database.ROOT, env=self.surroundings, pass_fds=[door.fileno()],
            )  # fmt: skip

    def wait_until_open(self):
        httpx.get(f"{self.address}/accounts/login/", timeout=SECONDS_TO_OPEN).raise_for_status()

    def close(self):
        self.process.terminate()
        self.process.wait(20)

    def sign_in(self, actor):
        """A signed-in session, as a browser's cookies."""
        from tests.town import signed_in

        with database.using(self.database):
            return self.cookies_of(signed_in(actor))

    def cookies_of(self, client):
        """What a Django test client holds, as a browser's cookies."""
        held = client.cookies.values()
        return [self.cookie(one.value, one.key, one["path"] or "/") for one in held if one.value]

    def cookie(self, value, name=settings.SESSION_COOKIE_NAME, path="/"):
        return {"name": name, "value": value, "domain": "localhost", "path": path}


@contextmanager
def served(of="", **more):
    """Serve a copy of the town (or of another copy)."""
    collect_static()
    with database.a_copy(of) as name:
        house = Served(name, **more)
        try:
            house.wait_until_open()
            yield house
        finally:
            house.close()


def collect_static():
    """The compiled front-end where the server looks for it; once for all who test at the same time."""
    from keyworker.console import preparing

    with (database.VAR / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        preparing.collect_static()


class Visit:
    """Somebody's browser on a served house: pages, and all that the browser complained of."""

    def __init__(self, chromium, house, *cookies, **options):
        self.house, self.complaints = house, []
        self.context = chromium.new_context(
            **{"base_url": house.address, "viewport": DESK, "reduced_motion": "reduce", **options}
        )
        self.context.add_cookies(list(cookies))
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._listen)

    def _listen(self, line):
        if line.type == "error" and not EXPECTED.search(line.text):
            self.complaints.append(f"{self.page.url}: {line.text}")

    def forgive(self, words):
        """The story made this happen itself."""
        self.complaints[:] = [each for each in self.complaints if words not in each]

    def picture(self, name):
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)

    def close(self):
        self.context.close()
