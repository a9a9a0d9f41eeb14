"""A worker's device in a client's hands: it shows only what was handed over, until the worker shows that it is them."""

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation

from keyworker.access.showing import ask_again
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.context import reading, writing

HANDED_OVER = "keyworker_handed_over"
SIGNED_OUT_HEADER = "X-Keyworker-Signed-Out"
# Showing that it is you, and leaving: allauth's own pages, throttled by it.
WAYS_BACK = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}


@dataclass(frozen=True, slots=True)
class HandOver:
    """Pages that are put into a client's hands together, for one record: those whose `@page` names this.

    `onward` names the pages, for the same record, where the worker may go on once the device is theirs again; the
    first is where they come unless they asked for another of them.
    """

    name: str
    onward: tuple[str, ...]


def begin(request: HttpRequest, actor: Actor, handing: HandOver, response: HttpResponse) -> None:
    """The page is on the screen: from now on this session opens nothing else. Opened again, it only stays so.

    The session gets a new key. A request of another tab that is still on its way holds the old one, and can neither
    write the session back as it was nor keep a page in the browser's memory for the button Back.
    """
    match = resolve(request.path_info)
    held = request.session.get(HANDED_OVER)
    if held is not None and _is_of(held, handing, match):
        if held["page"] != request.path:
            request.session[HANDED_OVER] = {**held, "page": request.path}
        return
    arguments = _arguments(match)
    with reading(actor):
        worker = workplace(actor).name
    under_a_new_key(request)
    request.session.pop(STATE_SESSION_KEY, None)
    request.session[HANDED_OVER] = {
        "name": handing.name,
        "arguments": arguments,
        "page": request.path,
        "onward": [reverse(name, kwargs=match.kwargs) for name in handing.onward],
        "worker": worker,
        "language": response.headers.get("Content-Language") or translation.get_language(),
        "since": time.time(),
    }
    _tell(actor, "access.handed_over", {"page": handing.name, **arguments})


def keep_to(request: HttpRequest, actor: Actor) -> HttpResponse | None:
    """None when the request may go on; else the way to the page that asks for the device back."""
    held = request.session.get(HANDED_OVER)
    if held is None:
        return None
    if _shown_since(request, held["since"]):
        del request.session[HANDED_OVER]
        under_a_new_key(request)
        _tell(actor, "access.given_back", {"page": held["name"], **held["arguments"]})
        return None
    return None if _is_covered(request, held) else _ask_for_it_back(request, held)


def _is_covered(request: HttpRequest, held: dict[str, Any]) -> bool:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    guard = getattr(match.func, "guard", None)
    if guard is None:
        return match.view_name in WAYS_BACK
    return guard.stays_open or (guard.handed_over is not None and _is_of(held, guard.handed_over, match))


def _is_of(held: dict[str, Any], handing: HandOver, match: ResolverMatch) -> bool:
    return bool(handing.name == held["name"] and _arguments(match) == held["arguments"])


def _arguments(match: ResolverMatch) -> dict[str, str]:
    return {name: str(value) for name, value in match.kwargs.items()}


def _ask_for_it_back(request: HttpRequest, held: dict[str, Any]) -> HttpResponse:
    """A page that runs in another tab stays as it is, with every word on it, and says what to do."""
    if _is_background(request):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={SIGNED_OUT_HEADER: "1"})
    onward = request.path if request.path in held["onward"] else held["onward"][0]
    return redirect(ask_again(onward))


def _is_background(request: HttpRequest) -> bool:
    by_script = "HX-Request" in request.headers or "X-Keyworker-Keep" in request.headers
    return by_script or not request.accepts("text/html")


def _shown_since(request: HttpRequest, moment: float) -> bool:
    """Whether the worker gave their password, a code or a key after the device was handed over."""
    shown = get_authentication_records(request, request.user)
    return any(each.get("reauthenticated") and each["at"] > moment for each in shown)


def under_a_new_key(request: HttpRequest) -> None:
    """The session goes on under another key, and stays in the list of where somebody is signed in."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def _tell(actor: Actor, verb: str, facts: dict[str, str]) -> None:
    with writing(actor):
        trail.record(verb, facts=facts)
