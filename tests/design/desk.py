"""A desk with one form on it, and a server that does as the test says: save, refuse, rest, vanish, forget."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

from django.template import Context, Engine

STATIC = Path("keyworker/design/static")
SHELL = {"account_name": "Amina Yusuf", "search_url": "/search/"}
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
PAGE = """{% extends "design/page.html" %}
{% block title %}Note{% endblock %}
{% block content %}<h1>Note</h1>
{% if refused %}
<div class="govuk-error-summary" data-module="govuk-error-summary" tabindex="-1">Say more.</div>{% endif %}
<form method="post" action="/note/" data-keep-typing{% if draft %} data-autosave-url="/draft/"{% endif %}>
<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">
<label for="note">Note</label><textarea id="note" name="note">{{ note }}</textarea>
{% include "design/components/draft-status.html" %}
<button type="submit" name="how" value="save">Save</button></form>{% endblock %}"""


@dataclass
class Desk:
    """What the server will do next, and what has reached it."""

    answer: str = "save"
    draft: bool = False
    idle_seconds: int = 0
    who: str = "amina"
    token: str = "first"
    posted: list[dict[str, str]] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    kept: int = 0
    address: str = ""


def open_desk() -> tuple[Desk, ThreadingHTTPServer]:
    desk = Desk()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"desk": desk}))
    desk.address = f"http://localhost:{server.server_address[1]}"
    Thread(target=server.serve_forever, daemon=True).start()
    return desk, server


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A browser that goes away in mid-answer is part of the test."""


class _Handler(BaseHTTPRequestHandler):
    desk: Desk

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            self._send_file(STATIC / self.path.removeprefix("/static/").partition("?")[0])
        elif self.path == "/session/token/":
            self._tell_token()
        elif self.path == "/saved/":
            self._send(b"<!doctype html><title>Saved</title><h1>Saved</h1>")
        else:
            self._send(self._page())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        words = {name: values[0] for name, values in parse_qs(body).items()}
        if self.path == "/note/":
            self._take_note(words)
        elif self.path == "/draft/":
            self.desk.drafts.append(words["note"])
            self._send(b"", status=204) if self.desk.answer != "rest" else self._send(b"resting", status=503)
        else:
            self.desk.kept += 1
            self._send(b"", status=204)

    def _take_note(self, words: dict[str, str]) -> None:
        self.desk.posted.append({**words, "key": self.headers.get("Idempotency-Key", "")})
        match self.desk.answer:
            case "vanish":
                self.connection.close()
            case "rest":
                self._send(b"resting", status=503)
            case "break":
                self._send(b"broken", status=500)
            case "forget":
                self._send(b"", status=204, **{"X-Keyworker-Signed-Out": "1", "X-Keyworker-Location": "/in/"})
            case "refuse":
                self._send(self._page(note=words["note"], refused=True))
            case "doubt" if words["csrfmiddlewaretoken"] != self.desk.token:
                self._send(b"doubt", status=403)
            case _:
                self._send(b"", status=204, **{"X-Keyworker-Location": "/saved/"})

    def _tell_token(self) -> None:
        if self.desk.answer == "forget":
            self._send(b"", status=401, **{"X-Keyworker-Signed-Out": "1"})
        else:
            self._send(json.dumps({"token": self.desk.token, "who": self.desk.who}).encode(), kind="application/json")

    def _page(self, **more: object) -> bytes:
        values = {
            "idle_seconds": self.desk.idle_seconds,
            "draft": self.desk.draft,
            "account_key": "amina",
            "token": "first",
        }
        template = Engine.get_default().from_string(PAGE)
        return template.render(Context({"agency_name": "Harbor House", **SHELL, **values, **more})).encode()

    def _send_file(self, path: Path) -> None:
        self._send(path.read_bytes(), kind=KINDS[path.suffix]) if path.is_file() else self._send(b"", status=404)

    def _send(self, body: bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Security-Policy": POLICY, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
