"""Pages to plan a visit and to say what became of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.design.forms import Form
from keyworker.people.entrusting import who_may_be_entrusted
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.people.reaching import ways_now
from keyworker.tasks.declining import declined_by
from keyworker.tasks.forms import programs_of
from keyworker.tasks.models import NoTo
from keyworker.visits import queries
from keyworker.visits.actions import cancel_visit, note_visit_held, note_visit_missed, schedule_visit
from keyworker.visits.forms import CancelForm, HeldForm, MissedForm, VisitForm
from keyworker.visits.suiting.queries import any_unsuitable, counts_now


@page(needs=Permission.VISIT_SCHEDULE)
def schedule(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        cases = cases_of(request.actor, person, needs=Permission.VISIT_SCHEDULE)
        staff = who_may_be_entrusted(person, programs_of(cases), needs=Permission.VISIT_SCHEDULE)
        frame = file_frame(request.actor, person, current="contacts")
        ways = ways_now(frame["ways"], frame["safety"])
        frame["suits"] = counts_now(request.actor, person)
        frame["declined"] = declined_by(request.actor, person.pk).get(NoTo.VIDEO.value)
        unsuitable = any_unsuitable(frame["suits"])
        form = VisitForm(request.POST or None, cases=cases, staff=staff, ways=ways, unsuitable=unsuitable)
        if not form.is_valid():
            return _shown(request, "visits/schedule.html", form, person, frame=frame)
        warned = form.said_so()
        found = queries.clashes(request.actor, form.keeper(), form.slot())
        if found and request.POST.get("warned") != warned:
            return _shown(request, "visits/schedule.html", form, person, clashes=found, warned=warned, frame=frame)
    heeded = form.heeded_so()
    try:
        planned = schedule_visit(actor=request.actor, heeded=request.POST.get("heeded") == heeded, **form.values())
    except Refused as refused:
        with reading(request.actor):
            if refused.decision.is_warning:
                more: dict[str, Any] = {"frame": frame, "careful": refused.decision, "heeded": heeded, "warned": warned}
                return _shown(request, "visits/schedule.html", form, person, **more)
            why = unsuitable and "asks_why" in refused.decision.facts
            form.add_error("though_unsuitable" if why else None, str(refused.decision.reason))
            return _shown(request, "visits/schedule.html", form, person, frame=frame)
    messages.success(request, _("It is planned."))
    return redirect("visits:visit", planned.pk)


@page(needs=Permission.VISIT_SCHEDULE)
def held(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    return _settle(request, visit_id, HeldForm, note_visit_held, "visits/held.html")


@page(needs=Permission.VISIT_SCHEDULE)
def missed(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    return _settle(request, visit_id, MissedForm, note_visit_missed, "visits/missed.html")


@page(needs=Permission.VISIT_SCHEDULE)
def cancel(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    return _settle(request, visit_id, CancelForm, cancel_visit, "visits/cancel.html")


def _settle(
    request: StaffRequest, visit_id: UUID, form_class: type[Form], act: Callable[..., Any], template: str
) -> HttpResponse:
    """Ask what became of the visit, then say so with `act`."""
    with reading(request.actor):
        found = queries.visit(request.actor, visit_id)
        form = form_class(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return _shown(request, template, form, found.person, visit=found)
    try:
        act(actor=request.actor, visit=found, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, template, form, found.person, visit=found)
    messages.success(request, _("It is in the file."))
    return redirect("delivery:contacts", found.person_id)


def _shown(
    request: StaffRequest,
    template: str,
    form: Form,
    person: Person,
    *,
    frame: dict[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    ahead = {} if "visit" in more else _ahead(request, person)
    about = more["visit"].program if "visit" in more else None
    around = frame or file_frame(request.actor, person, current="contacts", program=about)
    return render(request, template, {"form": form, **more, **ahead, **around})


def _ahead(request: StaffRequest, person: Person) -> dict[str, Any]:
    found = queries.visits_ahead(request.actor, person)
    return {
        "going_on": [each for each in found if each.is_going_on],
        "ahead": [each for each in found if not each.is_going_on],
    }
