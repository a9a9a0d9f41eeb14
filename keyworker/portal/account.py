"""What somebody does about their own way in: another PIN, forget every phone, shut the page for good."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
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
    with reading(request.actor):
        account = require(PortalAccount, str(request.actor.id), actor=request.actor, needs=Permission.PERSON_VIEW)
    actor, step = entering.at_the_door(request.actor.agency_id), request.POST.get("step")
    if step == "forget":
        entering.forget_phones(actor=actor, account=account)
        messages.success(request, _("No phone is known now. Next time you need a new link."))
        return redirect("portal:sign_in")
    if step == "key":
        _take_away(request, account)
        return redirect("portal:sign_in")
    if step == "shut":
        entering.leave_for_good(actor=actor, account=account)
        logout(request)
        return redirect("portal:way_in")
    form = OtherPinForm(request.POST if step == "pin" else None)
    if form.is_valid() and _changed(request, account, form):
        messages.success(request, _("You have a new PIN."))
        return redirect("portal:sign_in")
    if not request.user.is_authenticated:
        return redirect("portal:way_in")
    with reading(request.actor):
        keys = rows(Passkey, actor=request.actor, needs=Permission.PERSON_VIEW).filter(account=account, ended_at=None)
        context = {
            "form": form,
            "account": account,
            "keys": list(keys.order_by("-id")),
            "makes_keys": makes_keys(request),
        }
        return render(request, "portal/sign_in.html", {**context, **around(request.actor)})


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
