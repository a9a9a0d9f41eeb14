"""A key on somebody's own phone: made by whoever just gave the PIN, and used to come in without any name.

Whoever holds a key is asked who they are by their phone. Each question is asked once and answered once.
"""

import time
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access import doors
from keyworker.access.models import DoorKind
from keyworker.access.pages import StaffRequest, client_page, public_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.people.actions import entering
from keyworker.people.models import PortalAccount
from keyworker.people.own_door.opening import keys_of
from keyworker.people.own_door.passkeys import keep_passkey, may_make_one, try_passkey
from keyworker.people.own_door.webauthn import Asked, PhoneAnswer, Site, Unreadable, ask_for_key, ask_who, names, read
from keyworker.portal.client import around
from keyworker.portal.entering import come_in, place_of, shown
from keyworker.portal.forms import CodeForm, SamePinForm
from keyworker.portal.throttle import too_many_asked, too_many_links

ASKED, ANSWER_WITHIN = "keyworker_key", 5 * 60


@require_POST
@public_page(because="it gives everybody a number of the same kind, and looks nobody up")
def ask(request: HttpRequest) -> HttpResponse:
    """What a phone is asked before anybody is known."""
    if too_many_asked(place=place_of(request)):
        return JsonResponse({}, status=HTTPStatus.TOO_MANY_REQUESTS)
    return JsonResponse(_remember(request, ask_who(site_of(request))))


@require_POST
@public_page(because="only a phone that signs what it was asked, with a key that we know, gets further")
def come(request: HttpRequest) -> HttpResponse:
    account = _behind(request)
    if account is not None:
        return come_in(request, account, "")
    if too_many_links(place=place_of(request)):
        return shown(request, "portal/wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return shown(request, "portal/way_in.html", status=HTTPStatus.FORBIDDEN, form=CodeForm(), key_failed=True)


@client_page(needs=Permission.PERSON_VIEW)
def make(request: StaffRequest) -> HttpResponse:
    """First what a key means and the PIN once more: whoever finds the page open must not make one of their own."""
    with reading(request.actor):
        account = require(PortalAccount, str(request.actor.id), actor=request.actor, needs=Permission.PERSON_VIEW)
        may, held = may_make_one(account), [bytes(each.credential) for each in keys_of(account)]
    if not may or not makes_keys(request):
        messages.error(request, str(may.reason or _("That did not work. Try again.")))
        return redirect("portal:sign_in")
    if "credential" in request.POST:
        return _keep(request, account)
    form = SamePinForm(request.POST or None)
    if form.is_valid() and _is_them(request, account, form):
        asked = _remember(request, ask_for_key(site_of(request), new_id(), held=held))
        return _page(request, asked=asked)
    return _page(request, form=form) if request.user.is_authenticated else redirect("portal:way_in")


def makes_keys(request: HttpRequest) -> bool:
    """Where the agency has a neutral name for clients' pages, a key bears that name and no other."""
    return request.get_host() == (settings.CLIENT_HOST or request.get_host())


def site_of(request: HttpRequest) -> Site:
    host = request.get_host()
    return Site(host=host.partition(":")[0], origin=f"{request.scheme}://{host}")


def _behind(request: HttpRequest) -> PortalAccount | None:
    """Whose page the key opens that answers what this browser was asked a moment ago."""
    try:
        given = read(request.POST.get("credential", ""))
        answer = PhoneAnswer(site_of(request), _take_asked(request, making=False), given)
        name, key = names(given)
    except Unreadable:
        return None
    opened = doors.resolve(DoorKind.PORTAL_PASSKEY, name)
    account = entering.account_behind(opened) if opened else None
    if account is None:
        return None
    door = entering.at_the_door(account.agency_id)
    return account if try_passkey(actor=door, account=account, key=key, answer=answer) else None


def _keep(request: StaffRequest, account: PortalAccount) -> HttpResponse:
    try:
        given = read(request.POST["credential"])
        answer = PhoneAnswer(site_of(request), _take_asked(request, making=True), given)
        keep_passkey(actor=entering.at_the_door(account.agency_id), account=account, answer=answer)
    except (Unreadable, Refused):
        messages.error(request, _("That did not work. Try again."))
    else:
        messages.success(request, _("You have a key now. Next time you can come in with it."))
    return redirect("portal:sign_in")


def _is_them(request: StaffRequest, account: PortalAccount, form: SamePinForm) -> bool:
    door = entering.at_the_door(account.agency_id)
    tried = entering.show_pin(actor=door, account=account, pin=form.cleaned_data["pin"])
    if not tried.right and not tried.left:
        logout(request)  # whoever guessed until it locked is not the one whose page it is
    elif not tried.right:
        form.add_error("pin", _("That is not the PIN. Tries left: {count}.").format(count=tried.left))
    return tried.right


def _remember(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    request.session[ASKED] = {**asked.state, "until": time.time() + ANSWER_WITHIN}
    return asked.options


def _take_asked(request: HttpRequest, *, making: bool) -> dict[str, Any]:
    """What was asked, this one time; what is meant for making a key opens none. Raises `Unreadable`."""
    asked: dict[str, Any] = request.session.pop(ASKED, None) or {}
    if asked.get("until", 0) < time.time() or ("key" in asked) != making:
        raise Unreadable
    return asked


def _page(request: StaffRequest, **more: Any) -> HttpResponse:
    with reading(request.actor):
        context = {"site": site_of(request).host, **more, **around(request.actor)}
        return render(request, "portal/make_key.html", context)
