"""Pages of lists of people: sent, matched, looked over, decided about, brought in, taken back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.agencies.models import Agency
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.interop.models import Sheet, SheetState
from keyworker.interop.sheets import actions, planning, queries
from keyworker.interop.sheets.actions import NEEDS
from keyworker.interop.sheets.forms import DecideForm, MatchForm, SendForm

MATCHED_IN = frozenset({SheetState.SENT, SheetState.CHECKED, SheetState.FAILED})


@page(needs=NEEDS)
def sheets(request: StaffRequest) -> HttpResponse:
    """One's lists, and a place to send another."""
    with reading(request.actor):
        form = SendForm(request.POST or None, request.FILES or None, mappings=queries.mappings(request.actor))
        if not form.is_valid():
            return render(request, "interop/sheets/list.html", {"form": form, "sheets": queries.sheets(request.actor)})
        agency = require(Agency, request.actor.agency_id, actor=request.actor, needs=NEEDS)
        mapping = form.mappings.get(form.cleaned_data.get("mapping", ""))
    sent, begins = form.cleaned_data["file"], form.begins
    sheet = actions.send_sheet(
        actor=request.actor, agency=agency, name=sent.name, content=sent.read(), begins=begins, mapping=mapping
    )
    return redirect("interop:sheet", sheet.pk)


@page(needs=NEEDS)
@require_safe
def sheet(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    """Where it stands, and what can be done now."""
    with reading(request.actor):
        return _page(request, sheet_id)


@page(needs=NEEDS)
@require_POST
def match_sheet(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = actions.held_sheet(request.actor, sheet_id)
        form = _match_form(request, held)
        if not form.is_valid():
            return _page(request, sheet_id, match=form)
    program_id, worker_id = UUID(form.cleaned_data["program"]), UUID(form.cleaned_data["worker"])
    return _done(
        request,
        held,
        lambda: actions.match_sheet(
            actor=request.actor, sheet=held, program_id=program_id, worker_id=worker_id, matching=form.matching
        ),
    )


@page(needs=NEEDS)
@require_POST
def decide_rows(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = actions.held_sheet(request.actor, sheet_id)
        found = queries.asked(request.actor, held, after=_number(request, "from"))
        form = DecideForm(request.POST, sheet=held, asked=found.found)
        if not form.is_valid():
            return _page(request, sheet_id, decide=form)
    said = {"alike": form.cleaned_data["alike"], "choices": form.choices}
    return _done(
        request, held, lambda: actions.decide_rows(actor=request.actor, sheet=held, **said), _("This is decided.")
    )


@page(needs=NEEDS)
@require_POST
def start_sheet(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    held = _held(request, sheet_id)
    return _done(request, held, lambda: actions.start_sheet(actor=request.actor, sheet=held))


@page(needs=NEEDS)
@require_POST
def undo_sheet(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    held = _held(request, sheet_id)
    return _done(request, held, lambda: actions.start_undoing(actor=request.actor, sheet=held))


@page(needs=NEEDS)
@require_POST
def go_on(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    held = _held(request, sheet_id)
    return _done(request, held, lambda: actions.go_on(actor=request.actor, sheet=held))


@page(needs=NEEDS)
@require_POST
def put_sheet_aside(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    held = _held(request, sheet_id)
    try:
        actions.put_sheet_aside(actor=request.actor, sheet=held)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
        return redirect("interop:sheet", sheet_id)
    messages.info(request, _("The list is put aside."))
    return redirect("interop:sheets")


def _done(request: StaffRequest, held: Sheet, act: Callable[[], Any], said: str = "") -> HttpResponse:
    """Do it, say why not if it is refused, and show where the list stands."""
    try:
        act()
        if said:
            messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("interop:sheet", held.pk)


def _held(request: StaffRequest, sheet_id: UUID) -> Sheet:
    with reading(request.actor):
        return actions.held_sheet(request.actor, sheet_id)


def _match_form(request: StaffRequest, held: Sheet) -> MatchForm:
    return MatchForm(
        request.POST if request.method == "POST" else None,
        sheet=held,
        sample=planning.sample_of(held),
        programs=planning.programs(request.actor),
        workers=planning.workers(request.actor),
    )


def _page(
    request: StaffRequest, sheet_id: UUID, *, match: MatchForm | None = None, decide: DecideForm | None = None
) -> HttpResponse:
    stands = queries.standing(request.actor, sheet_id)
    held = stands.sheet
    context: dict[str, Any] = {"stands": stands, "sheet": held, "states": SheetState}
    if held.state in MATCHED_IN:
        context["match"] = match or _match_form(request, held)
    if held.state == SheetState.CHECKED:
        begins = _number(request, "from")
        found = queries.asked(request.actor, held, after=begins)
        context |= {"asked": found, "from": begins}
        context["compares_alone"] = not may(request.actor, Permission.PERSON_INDEX)
        context["decide"] = decide or DecideForm(None, sheet=held, asked=found.found)
    if not stands.at_work:
        context["lines"] = queries.lines(request.actor, held, after=_number(request, "after"))
    return render(request, "interop/sheets/sheet.html", context)


def _number(request: HttpRequest, name: str) -> int:
    """A row to begin after; nothing else that stands in an address counts."""
    said = request.GET.get(name) or request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0
