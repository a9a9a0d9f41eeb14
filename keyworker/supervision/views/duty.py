"""Who is on duty, and the days ahead."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import end_duty, set_duty
from keyworker.cases.models import DutyTurn
from keyworker.cases.queries import rota
from keyworker.supervision.forms import DutyForm
from keyworker.supervision.queries import names_on_the_rota, overseen_programs


@page(needs=Permission.CASELOAD_OVERSEE)
def duty(request: StaffRequest) -> HttpResponse:
    """Who is on duty, program by program, and the days ahead."""
    with reading(request.actor):
        form = DutyForm(
            request.POST or None, programs=overseen_programs(request.actor), staff=names_on_the_rota(request.actor)
        )
        if not form.is_valid():
            return _duty_page(request, form)
        staff = require(Staff, form.cleaned_data["staff"], actor=request.actor, needs=Permission.STAFF_VIEW)
    try:
        first, last = form.days
        set_duty(actor=request.actor, program=form.program_chosen, staff=staff, from_on=first, until_on=last)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _duty_page(request, form)
    messages.success(request, _("{name} is on the rota.").format(name=staff.name))
    return redirect("supervision:duty")


def _duty_page(request: StaffRequest, form: DutyForm) -> HttpResponse:
    today = workplace(request.actor).today
    turns = rota(request.actor, today=today)
    context = {
        "form": form,
        "now": [(program, _first_now(turns, program, today)) for program in form.programs.values()],
        "turns": turns,
        "today": today,
    }
    return render(request, "supervision/duty.html", context)


def _first_now(turns: list[DutyTurn], program: Program, today: date) -> DutyTurn | None:
    """Where turns overlap, the one that began last counts, as in `cases.duty`."""
    here = [turn for turn in turns if turn.program_id == program.pk and turn.from_on <= today]
    return max(here, key=lambda turn: (turn.from_on, turn.created_at), default=None)


@require_POST
@page(needs=Permission.CASELOAD_OVERSEE)
def end_turn(request: StaffRequest, turn_id: UUID) -> HttpResponse:
    with reading(request.actor):
        turn = require(DutyTurn, turn_id, actor=request.actor, needs=Permission.CASELOAD_OVERSEE)
    try:
        end_duty(actor=request.actor, turn=turn)
        messages.success(request, _("The turn is off the rota."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("supervision:duty")
