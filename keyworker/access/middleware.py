"""Puts the actor on the request, ends sessions that idle or last too long, and keeps each to what is theirs to open."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from keyworker.access import doors, handing_over
from keyworker.access.companions import stands_beside
from keyworker.access.models import DoorKind
from keyworker.access.workplace import workplace
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading

PLACE, SEEN, FACTOR, BEGAN = "keyworker_place", "keyworker_seen", "keyworker_factor", "keyworker_began"
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)  # spare codes are for the day these are lost
OWN_DOORS = frozenset({DoorKind.PORTAL.value, DoorKind.COMPANION.value})
HOW_STAFF_SIGN_IN = "/accounts/"
SEEN_EVERY_SECONDS = 30
SIGNED_OUT_HEADER = handing_over.SIGNED_OUT_HEADER


class ActorMiddleware:
    """`request.actor` is the signed-in member of staff, client or companion, or None for a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        if _is_over(request):
            logout(request)
            return self.get_response(request)
        if _is_gone(request.session.get(PLACE) or {}):
            return _bring_home(request)
        actor = request.actor = actor_of(request)  # type: ignore[attr-defined]
        if _door(request) in OWN_DOORS:
            _keep_to_their_door(request, actor)
        if actor is not None and _lacks_second_factor(request, actor):
            return redirect("mfa_index")
        if actor is not None and (elsewhere := handing_over.keep_to(request, actor)) is not None:
            return elsewhere
        with timezone.override(_zone(request, actor)):
            return self.get_response(request)


def _is_over(request: HttpRequest) -> bool:
    """True after SESSION_IDLE_SECONDS without a page, and after SESSION_ABSOLUTE_SECONDS whatever was done.

    At a client's own door both are shorter. Otherwise notes that somebody is here. The cookie's age alone would not end
    it: each save begins it anew.
    """
    now = int(clock.now().timestamp())
    seen, began = request.session.get(SEEN), request.session.get(BEGAN)
    idle, longest = lasts(request)
    if seen is not None and now - seen > idle:
        return True
    if began is None:
        request.session[BEGAN] = now
    elif now - began > longest:
        return True
    if seen is None or now - seen > SEEN_EVERY_SECONDS:
        request.session[SEEN] = now
    return False


def lasts(request: HttpRequest) -> tuple[int, int]:
    """How many seconds a session lasts without a page, and in all."""
    if _door(request) in OWN_DOORS:
        return settings.CLIENT_IDLE_SECONDS, settings.CLIENT_ABSOLUTE_SECONDS
    return settings.SESSION_IDLE_SECONDS, settings.SESSION_ABSOLUTE_SECONDS


def _door(request: HttpRequest) -> str:
    return str((request.session.get(PLACE) or {}).get("door", ""))


def is_practising(request: HttpRequest) -> bool:
    """Whether this session works among made-up people now."""
    return hasattr(request, "session") and _door(request) == DoorKind.PRACTICE


def _keep_to_their_door(request: HttpRequest, actor: Actor | None) -> None:
    """Whoever came in by a PIN changes nothing of how staff sign in, and adds no way in that the PIN does not guard.

    Whose door was shut while they were inside is signed out: nobody is half inside. Raises `Http404`.
    """
    if actor is None:
        logout(request)
    elif request.path.startswith(HOW_STAFF_SIGN_IN):
        raise Http404


def _is_gone(place: dict[str, Any]) -> bool:
    """Whether somebody works in a practice agency that is over or was thrown away."""
    return place.get("door") == DoorKind.PRACTICE and doors.resolve(DoorKind.PRACTICE, place["agency"]) is None


def _bring_home(request: HttpRequest) -> HttpResponse:
    """Back at their own work with nothing in their hands: what was sent was typed for made-up people."""
    work_at(request, request.session[PLACE]["home"])
    gone = _("The practice agency is gone, with all that was typed there. You are back at your own work.")
    messages.info(request, gone)
    return redirect("/")


def work_at(request: HttpRequest, place: dict[str, Any]) -> None:
    """From now on this session works there, under a new key; what other tabs still show can be sent no more."""
    handing_over.under_a_new_key(request)
    request.session[PLACE] = place
    rotate_token(request)


def actor_of(request: HttpRequest) -> Actor | None:
    """Who a signed-in request is, where its session works; a session that is new finds its place."""
    place = request.session.get(PLACE)
    if place is None:
        place = request.session[PLACE] = _find_place(str(request.user.pk))
    return _actor_in(place, str(request.user.pk))


def home_of(request: HttpRequest) -> Actor | None:
    """Who a signed-in request is once it works at its own place again."""
    return _actor_in(request.session[PLACE], str(request.user.pk))


def actor_at(user_key: str) -> Actor | None:
    """Who a sign-in belongs to, asked outside their session: when a letter's link changed their password."""
    return _actor_in(_find_place(user_key), user_key)


def _actor_in(place: dict[str, Any], user_key: str) -> Actor | None:
    if not place:
        return None
    agency_id, subject_id = UUID(place["agency"]), UUID(place["subject"])
    if place["door"] == DoorKind.PRACTICE and doors.resolve(DoorKind.SIGN_IN, user_key) is None:
        return None  # whoever has no place of work any more practises nothing
    if place["door"] in {DoorKind.SIGN_IN, DoorKind.PRACTICE}:
        return actors.staff(agency_id=agency_id, staff_id=subject_id)
    if doors.resolve(DoorKind(place["door"]), user_key) is None:
        return None  # a client's door was closed while they were inside; what staff may do is asked with each page
    as_whom = actors.client if place["door"] == DoorKind.PORTAL else actors.companion
    actor = as_whom(agency_id=agency_id, account_id=subject_id, person_id=UUID(place["person"]))
    return actor if actor.kind is actors.ActorKind.CLIENT or stands_beside(actor) else None


def _zone(request: HttpRequest, actor: Actor | None) -> str:
    """The clock of the place of work, looked up once a session."""
    place = request.session.get(PLACE) or {}
    if actor is None:
        return settings.TIME_ZONE
    if "zone" not in place:
        with reading(actor):
            request.session[PLACE] = place = {**place, "zone": workplace(actor).agency.time_zone}
    return str(place["zone"])


def _find_place(user_key: str) -> dict[str, Any]:
    for door in (DoorKind.SIGN_IN, DoorKind.PORTAL, DoorKind.COMPANION):
        if opened := doors.resolve(door, user_key):
            return {
                "door": door.value,
                "agency": str(opened.agency_id),
                "subject": str(opened.subject_id),
                "person": str(opened.person_id or ""),
            }
    return {}


def _lacks_second_factor(request: HttpRequest, actor: Actor) -> bool:
    if not settings.SECOND_FACTOR_REQUIRED or actor.kind is not actors.ActorKind.STAFF:
        return False
    if request.session.get(FACTOR) or request.path.startswith("/accounts/"):
        return False
    if is_mfa_enabled(request.user, FACTORS):
        request.session[FACTOR] = True
        return False
    return True
