"""Where I was sent: what became of it, and what I say of it myself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.people.models import PortalAccount
from keyworker.portal.client import around
from keyworker.referrals import queries
from keyworker.referrals.actions import say_how_it_went
from keyworker.referrals.forms import OwnArrivalForm
from keyworker.referrals.forms.own import SAID
from keyworker.referrals.models import Arrival
from keyworker.referrals.rules import is_over

VIEW = Permission.REFERRAL_OUT_VIEW


@client_page(needs=VIEW)
@require_safe
def my_referrals(request: StaffRequest) -> HttpResponse:
    """The newest first. Not why I was sent: who holds the phone may read it, too."""
    found = queries.my_referrals(request.actor)
    context = {"referrals": found, "named": _may_name(request.actor), **around(request.actor)}
    return render(request, "portal/referrals.html", context)


@client_page(needs=VIEW)
def how_it_went(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """One of them: what I said so far, and what I say now."""
    with reading(request.actor):
        found = queries.said_of(request.actor, referral_id)
        form = OwnArrivalForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return _page(request, found, form)
    try:
        say_how_it_went(actor=request.actor, referral=found.referral, **form.given())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, queries.said_of(request.actor, referral_id), form)
    messages.success(request, _("Thank you. Your worker reads it."))
    return redirect("portal:how_it_went", referral_id)


def _may_name(actor: Actor) -> bool:
    """Where others use the phone no place is named: a shelter's name says where somebody sleeps tonight."""
    account = require(PortalAccount, str(actor.id), actor=actor, needs=Permission.PERSON_VIEW)
    return not account.shared_device


def _page(request: StaffRequest, found: queries.History, form: OwnArrivalForm) -> HttpResponse:
    context = {
        "referral": found.referral,
        "named": _may_name(request.actor),
        "said": [(SAID[Arrival(reply.said)], reply) for reply in found.replies],
        "form": None if is_over(found.referral.status) else form,
        **around(request.actor),
    }
    return render(request, "portal/how_it_went.html", context)
