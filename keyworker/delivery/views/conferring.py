"""Pages of case conferences: the list, holding one, what was decided, and taking it into the plan."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.access.workplace import workplace
from keyworker.agencies.wording import called
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.delivery import conferring
from keyworker.delivery.actions import hold_conference, note_decision, take_into_plan
from keyworker.delivery.conferring import ConferenceView
from keyworker.delivery.forms import ConferenceForm, DecisionForm, IntoPlanForm
from keyworker.delivery.models import CaseConference
from keyworker.people.entrusting import Workers, who_may_be_entrusted, who_may_be_named
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.tasks.forms import programs_of


@page(needs=Permission.NOTE_VIEW)
@require_safe
def conferences(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    context = {
        "conferences": conferring.conferences_of(request.actor, person),
        "may_write": may(request.actor, Permission.NOTE_WRITE),
        **file_frame(request.actor, person, current="contacts"),
    }
    return render(request, "delivery/conferences.html", context)


@page(needs=Permission.NOTE_WRITE)
def new(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        cases, needs = cases_of(request.actor, person, needs=Permission.NOTE_WRITE), Permission.NOTE_WRITE
        staff = who_may_be_named(request.actor, person, programs_of(cases), needs=needs)
        form = ConferenceForm(request.POST or None, cases=cases, staff=staff)
        if not form.is_valid():
            return _new_page(request, person, form)
    try:
        held = hold_conference(actor=request.actor, case=form.case, held=form.held())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _new_page(request, person, form)
    messages.success(request, _("The conference is in the file. Now write down what was decided."))
    return redirect("delivery:conference", held.pk)


def _new_page(request: StaffRequest, person: Person, form: ConferenceForm) -> HttpResponse:
    frame = file_frame(request.actor, person, current="contacts")
    return render(request, "delivery/new_conference.html", {"form": form, **frame})


@page(needs=Permission.NOTE_VIEW)
def conference(request: StaffRequest, conference_id: UUID) -> HttpResponse:
    """One conference to read, and the form for one more decision."""
    with reading(request.actor):
        view = conferring.conference(request.actor, conference_id)
        person, writes = view.conference.person, may(request.actor, Permission.NOTE_WRITE)
        staff = _who_may_do_it(view.conference) if writes else Workers({})
        form = DecisionForm(request.POST or None, staff=staff, person=person)
        if not writes or not form.is_valid():
            return _conference_page(request, view, form)
    try:
        note_decision(actor=request.actor, conference=view.conference, decided=form.decided())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _conference_page(request, view, form)
    messages.success(request, _("The decision is in the file."))
    return redirect("delivery:conference", conference_id)


def _who_may_do_it(held: CaseConference) -> Workers:
    return who_may_be_entrusted(held.person, [held.program_id], needs=Permission.TASK_EDIT)


def _conference_page(request: StaffRequest, view: ConferenceView, form: DecisionForm) -> HttpResponse:
    held = view.conference
    context = {
        "view": view,
        "conference": held,
        "form": form if held.case.is_open and may(request.actor, Permission.NOTE_WRITE) else None,
        "may_plan": held.case.is_open and may(request.actor, Permission.PLAN_WRITE),
        **file_frame(request.actor, held.person, current="contacts"),
    }
    return render(request, "delivery/conference.html", context)


@page(needs=Permission.PLAN_WRITE)
def into_plan(request: StaffRequest, conference_id: UUID) -> HttpResponse:
    """Every decision that the plan does not know yet, and what it becomes there; then all of it in one step."""
    with reading(request.actor):
        view = conferring.conference(request.actor, conference_id, needs=Permission.PLAN_WRITE)
        goals = conferring.goals_to_serve(request.actor, view.conference)
        its = called(workplace(request.actor).agency, view.conference.program).plan.the
        form = IntoPlanForm(request.POST or None, decisions=view.waiting, goals=goals)
        if not form.is_valid():
            return _into_plan_page(request, view, form)
    try:
        plan = take_into_plan(actor=request.actor, conference=view.conference, takings=form.takings())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _into_plan_page(request, view, form)
    messages.success(
        request, _("The decisions stand in {the_plan}. Read it together, then have it signed.").format(the_plan=its)
    )
    return redirect("planning:edit", plan.pk)


def _into_plan_page(request: StaffRequest, view: ConferenceView, form: IntoPlanForm) -> HttpResponse:
    held = view.conference
    context = {"view": view, "conference": held, "form": form}
    return render(
        request, "delivery/into_plan.html", {**context, **file_frame(request.actor, held.person, current="contacts")}
    )
