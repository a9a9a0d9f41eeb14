"""The page of practice agencies: make one, step in, come back, end it. One page; each of its forms is a step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access import practising
from keyworker.access.pages import StaffRequest, page, record_sign_in
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.training.practising import actions, queries
from keyworker.training.practising.forms import PracticeForm

OWN = Permission.AGENCY_VIEW


@page(needs=OWN)
def practice(request: StaffRequest) -> HttpResponse:
    """Whoever works here may step in; who may make or end one is asked by the action."""
    step = request.POST.get("step", "")
    with reading(request.actor):
        form = PracticeForm(request.POST if step == "make" else None)
        if request.method != "POST" or (step == "make" and not form.is_valid()):
            return _page(request, form)
    try:
        return _carry_out(request, form, step)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("training:practice")


@page(needs=OWN)
@require_POST
def step_out(request: StaffRequest) -> HttpResponse:
    """Back to one's own work."""
    home = practising.step_out(request)
    if home is not None:
        record_sign_in(home, "training.practice_left")
        messages.success(request, _("You are back at your own work."))
    return redirect("/")


def _carry_out(request: StaffRequest, form: PracticeForm, step: str) -> HttpResponse:
    actor = request.actor
    with reading(actor):
        agency = require(Agency, actor.agency_id, actor=actor, needs=OWN)
        live = queries.live_practice(actor)
    if step == "make":
        actions.ask_for_practice(actor=actor, agency=agency, days=form.cleaned_data["days"])
    elif step == "end" and live is not None:
        actions.end_practice(actor=actor, practice=live.practice)
        messages.success(request, _("It is thrown away now."))
    elif step == "enter" and live is not None and (place := _place(request)) is not None:
        staff = actions.enter_practice(actor=actor, practice=live.practice, place=place)
        practising.step_in(request, agency_id=live.practice.practice_id, staff_id=staff)
        return redirect("/")
    return redirect("training:practice")


def _place(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("place", ""))
    except ValueError:
        return None


def _page(request: StaffRequest, form: PracticeForm) -> HttpResponse:
    makes = may(request.actor, actions.NEEDS)
    context = {
        "form": form,
        "live": queries.live_practice(request.actor),
        "past": queries.past_practices(request.actor) if makes else [],
        "may_make": makes,
        "inside": workplace(request.actor).agency.is_practice,
    }
    return render(request, "training/practice.html", context)
