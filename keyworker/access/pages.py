"""Page guards: no address is served without one, and the guard says who may come."""

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from keyworker.access import handing_over
from keyworker.access.addresses import address
from keyworker.access.handing_over import SIGNED_OUT_HEADER, HandOver
from keyworker.access.middleware import is_practising
from keyworker.access.once import DoneBefore, note_location, sending
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may
from keyworker.audit import trail
from keyworker.base.actor import AT_A_DOOR_OF_THEIR_OWN, Actor, ActorKind
from keyworker.base.context import one_page, reading, writing

# The doors of people outside: whoever looks over a shoulder, or at the history of a phone, learns nothing of us there.
QUIET = ("/me/", "/beside/", "/o/", "/meet/", "/refer/", "/feedback/")


class StaffRequest(HttpRequest):
    """A request whose actor is known."""

    actor: Actor


class LookedAt(StaffRequest):
    """A page of a client's door that their worker looks at: they are not there, so nothing counts as read by them."""


View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Guard:
    """Who a page is for: a permission and the kind of actor, or openly everybody, `because`.

    `handed_over`: opening it puts the worker's device into a client's hands (see `handing_over`).
    `stays_open`: it is served then too, for it shows nothing of anybody.
    """

    kind: ActorKind | None
    needs: Permission | None
    because: str = ""
    handed_over: HandOver | None = None
    stays_open: bool = False


def page(*, needs: Permission, handed_over: HandOver | None = None) -> Callable[[View], View]:
    """A staff page. Signed out → sign-in; without the permission → 404, as if there were nothing.

    With `handed_over` it is for a client at the worker's device: once it is shown, the session opens nothing else
    until the worker has shown that it is them.
    """
    return _guarded(Guard(ActorKind.STAFF, needs, handed_over=handed_over))


def client_page(*, needs: Permission) -> Callable[[View], View]:
    """A page of the client's own door."""
    return _guarded(Guard(ActorKind.CLIENT, needs))


def companion_page(*, needs: Permission) -> Callable[[View], View]:
    """A page of the door for guardians and supporters; what was not granted is not there."""
    return _guarded(Guard(ActorKind.COMPANION, needs))


def public_page(*, because: str, stays_open: bool = False) -> Callable[[View], View]:
    """A page anyone may open; say why that is safe."""

    def declare(view: View) -> View:
        @functools.wraps(view)
        def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        served.guard = Guard(None, None, because, stays_open=stays_open)  # type: ignore[attr-defined]
        return served

    return declare


def signed_in_page(*, because: str, stays_open: bool = False) -> Callable[[View], View]:
    """A page for whoever is signed in, about nobody but themselves."""
    return _guarded(Guard(ActorKind.STAFF, None, because, stays_open=stays_open))


def _guarded(guard: Guard) -> Callable[[View], View]:
    def declare(view: View) -> View:
        @functools.wraps(view)
        def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = cast(Actor | None, getattr(request, "actor", None))
            if actor is None:
                return _to_sign_in(request, guard)
            if guard.because:
                return view(request, *args, **kwargs)
            return _hand_over(actor, guard, request, _serve(actor, guard, view, request, *args, **kwargs))

        served.guard = guard  # type: ignore[attr-defined]
        return served

    return declare


def _serve(actor: Actor, guard: Guard, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method in {"GET", "HEAD"}:
        with reading(actor):
            _check(actor, guard, request)
            return _sent(view(request, *args, **kwargs))
    with one_page():
        with reading(actor):
            _check(actor, guard, request)
        return _once(actor, view, request, *args, **kwargs)


def _hand_over(actor: Actor, guard: Guard, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Only a page that was shown is in somebody's hands: not one that led elsewhere, or was not there."""
    if guard.handed_over is not None and response.status_code == HTTPStatus.OK:
        handing_over.begin(request, actor, guard.handed_over, response)
    return response


def _once(actor: Actor, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Serve a POST; one that is sent again under the same key is led where the first led, and does nothing."""
    key = request.headers.get("Idempotency-Key", "") if actor.kind is ActorKind.STAFF else ""
    with sending(key):
        try:
            response = view(request, *args, **kwargs)
        except DoneBefore as done:
            return redirect(done.location or "/")
        if response.status_code == HTTPStatus.FOUND:
            note_location(actor, response["Location"])
        return response


def _sent(response: HttpResponse) -> HttpResponse:
    """Render now: after the transaction a lazy template would find no rows."""
    render = getattr(response, "render", None)
    return cast(HttpResponse, render()) if callable(render) else response


def _check(actor: Actor, guard: Guard, request: HttpRequest) -> None:
    if actor.kind is guard.kind and guard.needs is not None and may(actor, guard.needs):
        return
    raise Absent(_("There is nothing here, or it is not yours to see."))


def _to_sign_in(request: HttpRequest, guard: Guard) -> HttpResponse:
    """A client comes to their own door, which says nothing of where they wanted to go."""
    own_door = address("portal:way_in") if guard.kind in AT_A_DOOR_OF_THEIR_OWN else ""
    if request.method not in {"GET", "HEAD"}:
        # The page keeps what was typed and asks for a fresh sign-in beside it (see keep-typing in `design`).
        response = HttpResponse(status=401)
    elif own_door:
        response = redirect(own_door)
    else:
        response = redirect_to_login(request.get_full_path())
    response[SIGNED_OUT_HEADER] = "1"
    return response


def record_sign_in(actor: Actor, verb: str) -> None:
    """Sign-in and sign-out belong to the trail too (45 CFR 164.312(b))."""
    with writing(actor):
        trail.record(verb)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _calm(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _calm(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _calm(request, "403_csrf.html", status=403, was_sent=True)


def _calm(request: HttpRequest, name: str, *, status: int, was_sent: bool = False) -> HttpResponse:
    """At a door of people outside the page has a neutral title and the quick way out, as every page there."""
    if _is_quiet(request):
        said = {"quiet": True, "home_url": address("portal:way_in"), "was_sent": was_sent}
        return render(request, "portal/not_here.html", said, status=status)
    return HttpResponse(render_to_string(name, {"practice": is_practising(request)}), status=status)


def _is_quiet(request: HttpRequest) -> bool:
    actor = cast(Actor | None, getattr(request, "actor", None))
    if actor is not None:
        return actor.kind in AT_A_DOOR_OF_THEIR_OWN
    return request.path.startswith(QUIET)


def server_error(request: HttpRequest) -> HttpResponse:
    """A calm page. When the database is away it says so (503), and the browser keeps what was typed."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    name, status = ("503.html", 503) if away else ("500.html", 500)
    quiet = _is_quiet(request)
    page = render_to_string("portal/went_wrong.html" if quiet else name, {"quiet": quiet})
    response = HttpResponse(page, status=status)
    if away:
        response["Retry-After"] = "10"
    return response
