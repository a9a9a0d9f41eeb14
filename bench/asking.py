"""Asks pages over HTTP, one client at a time and eight at once, and compares with the bare SQL of the same rows."""

import json
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

CLIENTS = 8
# As a proxy that ends TLS would say it.
SECURE = {"X-Forwarded-Proto": "https", "Host": "localhost"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: its name, each client's session, how to ask for the nth time, and the bare SQL of its rows."""

    name: str
    sessions: list[str]
    address: Callable[[int], str]
    form: Callable[[int], dict[str, str]] | None = None
    then: str = ""  # where what was sent leads; asked for, too
    bare: str = ""
    parameters: list = field(default_factory=list)


def measure(address: str, pages: list[Page], rounds: int) -> dict[str, dict[str, float]]:
    return {page.name: _one(address, page, rounds) for page in pages}


def _one(address: str, page: Page, rounds: int) -> dict[str, float]:
    for n in range(10):
        _ask(address, page, [n])
    alone = _ask(address, page, range(10, 10 + rounds))
    with ThreadPoolExecutor(CLIENTS) as pool:
        started = time.perf_counter()
        shares = [range(1000 + c * rounds, 1000 + c * rounds + rounds // 4) for c in range(CLIENTS)]
        asked = pool.map(lambda client: _ask(address, page, shares[client], client), range(CLIENTS))
        together = [t for found in asked for t in found]
        took = time.perf_counter() - started
    found = {"p50_1": _p(alone, 50), "p95_1": _p(alone, 95), "p50_8": _p(together, 50), "p95_8": _p(together, 95)}
    found["per_second"] = len(together) / took
    found["queries"] = _queries(page)
    if page.bare:
        found["bare"] = _bare(page)
        found["ratio"] = found["p50_1"] / found["bare"]
    return found


def _ask(address: str, page: Page, turns, client: int = 0) -> list[float]:
    """Milliseconds of each request. A page that does not answer as it should stops the measurement."""
    times = []
    with _Asking(address, page.sessions[client]) as asking:
        token = asking.token() if page.form else ""
        for turn in turns:
            where, form = page.address(turn), page.form(turn) if page.form else None
            started = time.perf_counter()
            status = asking.ask(where, {**form, "csrfmiddlewaretoken": token} if form is not None else None)
            if page.then:
                status = asking.ask(page.then)
            times.append((time.perf_counter() - started) * 1000)
            if status not in {200, 302, 204}:
                raise RuntimeError(f"{page.name}: {where} answered {status}")
    return times


class _Asking:
    """One connection of one client, as plain as can be: it takes its time from the processors that are measured."""

    def __init__(self, address: str, session: str) -> None:
        self._connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
        self._cookies = {settings.SESSION_COOKIE_NAME: session}

    def __enter__(self):
        return self

    def __exit__(self, *raised) -> None:
        self._connection.close()

    def ask(self, where: str, form: dict[str, str] | None = None) -> int:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {**SECURE, "Cookie": cookies, "Referer": "https://localhost/"}
        if form is None:
            self._connection.request("GET", where, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self._connection.request("POST", where, urlencode(form), headers)
        self._answer = self._connection.getresponse()
        self._body = self._answer.read()
        return self._answer.status

    def token(self) -> str:
        self.ask("/session/token/")
        # The cookie is for TLS only, which ends at the proxy this client stands in for: carry it by hand.
        for header in self._answer.headers.get_all("set-cookie", ()):
            self._cookies |= {name: cookie.value for name, cookie in SimpleCookie(header).items()}
        return str(json.loads(self._body)["token"])


def _queries(page: Page) -> int:
    """Queries of one request, transaction statements included, counted in this process."""
    client = Client(headers={"x-forwarded-proto": "https", "host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = page.sessions[0]
    with CaptureQueriesContext(connection) as seen:
        if page.form is None:
            client.get(page.address(0), secure=True)
        else:
            client.post(page.address(900_000), page.form(900_000), secure=True, follow=bool(page.then))
    return sum(not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for q in seen.captured_queries)


def _bare(page: Page) -> float:
    """Median milliseconds of the same rows by plain SQL as the tables' owner, who has no row security."""
    times = []
    with connections["owner"].cursor() as cursor:
        for _ in range(60):
            started = time.perf_counter()
            cursor.execute(page.bare, page.parameters)
            cursor.fetchall()
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _p(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1]


def line(name: str, found: dict[str, float]) -> str:
    bare = f"bare SQL {found['bare']:5.2f} ms  × {found['ratio']:5.1f}" if "bare" in found else ""
    return (
        f"  {name:<44} p50 {found['p50_1']:6.1f}  p95 {found['p95_1']:6.1f} | 8 clients p50 {found['p50_8']:6.1f}"
        f"  p95 {found['p95_8']:6.1f}  {found['per_second']:5.0f}/s | {found['queries']:2.0f} queries | {bare}"
    )
