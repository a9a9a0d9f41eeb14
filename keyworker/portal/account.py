"""What somebody does about their own way in: another PIN, forget every phone, shut the page for good."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.accounts.models import User
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.people.actions import entering
from keyworker.people.models import PortalAccount
from keyworker.portal.client import around
from keyworker.portal.forms import OtherPinForm


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
        return render(request, "portal/sign_in.html", {"form": form, "account": account, **around(request.actor)})


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
