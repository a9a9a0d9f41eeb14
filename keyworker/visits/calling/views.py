"""Pages of the telephone: before a call and its sheet, and who it is that calls."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.delivery.models import Direction
from keyworker.people.actions import mark_unsafe
from keyworker.people.models import ContactPoint, Person
from keyworker.people.pages import file_frame
from keyworker.people.queries import code_words
from keyworker.people.reaching import ways_now
from keyworker.people.rules import Doing
from keyworker.tasks.models import Task
from keyworker.visits.calling.actions import find_caller, log_call
from keyworker.visits.calling.forms import ANOTHER, CallerForm, CallForm

IN = "in"


@page(needs=Permission.CONTACT_RECORD)
def call(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What is known before somebody dials, and the sheet of the call below it."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        frame = _frame(request, person)
        form = _sheet(request, person, frame)
        if not form.is_valid():
            return render(request, "visits/call.html", {**frame, "form": form})
    try:
        log_call(actor=request.actor, case=form.case, called=form.called())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "visits/call.html", {**_frame(request, person), "form": form})
    messages.success(request, _("The call is in the file."))
    back = address("workspace:calls") if request.GET.get("from") == "list" else None
    return redirect(back or address("delivery:contacts", person.pk) or "/")


def _frame(request: StaffRequest, person: Person) -> dict[str, Any]:
    frame = file_frame(request.actor, person, current="contacts")
    calls = [way for way in ways_now(frame["ways"], frame["safety"]) if way.clearance.doing is Doing.CALL]
    return {**frame, "ways": calls, "code_words": code_words(request.actor, person)}


def _sheet(request: StaffRequest, person: Person, frame: dict[str, Any]) -> CallForm:
    """With what led here filled in: the number that was pressed, who called, the task that asked for it."""
    known, asked = {str(way.point.pk) for way in frame["ways"]}, request.GET.get("way", "")
    incoming = request.GET.get("way_round") == IN
    start = {
        "way_id": asked if asked in known else next(iter(known), ANOTHER) if len(known) == 1 else "",
        "direction": (Direction.INCOMING if incoming else Direction.OUTGOING).value,
    }
    cases = cases_of(request.actor, person, needs=Permission.CONTACT_RECORD)
    return CallForm(request.POST or None, cases=cases, ways=frame["ways"], task=_task(request, person), start=start)


def _task(request: StaffRequest, person: Person) -> Task | None:
    """The open task that the call is to settle, where the address names one of theirs."""
    try:
        key = UUID(request.GET.get("task", ""))
    except ValueError:
        return None
    open_ones = rows(Task, actor=request.actor, needs=Permission.TASK_EDIT).filter(done_at=None, cancelled_at=None)
    found: Task | None = open_ones.filter(pk=key, person=person).first()
    return found


@page(needs=Permission.CONTACT_RECORD)
def incoming(request: StaffRequest) -> HttpResponse:
    """Who calls, by their number: only people whose file the worker may open. Nothing of the number is kept."""
    if "wrong" in request.POST:
        return _wrong(request)
    with reading(request.actor):
        form = CallerForm(request.POST or None)
        agency = workplace(request.actor).agency
        if not form.is_valid():
            return render(request, "visits/incoming.html", {"form": form})
    found = find_caller(actor=request.actor, agency=agency, number=form.cleaned_data["number"])
    with reading(request.actor):
        return render(request, "visits/incoming.html", {"form": form, "found": found, "asked": True})


def _wrong(request: StaffRequest) -> HttpResponse:
    """Whoever called has the number now, and is not the person: from now on it is unsafe for everybody."""
    with reading(request.actor):
        point = require(ContactPoint, request.POST["wrong"], actor=request.actor, needs=Permission.PERSON_EDIT)
    mark_unsafe(actor=request.actor, point=point)
    messages.success(request, _("Nobody uses this number for them any more."))
    return redirect("people:safety", point.person_id)
