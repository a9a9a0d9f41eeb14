"""How a larger meeting holds: `python bench/halls.py 10`, with as many browsers as it is told.

Each is a page of its own, with a made-up camera, through a real relay with the limits of `deploy/turnserver.conf` and a
real hall; every other one is as narrow as a phone. Printed: when everybody was there, whom each sees and hears, what
relay, hall and web processes take of a processor, what the relay granted and refused, and the fullest line.
The browsers are on the same machine and take most of it: a small, slow picture is sent. Needs coturn and Janus.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SECRET, WATCHED_SECONDS, PATIENCE_SECONDS = "only-for-benches-" + "y" * 32, 15, 120
LIMITS = ("user-quota", "total-quota", "max-bps")
SMALL = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) =>
  ask({ ...wanted, video: wanted.video && { width: 160, height: 90, frameRate: 5 } });
window.lines = [];
const Line = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Line {
  constructor(...given) { super(...given); window.lines.push(this); }
};
"""
CONNECTED = "document.querySelectorAll('.kw-call__tile[data-connected=\"true\"]').length"
# Whom one page is sent, by the frames and packets that came, and all bytes that came.
CAME = """async () => {
  const reports = await Promise.all(window.lines.map((line) => line.getStats()));
  const found = reports.flatMap((report) => [...report.values()]).filter((each) => each.type === 'inbound-rtp');
  const counted = (kind, what) =>
    Object.fromEntries(found.filter((each) => each.kind === kind).map((each) => [each.id, each[what]]));
  return {
    frames: counted('video', 'framesDecoded'),
    sounds: counted('audio', 'packetsReceived'),
    bytes: found.reduce((sum, each) => sum + each.bytesReceived, 0),
  };
}"""


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    ours = _own_address()
    os.environ |= {
        "KEYWORKER_DEMO": "1", "KEYWORKER_HALL": "janus", "KEYWORKER_HALL_ADDRESS": ours,
        "KEYWORKER_HALL_PORT": str(_free(socket.SOCK_STREAM)), "KEYWORKER_HALL_MEDIA_PORTS": "42000-42999",
        "KEYWORKER_TURN_URLS": f"turn:127.0.0.1:{_free(socket.SOCK_DGRAM)}?transport=udp",
        "KEYWORKER_TURN_SECRET": SECRET,
    }  # fmt: skip
    os.environ.setdefault("KEYWORKER_VAR", str(ROOT / "var" / "bench-halls"))
    os.environ.setdefault("KEYWORKER_STATIC_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    from bench.rooms import room_of, served
    from keyworker.console.environment import running_django

    with running_django(), _relay(ours) as (relay, log), _hall() as hall:
        from keyworker.console import preparing

        preparing.collect_static()
        guests = room_of(many + 1, large=True)[:many]
        with served() as (address, running):
            _meet(address, guests, {"relay": [relay], "hall": hall, "web": [each.pid for each in running]})
        _tell_granted(log.read_text())
    return 0


def _own_address() -> str:
    """An address of this machine that is not loopback: Janus takes no other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("192.0.2.1", 9))  # no packet leaves: only the way is looked up
        return str(asking.getsockname()[0])


def _free(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _relay(ours: str) -> Iterator[tuple[int, Path]]:
    """coturn with the limits that are shipped: its process, and what it writes."""
    shipped = (ROOT / "deploy" / "turnserver.conf").read_text().splitlines()
    limits = [f"--{line}" for line in shipped if line.startswith(LIMITS)]
    print("relay:", *limits)
    port = os.environ["KEYWORKER_TURN_URLS"].partition("?")[0].rpartition(":")[2]
    with tempfile.TemporaryDirectory() as place, open(Path(place) / "log", "wb") as log:
        program = [
            shutil.which("turnserver") or "turnserver", "-n", "--verbose", "--listening-ip=127.0.0.1",
            f"--relay-ip={ours}", f"--listening-port={port}", "--use-auth-secret", f"--static-auth-secret={SECRET}",
            "--realm=bench", "--no-cli", "--no-tls", "--no-dtls", "--allow-loopback-peers", "--simple-log",
            "--log-file=stdout", f"--pidfile={place}/pid", f"--userdb={place}/users", *limits,
        ]  # fmt: skip
        running = subprocess.Popen(program, cwd=place, stdout=log, stderr=log)
        try:
            yield running.pid, Path(place) / "log"
        finally:
            running.terminate()
            running.wait(10)


@contextmanager
def _hall() -> Iterator[list[int]]:
    """Janus, as an installation runs it: its process."""
    from django.conf import settings

    from keyworker.visits.halls.janus import Janus

    keeper = subprocess.Popen([sys.executable, "-m", "keyworker.console.hall"], cwd=ROOT)
    try:
        while not Janus(settings.HALL_PORT).stands():
            time.sleep(0.1)
        children = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()
        yield [int(each) for each in children]
    finally:
        keeper.kill()
        keeper.wait(10)


def _meet(address: str, guests: list[dict[str, str]], processes: dict[str, list[int]]) -> None:
    from playwright.sync_api import sync_playwright

    from bench.rooms import MADE_UP
    from tools.browser import find_browser

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_browser(whole=True), args=MADE_UP)
        pages = [_page(browser, address, guest, narrow=bool(n % 2)) for n, guest in enumerate(guests)]
        began = time.monotonic()
        for page in pages:
            page.click('[data-part="go-in"]')
        until = began + PATIENCE_SECONDS
        others = len(pages) - 1
        while any(page.evaluate(CONNECTED) < others for page in pages) and time.monotonic() < until:
            time.sleep(0.2)
        there = [page.evaluate(CONNECTED) for page in pages]
        print(
            f"{len(pages)} browsers: after {time.monotonic() - began:.1f} s each was joined to {min(there)} of {others}"
        )
        _watch(pages, processes)
        pages[0].screenshot(path=str(Path(tempfile.gettempdir()) / "hall-wide.png"), full_page=True)
        pages[1].screenshot(path=str(Path(tempfile.gettempdir()) / "hall-narrow.png"), full_page=True)
        browser.close()


def _page(browser: Any, address: str, guest: dict[str, str], *, narrow: bool) -> Any:
    size = {"width": 360, "height": 740} if narrow else {"width": 1280, "height": 900}
    context = browser.new_context(base_url=address, viewport=size)
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    context.add_cookies([{"name": "meeting", "value": guest["cookie"], "url": address}])
    page = context.new_page()
    page.add_init_script(SMALL)
    page.goto("/meet/")
    page.click('[data-part="try"]')
    page.wait_for_selector('[data-part="tried"]', state="visible")
    return page


def _watch(pages: list[Any], processes: dict[str, list[int]]) -> None:
    """Look twice, some seconds apart, at what came to each page and what each process used."""
    before, used, began = [page.evaluate(CAME) for page in pages], _used(processes), time.monotonic()
    time.sleep(WATCHED_SECONDS)
    after, now, seconds = [page.evaluate(CAME) for page in pages], _used(processes), time.monotonic() - began
    for name, which in (("wide", slice(0, None, 2)), ("narrow", slice(1, None, 2))):
        seen = [_rose(old["frames"], new["frames"]) for old, new in zip(before[which], after[which], strict=True)]
        heard = [_rose(old["sounds"], new["sounds"]) for old, new in zip(before[which], after[which], strict=True)]
        print(f"  {name}: pictures that move {sorted(seen)}, sounds that come {sorted(heard)}")
    rates = [(new["bytes"] - old["bytes"]) / seconds for old, new in zip(before, after, strict=True)]
    print(f"  a page is sent {statistics.median(rates) / 1000:.0f} kB/s, the fullest {max(rates) / 1000:.0f} kB/s")
    spent = {name: (now[name] - used[name]) / seconds for name in processes}
    print("  of a processor:", ", ".join(f"{name} {share:.1%}" for name, share in spent.items()))
    print(f"  load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def _rose(old: dict[str, int], new: dict[str, int]) -> int:
    return sum(new[each] > old.get(each, 0) for each in new)


def _used(processes: dict[str, list[int]]) -> dict[str, float]:
    """Seconds of a processor that each has used."""
    tick = os.sysconf("SC_CLK_TCK")
    fields = {
        name: [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:13] for each in pids]
        for name, pids in processes.items()
    }
    return {name: sum(int(ticks) for own in found for ticks in own) / tick for name, found in fields.items()}


def _tell_granted(log: str) -> None:
    granted, refused = log.count("ALLOCATE processed, success"), log.count("error 486")
    print(f"  the relay granted {granted} times and refused {refused} times for quota")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
