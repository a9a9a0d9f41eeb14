"""What somebody does about their own way in: another PIN, forget every phone, shut the page for good."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, client_page, companion_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.accounts.models import User
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.people.actions import entering
from keyworker.people.models import Passkey, PortalAccount
from keyworker.people.own_door.passkeys import take_passkey_away
from keyworker.portal.client import around
from keyworker.portal.forms import OtherPinForm
from keyworker.portal.keys import makes_keys


@client_page(needs=Permission.PERSON_VIEW)
def sign_in(request: StaffRequest) -> HttpResponse:
    """One page; each of its forms is a step."""
    return _sign_in(request, "portal:sign_in")


@companion_page(needs=Permission.COMPANION_ENTER)
def sign_in_beside(request: StaffRequest) -> HttpResponse:
    """The same for a guardian or supporter, and their own PIN."""
    return _sign_in(request, "portal:sign_in_beside")


def _sign_in(request: StaffRequest, here: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, OtherPinForm())
    if (account := entering.account_of(request.actor)) is None:
        return redirect("portal:way_in")
    actor, step = entering.at_the_door(request.actor.agency_id), request.POST.get("step")
    if step == "forget":
        entering.forget_phones(actor=actor, account=account)
        messages.success(request, _("No phone is known now. Next time you need a new link."))
        return redirect(here)
    if step == "key":
        _take_away(request, account)
        return redirect(here)
    if step == "shut":
        entering.leave_for_good(actor=actor, account=account)
        logout(request)
        return redirect("portal:way_in")
    form = OtherPinForm(request.POST if step == "pin" else None)
    if form.is_valid() and _changed(request, account, form):
        messages.success(request, _("You have a new PIN."))
        return redirect(here)
    if not request.user.is_authenticated:
        return redirect("portal:way_in")
    with reading(request.actor):
        return _page(request, form)


def _page(request: StaffRequest, form: OtherPinForm) -> HttpResponse:
    """Keys are the client's: who comes in beside them has none, nor an account that they could look at."""
    mine = rows(PortalAccount, actor=request.actor, needs=Permission.PERSON_VIEW).filter(pk=str(request.actor.id))
    keys = rows(Passkey, actor=request.actor, needs=Permission.PERSON_VIEW).filter(
        account_id=request.actor.id, ended_at=None
    )
    context = {
        "form": form,
        "account": mine.first(),
        "keys": list(keys.order_by("-id")),
        "makes_keys": makes_keys(request),
        **around(request.actor),
    }
    return render(request, "portal/sign_in.html", context)


def _take_away(request: StaffRequest, account: PortalAccount) -> None:
    """By the key's own name, which a stranger may have written."""
    try:
        key = UUID(request.POST.get("key", ""))
        take_passkey_away(actor=entering.at_the_door(request.actor.agency_id), account=account, key=key)
    except (ValueError, Refused):
        messages.error(request, _("This key is gone already."))
    else:
        messages.success(request, _("This key opens nothing now. Take it out of the list on your phone, too."))


def _changed(request: StaffRequest, account: PortalAccount, form: OtherPinForm) -> bool:
    said = form.cleaned_data
    actor = entering.at_the_door(request.actor.agency_id)
    try:
        tried = entering.change_pin(actor=actor, account=account, pin=said["now"], other=said["pin"])
    except Refused as refused:
        form.add_error("pin", str(refused.decision.reason))
        return False
    if not tried.right and not tried.left:
        logout(request)  # whoever guessed until it locked is not the one whose page it is
        return False
    if not tried.right:
        form.add_error("now", _("That is not the PIN. Tries left: {count}.").format(count=tried.left))
        return False
    update_session_auth_hash(request, User.objects.get(pk=account.user_id))
    return True
