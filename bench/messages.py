"""How soon a message stands on a page that is open: `python bench/messages.py 100`, with so many messages.

A worker and a client have their conversation open, each in a real browser, served by two web processes; they write by
turns. Measured from the moment that a page sends the words until they stand on the other's page.
Meant for a machine that does nothing else; the database is an installation of its own under var/bench-messages.
"""

import os
import statistics
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
BUDGET_MS, PAUSE_MS, PATIENCE_MS = 200, 300, 30_000
# Each page notes when a message came to stand on it, on the machine's own clock.
WATCH = """() => {
  window.stood = {};
  new MutationObserver(() => {
    for (const [mark] of document.querySelector("[data-conversation]").textContent.matchAll(/mark-\\d+-/g))
      window.stood[mark] ??= performance.timeOrigin + performance.now();
  }).observe(document.querySelector("[data-conversation]"), { childList: true, subtree: true });
}"""
SEND = """async (mark) => {
  const body = new FormData(document.querySelector('form[enctype="multipart/form-data"]'));
  body.set("words", `${mark} The heating is off again.`);
  body.set("key", crypto.randomUUID());
  const began = performance.timeOrigin + performance.now();
  const answer = await fetch(location.href, { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect") throw new Error(`not sent: ${answer.status}`);
  return [began, performance.timeOrigin + performance.now()];
}"""
STANDS = "(mark) => mark in window.stood"


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    os.environ.setdefault("KEYWORKER_VAR", str(ROOT / "var" / "bench-messages"))
    os.environ["KEYWORKER_DEMO"] = "1"
    os.environ.setdefault("KEYWORKER_STATIC_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    from bench.rooms import served
    from keyworker.console.environment import running_django

    with running_django():
        from keyworker.console import preparing

        preparing.collect_static()
        sides = _conversation()
        with served() as (address, _running):
            came, answered = _written(address, sides, many)
    p95 = statistics.quantiles(came, n=20)[-1]
    print(f"{many} messages: on the other's page median {statistics.median(came):.0f} ms, p95 {p95:.0f} ms")
    print(f"  of which until it was kept and answered: median {statistics.median(answered):.0f} ms")
    print(f"  load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return int(p95 > BUDGET_MS)


def _conversation() -> list[tuple[str, list[Any]]]:
    """A worker and a client who write to each other: each one's page, and the cookies of who is signed in."""
    from django.urls import reverse

    from bench.rooms import case_of_somebody
    from keyworker.access.sight import facts
    from keyworker.accounts.models import User
    from keyworker.agencies.models import Staff
    from keyworker.base.context import reading
    from keyworker.delivery.actions import Said, begin_thread
    from keyworker.people.actions import open_portal

    worker, case = case_of_somebody()
    client = User.objects.create_user(f"{uuid4().hex}@people.example", None)
    open_portal(actor=worker, person=case.person, user=client)
    thread = begin_thread(actor=worker, case=case, said=Said(uuid4(), "Good morning.")).thread
    with reading(worker):
        user_id = facts(Staff, because="a benchmark").get(pk=worker.id).user_id
    return [
        (reverse("delivery:thread", args=[thread.pk]), _cookies(User.objects.get(pk=user_id))),
        (reverse("portal:thread", args=[thread.pk]), _cookies(client)),
    ]


def _cookies(user: Any) -> list[Any]:
    from django.test import Client

    browser = Client()
    browser.force_login(user)
    return [(each.key, each.value) for each in browser.cookies.values()]


def _written(address: str, sides: list[tuple[str, list[Any]]], many: int) -> tuple[list[float], list[float]]:
    """Milliseconds until each message stood on the other's page, and until the server answered its writer."""
    from playwright.sync_api import sync_playwright

    from tools.browser import find_browser

    came, answered = [], []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        pages = [_opened(browser, address, *side) for side in sides]
        for number in range(many):
            one, other = pages[number % 2], pages[1 - number % 2]
            began, done = one.evaluate(SEND, f"mark-{number}-")
            other.wait_for_function(STANDS, arg=f"mark-{number}-")
            came.append(other.evaluate(f"window.stood['mark-{number}-']") - began)
            answered.append(done - began)
            one.wait_for_timeout(PAUSE_MS)
        browser.close()
    return came, answered


def _opened(browser: Any, address: str, place: str, cookies: list[Any]) -> Any:
    context = browser.new_context(base_url=address)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    page = context.new_page()
    with page.expect_response(lambda answer: "event-stream" in answer.headers.get("content-type", "")):
        page.goto(place)
    page.evaluate(WATCH)
    return page


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
