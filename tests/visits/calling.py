"""Browsers that meet by video: made-up cameras, a relay of our own, and what is seen in each picture."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright

from keyworker.console.supervisor import listen
from keyworker.visits.halls.janus import Janus
from tests import database
from tests.browser import QUIET, SECONDS_TO_OPEN, Visit
from tools.browser import find_browser

MADE_UP = [
    *QUIET, "--disable-dev-shm-usage", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required", "--mute-audio",
]  # fmt: skip
SECONDS_TO_MEET = 30
SECRET = "only-for-tests-" + "y" * 32
CONNECTED = '.kw-call__tile[data-connected="true"]'
# A small, slow picture, so that four browsers fit on two cores; and the lines of a page where a test can look at them.
WATCHED = """
window.lines = [];
const Line = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Line {
  constructor(...given) { super(...given); window.lines.push(this); }
};
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) =>
  ask({ ...wanted, video: wanted.video && { width: 320, height: 180, frameRate: 10 } });
"""
STATES = "() => window.lines.map((line) => [line.connectionState, line.iceGatheringState, line.signalingState])"
# A browser that writes down what is said, on the device itself; only few can so far.
WRITES = """
window.SpeechRecognition = class extends EventTarget {
  static async available({ processLocally }) { return processLocally ? 'available' : 'unavailable'; }
  start() {
    const heard = [{ transcript: 'Good morning' }];
    heard.isFinal = true;
    setTimeout(() => this.dispatchEvent(Object.assign(new Event('result'), { results: [heard] })), 100);
  }
  stop() {}
};
"""
SEEN = """() => [...document.querySelectorAll('.kw-call__tile video')].map((video) => {
  const canvas = new OffscreenCanvas(32, 18), brush = canvas.getContext('2d');
  brush.drawImage(video, 0, 0, 32, 18);
  const points = brush.getImageData(0, 0, 32, 18).data.filter((_, place) => place % 4 < 3);
  return { frames: video.getVideoPlaybackQuality().totalVideoFrames, brightest: Math.max(...points),
           picture: points.join() };
})"""
WAYS = """async () => (await Promise.all(window.lines.map(async (line) => {
  const found = [...(await line.getStats()).values()];
  const pair = found.find((each) => each.type === 'candidate-pair' && each.nominated && each.state === 'succeeded');
  const end = (id) => found.find((each) => each.id === id)?.candidateType;
  return pair ? [end(pair.localCandidateId), end(pair.remoteCandidateId)] : null;
}))).filter(Boolean)"""


@pytest.fixture(scope="module")
def filming():
    """A browser whose camera shows a made-up picture."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=find_browser(whole=True), args=MADE_UP)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def reached_from_outside():
    """An address of this machine that is not loopback: Janus takes no other. Empty: there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # no packet leaves: only the way is looked up
        except OSError:
            return ""
        return asking.getsockname()[0]


@pytest.fixture(scope="module")
def relay(tmp_path_factory):
    """What leads a server to a relay on this machine; nothing where coturn is not installed."""
    program = shutil.which("turnserver")
    if program is None:
        yield {}
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder, beyond = tmp_path_factory.mktemp("relay"), reached_from_outside() or "127.0.0.1"
    running = subprocess.Popen(
        [
            program, "-n", "--listening-ip=127.0.0.1", f"--relay-ip={beyond}", f"--listening-port={port}",
            "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=tests", "--no-cli", "--no-tls", "--no-dtls",
            "--allow-loopback-peers", "--simple-log", "--log-file=stdout", f"--pidfile={folder / 'pid'}",
            f"--userdb={folder / 'users'}",
        ],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield {"KEYWORKER_TURN_URLS": f"turn:127.0.0.1:{port}?transport=udp", "KEYWORKER_TURN_SECRET": SECRET}
    finally:
        running.terminate()
        running.wait(10)


@contextmanager
def on_two_processes(house):
    """A second web process on the same door, as an installation has it; either can be killed and started again."""
    port = int(house.address.rpartition(":")[2])
    house.process.kill()
    house.process.wait(10)
    running = []

    def start():
        with listen("127.0.0.1", port) as door:
            for _ in range(2):
                running.append(
                    subprocess.Popen(
                        [sys.executable, "-m", "keyworker.console.web", str(door.fileno())],
                        cwd=database.ROOT, env=house.surroundings, pass_fds=[door.fileno()],
                    )
                )  # fmt: skip
        httpx.get(f"{house.address}/accounts/login/", timeout=SECONDS_TO_OPEN).raise_for_status()

    def kill():
        for each in running:
            each.kill()
            each.wait(10)
        running.clear()

    start()
    try:
        yield start, kill
    finally:
        kill()


class RunningHall:
    """Janus as an installation runs it; it can be stopped and started again."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.missing, self.leads_there = "", {}
        if shutil.which("janus") is None:
            self.missing = "Janus is not installed"
        elif not (address := reached_from_outside()):
            self.missing = "this machine has no address but loopback, which Janus does not use"
        else:
            self.leads_there = {
                "KEYWORKER_HALL": "janus", "KEYWORKER_HALL_PORT": str(self.port), "KEYWORKER_HALL_ADDRESS": address,
                "KEYWORKER_HALL_MEDIA_PORTS": "41000-41999",
            }  # fmt: skip
        self.folder, self.process = folder, None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "keyworker.console.hall"],
            cwd=database.ROOT, env={**os.environ, **self.leads_there, "KEYWORKER_VAR": str(self.folder)},
        )  # fmt: skip
        until = time.monotonic() + SECONDS_TO_OPEN
        while not Janus(self.port).stands():
            assert time.monotonic() < until, "the hall does not answer"
            time.sleep(0.1)

    def stop(self):
        self.process.kill()  # Janus goes with it
        self.process.wait(10)
        until = time.monotonic() + 10
        while Janus(self.port).stands():
            assert time.monotonic() < until, "Janus outlives whoever runs it"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def halls(tmp_path_factory):
    """A hall that runs; nothing but words of what is missing where there can be none."""
    found = RunningHall(tmp_path_factory.mktemp("hall"))
    if found.missing:
        yield found
        return
    try:
        found.start()
        yield found
    finally:
        found.stop()


class InACall(Visit):
    """Somebody's browser in a video visit."""

    def __init__(self, filming, house, *cookies, **options):
        super().__init__(filming, house, *cookies, **options)
        self.context.set_default_timeout(SECONDS_TO_MEET * 1000)
        self.page.add_init_script(WATCHED)

    def go_in(self):
        self.page.click('[data-part="try"]')
        self.page.wait_for_selector('[data-part="tried"]', state="visible")
        self.page.click('[data-part="go-in"]')

    def sees(self, many):
        """Wait until so many pictures of others move and are not black."""
        self.is_joined_to(many)
        until = time.monotonic() + SECONDS_TO_MEET
        first = self.page.evaluate(SEEN)
        while time.monotonic() < until:
            time.sleep(0.5)
            now = self.page.evaluate(SEEN)
            pairs = list(zip(first, now, strict=True))
            if all(new["frames"] > old["frames"] + 3 and new["picture"] != old["picture"] for old, new in pairs):
                assert all(each["brightest"] > 60 for each in now), "a picture is black"
                return
        raise AssertionError(f"{many} moving pictures were expected: {[each['frames'] for each in now]}")

    def is_joined_to(self, many):
        try:
            expect(self.page.locator(CONNECTED)).to_have_count(many, timeout=SECONDS_TO_MEET * 1000)
        except AssertionError:
            print(self.page.evaluate(STATES))
            raise

    def ways(self):
        return self.page.evaluate(WAYS)
