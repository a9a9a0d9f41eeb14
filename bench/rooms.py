"""How fast video visits are: `python bench/rooms.py 300`.

With so many open streams on two web processes: from a signal's POST until it stands in the other's stream. And between
two real browsers with made-up cameras: from letting somebody in until the first frame of the other is drawn.
Meant for a machine that does nothing else; the database is an installation of its own under var/bench-rooms.
"""

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
A_ROOM, SIGNALS, A_SECOND, CALLS = 4, 400, 10, 5
BUDGET_SIGNAL_MS, BUDGET_FRAME_S = 100, 2.0
CSRF = "c" * 32
TAB, MARK = "b" * 36, "a=mark:"
MADE_UP = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection", "--mute-audio",
    "--autoplay-policy=no-user-gesture-required", "--disable-blink-features=OnDeviceWebSpeechAvailable",
]  # fmt: skip
UNTIL_A_FRAME = """() => new Promise((done) => {
  const began = performance.now();
  document.querySelector('[data-part="go-in"]').click();
  const look = () => {
    const video = document.querySelector(".kw-call__tile video");
    if (video?.getVideoPlaybackQuality().totalVideoFrames > 0) done((performance.now() - began) / 1000);
    else setTimeout(look, 20);
  };
  look();
})"""
OFFER = {"sdp": "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n" + "a=x-line:of-an-offer\r\n" * 120}


