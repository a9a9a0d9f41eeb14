"""The way in to a client's own page: a link or a code that works once, then their PIN; and the quick way out.

Opening a link shows a button, whatever the link is: programs that look at letters before people do open every link,
and must use none up. Wrong, run out, used and shut all look the same.
"""

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access import doors
from keyworker.access.middleware import actor_of
from keyworker.access.models import DoorKind
from keyworker.access.pages import public_page, record_sign_in
from keyworker.base.actor import AT_A_DOOR_OF_THEIR_OWN, Actor, ActorKind
from keyworker.base.decision import Refused
from keyworker.people.actions import entering
from keyworker.people.models import PortalAccount
from keyworker.people.own_door.rules import PHONE_KNOWN_FOR
from keyworker.portal.forms import CodeForm, NewPinForm, PinForm
from keyworker.portal.throttle import too_many_links, too_many_wrong_codes

COOKIE, HERE = "phone", "/o/"
OPENED, OPEN_SECONDS = "keyworker_door", 10 * 60
A_YEAR = 365 * 24 * 60 * 60
QUIET = {"quiet": True, "home_url": HERE}


@dataclass(frozen=True, slots=True)
class AtDoor:
    """Somebody who used a link or whose phone is known, and has still to give the PIN."""

    account: PortalAccount

    @property
    def shared(self) -> bool:
        return self.account.shared_device


@public_page(because="it asks for a code, and says the same to whoever has none")
def way_in(request: HttpRequest) -> HttpResponse:
    """Where a client begins: to their page if they are inside, to the PIN if their phone is known, else a code."""
    if (actor := inside(request)) is not None:
        return redirect(home_of(actor))
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return redirect("portal:pin") if _at_door(request) else shown(request, "portal/way_in.html", form=form)
    if not form.is_valid():
        return shown(request, "portal/way_in.html", form=form)
    code = form.cleaned_data["code"]
    response = _use(request, code)
    if response.status_code == HTTPStatus.NOT_FOUND and too_many_wrong_codes(place=place_of(request), code=code):
        return shown(request, "portal/wait.html", status=429)
    return response


