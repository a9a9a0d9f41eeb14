"""Pages of interpreters: the list, who is booked for a visit, and whom a person does not want."""

from typing import Any
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
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.visits import queries as visits
from keyworker.visits.interpreting import actions, queries
from keyworker.visits.interpreting.forms import BookForm, InterpreterForm, RefusalForm
from keyworker.visits.interpreting.rules import MOVES, may_move
from keyworker.visits.models import BookingState, Interpreter, InterpreterBooking, InterpreterRefusal, Visit

KEEP, PLAN = Permission.INTERPRETER_KEEP, Permission.VISIT_SCHEDULE


@page(needs=KEEP)
def interpreters(request: StaffRequest) -> HttpResponse:
    """The list, and a form for one more."""
    with reading(request.actor):
        form = InterpreterForm(request.POST or None)
        if not form.is_valid():
            return _list_page(request, form)
        agency = workplace(request.actor).agency
    try:
        actions.keep_interpreter(actor=request.actor, agency=agency, known=form.known())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _list_page(request, form)
    messages.success(request, _("They are on the list."))
    return redirect("visits:interpreters")


def _list_page(request: StaffRequest, form: InterpreterForm) -> HttpResponse:
    context = {
        "form": form,
        "interpreters": queries.kept_interpreters(request.actor),
        "today": workplace(request.actor).today,
    }
    return render(request, "visits/interpreters.html", context)


@page(needs=KEEP)
def interpreter(request: StaffRequest, interpreter_id: UUID) -> HttpResponse:
    """One of them, to change or to ask no longer."""
    with reading(request.actor):
        held = require(Interpreter, interpreter_id, actor=request.actor, needs=KEEP)
        ends = "end" in request.POST
        form = InterpreterForm(request.POST if request.method == "POST" and not ends else None, interpreter=held)
        if not ends and not form.is_valid():
            return _one_page(request, held, form)
    try:
        if ends:
            actions.end_interpreter(actor=request.actor, interpreter=held)
        else:
            seen = form.cleaned_data["version"]
            actions.change_interpreter(actor=request.actor, interpreter=held, known=form.known(), seen=seen)
    except (Refused, StaleRecord) as why:
        return _not_saved(request, held.pk, why)
    messages.success(request, _("It is written down."))
    return redirect("visits:interpreters")


def _not_saved(request: StaffRequest, interpreter_id: UUID, why: Refused | StaleRecord) -> HttpResponse:
    """What stands now is above, what was typed is in the boxes and can be saved on top of it."""
    stale = isinstance(why, StaleRecord)
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    with reading(request.actor):
        now = require(Interpreter, interpreter_id, actor=request.actor, needs=KEEP)
        data = request.POST.copy()
        data["version"] = str(now.version)
        form = InterpreterForm(data, interpreter=now)
        form.is_valid()
        form.add_error(None, str(why.decision.reason) if isinstance(why, Refused) else reason)
        return _one_page(request, now, form, status=409 if stale else 200)


def _one_page(request: StaffRequest, held: Interpreter, form: InterpreterForm, *, status: int = 200) -> HttpResponse:
    return render(request, "visits/interpreter.html", {"form": form, "interpreter": held}, status=status)


@page(needs=PLAN)
def bookings(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Who is booked for a visit, what became of it, and a form to book somebody."""
    with reading(request.actor):
        visit = visits.visit(request.actor, visit_id)
        form = BookForm(request.POST or None, offered=queries.to_ask(request.actor, visit))
        if not form.is_valid():
            return _bookings_page(request, visit, form)
    try:
        actions.book_interpreter(actor=request.actor, visit=visit, interpreter=form.meant)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _bookings_page(request, visit, form)
    messages.success(request, _("It is written down. Confirm it when they have said yes."))
    return redirect("visits:bookings", visit_id)


def _bookings_page(request: StaffRequest, visit: Visit, form: BookForm) -> HttpResponse:
    found = queries.interpreting(request.actor, visit)
    context = {
        "visit": visit,
        "form": form if visit.is_planned and form.offered else None,
        "interpreting": found,
        "lines": [(each, _moves(each, visit)) for each in found.bookings],
        **file_frame(request.actor, visit.person, current="contacts", program=visit.program),
    }
    return render(request, "visits/bookings.html", context)


def _moves(booking: InterpreterBooking, visit: Visit) -> list[tuple[str, Any]]:
    """What may be said of it now."""
    now, allowed = clock.now(), MOVES.get(booking.state, ())
    fits = [to for to in allowed if may_move(booking.state, to, starts_at=visit.starts_at, now=now)]
    return [(to.value, to.label) for to in fits]


@page(needs=PLAN)
@require_POST
def move(request: StaffRequest, booking_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(InterpreterBooking, booking_id, actor=request.actor, needs=PLAN)
    asked = request.POST.get("to", "")
    try:
        if asked in set(BookingState.values):
            actions.move_booking(actor=request.actor, booking=held, to=BookingState(asked))
            messages.success(request, _("It is written down."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("visits:bookings", held.visit_id)


@page(needs=PLAN)
def refusals(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Whom they do not want, and a form to note it."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        known = queries.refusals_of(request.actor, person)
        cases = cases_of(request.actor, person, needs=PLAN)
        offered = queries.to_refuse(request.actor, known)
        form = RefusalForm(request.POST or None, cases=cases, offered=offered)
        if not form.is_valid():
            return _refusals_page(request, person, known, form)
    try:
        because = form.cleaned_data["because"]
        actions.refuse_interpreter(actor=request.actor, case=form.case, interpreter=form.meant, because=because)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _refusals_page(request, person, known, form)
    messages.success(request, _("Nobody sends them any more. What was booked is called off."))
    return redirect("visits:refusals", person_id)


def _refusals_page(
    request: StaffRequest, person: Person, known: list[InterpreterRefusal], form: RefusalForm
) -> HttpResponse:
    shown = form if form.cases and form.offered else None
    context = {"refusals": known, "form": shown, **file_frame(request.actor, person, current="contacts")}
    return render(request, "visits/refusals.html", context)


@page(needs=PLAN)
@require_POST
def lift(request: StaffRequest, refusal_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(InterpreterRefusal, refusal_id, actor=request.actor, needs=PLAN)
    try:
        actions.lift_refusal(actor=request.actor, refusal=held)
        messages.success(request, _("It is written down."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("visits:refusals", held.person_id)