def main() -> int:
    streams = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    os.environ.setdefault("KEYWORKER_VAR", str(ROOT / "var" / "bench-rooms"))
    os.environ["KEYWORKER_DEMO"] = "1"
    os.environ.setdefault("KEYWORKER_STATIC_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    from keyworker.console.environment import running_django

    with running_django():
        from keyworker.console import preparing

        preparing.collect_static()
        rooms = [room_of(A_ROOM) for _ in range(streams // A_ROOM)]
        calls = [room_of(A_ROOM) for _ in range(CALLS)]
        with served() as (address, _running):
            took = asyncio.run(_signals(address, rooms))
            median, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
            print(f"{streams} streams, {len(took)} signals: median {median:.0f} ms, p95 {p95:.0f} ms", flush=True)
            frames = _first_frames(address, calls)
    print(f"let in until the first frame, {len(frames)} calls: median {statistics.median(frames):.2f} s")
    return int(p95 > BUDGET_SIGNAL_MS or statistics.median(frames) > BUDGET_FRAME_S)


def room_of(guests: int, *, large: bool = False) -> list[dict[str, str]]:
    """A visit that goes on, with guests who were let in: each one's key and cookie."""
    from django.core import signing

    from keyworker.access import doors
    from keyworker.access.models import DoorKind
    from keyworker.base import clock
    from keyworker.base.actor import job
    from keyworker.base.context import reading
    from keyworker.portal.meeting import COOKIE
    from keyworker.visits.actions import schedule_visit
    from keyworker.visits.models import PartIn, VisitKind
    from keyworker.visits.practice.actions import begin_visit
    from keyworker.visits.rooms import actions, queries

    actor, case = case_of_somebody()
    soon = clock.now() + timedelta(minutes=30)
    visit = schedule_visit(
        actor=actor, case=case, kind=VisitKind.VIDEO, starts_at=soon, lasts=timedelta(hours=1), heeded=True
    )
    begin_visit(actor=actor, visit=visit, because="bench")
    if large:
        actions.resize(actor=actor, visit=visit, large=True)
    for number in range(guests - 1):
        actions.invite(actor=actor, visit=visit, part=PartIn.SUPPORTER, name_shown=f"Guest {number}")
    with reading(actor):
        room = queries.room_of(actor, visit)
        assert room is not None
        invited = queries.participants(actor, room)
    found = []
    for each in invited:
        actions.give_link(actor=actor, participant=each)
        kept = actions.enter(actor=job("visit-door", agency_id=actor.agency_id), participant=each)
        assert doors.resolve(DoorKind.VISIT_GUEST, kept)
        signed = signing.get_cookie_signer(salt=COOKIE).sign(kept)
        found.append({"key": str(each.pk), "cookie": signed, "visit": str(visit.pk)})
        actions.knock(actor=_guest(actor, each), participant=each)
        actions.admit(actor=actor, participant=each)
    return found


def _guest(actor: Any, each: Any) -> Any:
    from keyworker.access.roles import VISIT_GUEST
    from keyworker.base.actor import visitor

    return visitor(VISIT_GUEST, agency_id=actor.agency_id, share_id=each.pk)


@cache
def _worker() -> tuple[Any, Any]:
    """Somebody who carries cases, in an agency of its own, and its program."""
    from bench.sheets import _office
    from keyworker.access.sight import facts
    from keyworker.agencies.models import Program
    from keyworker.base import actor as actors
    from keyworker.base.context import reading

    job, where = _office()
    with reading(job):
        program = facts(Program, because="a benchmark").get(pk=where["program_id"])
    return actors.staff(agency_id=job.agency_id, staff_id=where["worker_id"]), program


def case_of_somebody() -> tuple[Any, Any]:
    """Somebody new, whose case a worker has."""
    from keyworker.access.sight import facts
    from keyworker.agencies.models import Staff
    from keyworker.base.context import reading
    from keyworker.cases.actions import open_case
    from keyworker.people.actions import Identity, register_person

    actor, program = _worker()
    with reading(actor):
        staff = facts(Staff, because="a benchmark").get(pk=actor.id)
    identity = Identity(full_name="Bench Person")
    person = register_person(actor=actor, program=program, identity=identity, staff=staff, because="registered")
    return actor, open_case(actor=actor, program=program, person=person, owner=staff)


@contextmanager
def served() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Two web processes on one door, as `keyworker serve` starts them: the door's address, and the processes."""
    from keyworker.console.supervisor import listen

    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        program = [sys.executable, "-m", "keyworker.console.web", str(door.fileno())]
        running = [subprocess.Popen(program, cwd=ROOT, pass_fds=[door.fileno()]) for _ in range(2)]
    try:
        import httpx

        httpx.get(f"http://127.0.0.1:{port}/accounts/login/", timeout=60)
        yield f"http://127.0.0.1:{port}", running
    finally:
        for each in running:
            each.kill()
            each.wait()


async def _signals(address: str, rooms: list[list[dict[str, str]]]) -> list[float]:
    """Milliseconds from a signal's POST until its line stands in the other's stream."""
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=None) as client:
        guests = [guest for room in rooms for guest in room]
        after = {guest["key"]: (await _ask(client, guest, do="join"))["after"] for guest in guests}
        heard: dict[tuple[str, str], asyncio.Future[float]] = {}
        streams = [asyncio.create_task(_listen(client, guest, after[guest["key"]], heard)) for guest in guests]
        await asyncio.sleep(5)
        took, dice = [], random.Random("signals")
        for number in range(SIGNALS):
            one, other = dice.sample(dice.choice(rooms), 2)
            took.append(asyncio.create_task(_said(client, one, other, f"{number}", heard)))
            await asyncio.sleep(1 / A_SECOND)
        found = await asyncio.gather(*took)
        for each in streams:
            each.cancel()
        return list(found)


async def _said(client: Any, one: dict[str, str], other: dict[str, str], mark: str, heard: Any) -> float:
    arrives = heard[other["key"], mark] = asyncio.get_running_loop().create_future()
    began = time.perf_counter()
    await _ask(
        client, one, do="signal", to=other["key"], kind="offer", body={"sdp": f"{OFFER['sdp']}a=mark:{mark}.\r\n"}
    )
    return (await asyncio.wait_for(arrives, 30) - began) * 1000


async def _ask(client: Any, guest: dict[str, str], **said: Any) -> dict[str, Any]:
    answer = await client.post(
        "/meet/say/",
        content=json.dumps({"tab": TAB, **said}),
        headers={"Content-Type": "application/json", "X-CSRFToken": CSRF, "Cookie": _cookies(guest)},
    )
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _cookies(guest: dict[str, str]) -> str:
    return f"meeting={guest['cookie']}; csrf={CSRF}"


async def _listen(client: Any, guest: dict[str, str], after: int, heard: Any) -> None:
    headers = {"Accept": "text/event-stream", "Cookie": _cookies(guest)}
    place = f"/meet/stream/?tab={TAB}&after={after}"
    async with client.stream("GET", place, headers=headers) as stream:
        async for line in stream.aiter_lines():
            if MARK in line:
                arrives = heard.get((guest["key"], line.partition(MARK)[2].partition(".")[0]))
                if arrives is not None and not arrives.done():
                    arrives.set_result(time.perf_counter())


def _first_frames(address: str, calls: list[list[dict[str, str]]]) -> list[float]:
    """Seconds from a guest's being let in until the first frame of the other is drawn, in real browsers."""
    from playwright.sync_api import sync_playwright

    from tools.browser import find_browser

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_browser(whole=True), args=MADE_UP)
        found = [_call(browser, address, guests) for guests in calls]
        browser.close()
    return found


def _call(browser: Any, address: str, guests: list[dict[str, str]]) -> float:
    """Two guests, who were both let in: the second joins, and sees the first."""
    pages = []
    for guest in guests[:2]:
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": "meeting", "value": guest["cookie"], "url": address}])
        pages.append(context.new_page())
        pages[-1].goto("/meet/")
        pages[-1].click('[data-part="try"]')
        pages[-1].wait_for_selector('[data-part="tried"]', state="visible")
    pages[0].click('[data-part="go-in"]')
    pages[0].wait_for_selector('[data-part="hang-up"]')
    took: float = pages[1].evaluate(UNTIL_A_FRAME)
    for page in pages:
        page.context.close()
    return took


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