@public_page(because="it shows a button to everybody, and only a live link's 128-bit token gets further")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET looks nothing up. POST uses the link, and the address forgets it."""
    if request.method != "POST":
        response = shown(request, "portal/link.html")
    else:
        response = _use(request, token)
        # Right ones are not counted: a stranger at the same address must not shut anybody out.
        if response.status_code == HTTPStatus.NOT_FOUND and too_many_links(place=place_of(request)):
            response = shown(request, "portal/wait.html", status=429)
    response["Referrer-Policy"] = "no-referrer"
    return response


@public_page(because="only whoever used a live link, or holds a phone that is known, is asked for the PIN")
def pin(request: HttpRequest) -> HttpResponse:
    at_door = _at_door(request)
    if at_door is None:
        return redirect("portal:way_in")
    if at_door.account.pin_chosen_at is None:
        return _choose(request, at_door)
    form = PinForm(request.POST or None, shared=at_door.shared)
    if not form.is_valid():
        return shown(request, "portal/pin.html", form=form)
    tried = entering.try_pin(
        actor=entering.at_the_door(at_door.account.agency_id),
        account=at_door.account,
        pin=form.cleaned_data["pin"],
        keep_phone=form.cleaned_data.get("keep_phone", False),
    )
    if not tried.right:
        form.add_error("pin", _wrong(tried, beside=at_door.account.beside))
        return shown(request, "portal/pin.html", form=form)
    return come_in(request, at_door.account, tried.phone)


@require_POST
@public_page(because="it ends the asker's own session, and nobody else's")
def leave(request: HttpRequest) -> HttpResponse:
    """Out at once: by the button, or by a beacon that the page sends while it goes away."""
    if (actor := inside(request)) is not None:
        record_sign_in(actor, "access.signed_out")
        logout(request)
    request.session.pop(OPENED, None)
    return redirect("portal:way_in")


def _choose(request: HttpRequest, at_door: AtDoor) -> HttpResponse:
    """The first PIN, or another one after the team let them in again."""
    form = NewPinForm(request.POST or None)
    if form.is_valid():
        actor = entering.at_the_door(at_door.account.agency_id)
        try:
            entering.choose_pin(actor=actor, account=at_door.account, pin=form.cleaned_data["pin"])
        except Refused as refused:
            form.add_error("pin", str(refused.decision.reason))
        else:
            tried = entering.try_pin(actor=actor, account=at_door.account, pin=form.cleaned_data["pin"])
            return come_in(request, at_door.account, tried.phone)
    return shown(request, "portal/choose_pin.html", form=form)


def _use(request: HttpRequest, key: str) -> HttpResponse:
    """Use a link or code up, and remember in this session, for ten minutes, that it was used here."""
    opened = doors.resolve(DoorKind.PORTAL_LINK, key)
    account = entering.account_behind(opened) if opened else None
    if account is None:
        return _closed(request)
    try:
        entering.spend_link(actor=entering.at_the_door(account.agency_id), account=account, key=key)
    except Refused:
        return _closed(request)
    request.session.cycle_key()
    request.session[OPENED] = {
        "agency": str(account.agency_id),
        "account": str(account.pk),
        "person": str(account.person_id),
        "until": time.time() + OPEN_SECONDS,
        "stood": entering.how_it_stands(account),
    }
    return redirect("portal:pin")


def _at_door(request: HttpRequest) -> AtDoor | None:
    held: dict[str, Any] = request.session.get(OPENED) or {}
    if held and held["until"] > time.time():
        opened = doors.Opened(UUID(held["agency"]), UUID(held["account"]), UUID(held["person"]))
        account = entering.account_behind(opened)
        if account is not None and account.locked_at is None and held["stood"] == entering.how_it_stands(account):
            return AtDoor(account)
    known = request.get_signed_cookie(COOKIE, default="", max_age=int(PHONE_KNOWN_FOR.total_seconds()))
    found = doors.resolve(DoorKind.PORTAL_PHONE, known) if known else None
    account = entering.account_behind(found) if found else None
    return AtDoor(account) if account is not None and account.pin_chosen_at else None


def come_in(request: HttpRequest, account: PortalAccount, phone: str) -> HttpResponse:
    request.session.flush()
    account.user.refresh_from_db()  # the PIN may have been chosen a moment ago: the session is bound to it
    login(request, account.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if (actor := actor_of(request)) is None:
        logout(request)  # it was shut in this very moment
        return redirect("portal:way_in")
    record_sign_in(actor, "access.signed_in")
    response = redirect(home_of(actor))
    if phone:
        response.set_signed_cookie(
            COOKIE,
            phone,
            max_age=int(PHONE_KNOWN_FOR.total_seconds()),
            path=HERE,
            httponly=True,
            secure=settings.SECURE,
            samesite="Lax",
        )
    if not account.beside:
        _speak(request, response, account.person.language)
    return response


def home_of(actor: Actor) -> str:
    return "portal:home" if actor.kind is ActorKind.CLIENT else "portal:beside"


def _speak(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """In their language, until they choose another one here. Only while the browser is open, as the session is."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and language in dict(settings.LANGUAGES):
        secure = settings.LANGUAGE_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=secure)


def _wrong(tried: entering.Tried, *, beside: bool) -> str:
    if tried.left:
        return _("That is not the PIN. Tries left: {count}.").format(count=tried.left)
    if beside:
        return _("It is locked now. Call the team. They see who you are, and open it again.")
    return _("It is locked now. Call your team. They ask for your code word and open it again.")


def inside(request: HttpRequest) -> Any:
    actor = getattr(request, "actor", None)
    return actor if actor is not None and actor.kind in AT_A_DOOR_OF_THEIR_OWN else None


def place_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _closed(request: HttpRequest) -> HttpResponse:
    """The same calm page whatever the reason: a wrong link learns nothing from it."""
    return shown(request, "portal/link_closed.html", status=404)


def shown(request: HttpRequest, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, template, {**QUIET, **more}, status=status)
