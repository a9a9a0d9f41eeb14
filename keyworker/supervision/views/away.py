"""Who is away, and who looks after their people."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.models import Absence
from keyworker.supervision.actions import end_absence, set_absence
from keyworker.supervision.forms import AbsenceForm
from keyworker.supervision.handing import absences, shut_to_cover
from keyworker.supervision.queries import names_on_the_rota, overseen_programs

OVERSEE = Permission.CASELOAD_OVERSEE


@page(needs=OVERSEE)
def away(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    with reading(actor):
        form = AbsenceForm(request.POST or None, programs=overseen_programs(actor), staff=names_on_the_rota(actor))
        if not form.is_valid():
            return _shown(request, form)
        staff, cover = (
            require(Staff, form.cleaned_data[name], actor=actor, needs=Permission.STAFF_VIEW)
            for name in ("staff", "cover")
        )
    first, last = form.days
    try:
        absence = set_absence(
            actor=actor, program=form.program_chosen, staff=staff, cover=cover, from_on=first, until_on=last
        )
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(actor):
            return _shown(request, form)
    _tell(request, absence)
    return redirect("supervision:away")


def _tell(request: StaffRequest, absence: Absence) -> None:
    told = _("{cover} looks after {name}'s people.")
    messages.success(request, told.format(cover=absence.cover.name, name=absence.staff.name))
    with reading(request.actor):
        shut = shut_to_cover(request.actor, absence)
    if shut:
        told = ngettext(
            "{count} file is shut to them. Hand that case over to somebody else.",
            "{count} files are shut to them. Hand those cases over to somebody else.",
            shut,
        )
        messages.warning(request, told.format(count=shut))


def _shown(request: StaffRequest, form: AbsenceForm) -> HttpResponse:
    today = workplace(request.actor).today
    context = {"form": form, "absences": absences(request.actor, today=today), "today": today}
    return render(request, "supervision/away.html", context)


@require_POST
@page(needs=OVERSEE)
def end_away(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    with reading(request.actor):
        absence = require(Absence, absence_id, actor=request.actor, needs=OVERSEE, join=("staff",))
    try:
        end_absence(actor=request.actor, absence=absence)
        messages.success(
            request,
            _("{name} is back. Nobody looks after their people in their place.").format(name=absence.staff.name),
        )
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("supervision:away")
