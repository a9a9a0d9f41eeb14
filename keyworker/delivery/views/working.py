"""Pages of work that is not with the client: for one person, and all of one's own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import caseload, cases_of
from keyworker.delivery import worked
from keyworker.delivery.actions import note_case_work, note_program_work
from keyworker.delivery.forms import AnyWorkForm, CaseWorkForm
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

MOST_CASES = 100


@page(needs=Permission.CONTACT_RECORD)
def work_for(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """All the time that went into one person's case, and a form for more of it."""
    actor = request.actor
    with reading(actor):
        person = require(Person, person_id, actor=actor, needs=Permission.PERSON_VIEW)
        form = CaseWorkForm(request.POST or None, cases=cases_of(actor, person, needs=Permission.CONTACT_RECORD))
        if not form.is_valid():
            return _file_page(request, person, form)
    try:
        note_case_work(actor=actor, case=form.case, worked=form.worked())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(actor):
            return _file_page(request, person, form)
    messages.success(request, _("It is written down."))
    return redirect("delivery:work_for", person_id)


def _file_page(request: StaffRequest, person: Person, form: CaseWorkForm) -> HttpResponse:
    context = {
        "form": form,
        "written": worked.work_for(request.actor, person),
        **file_frame(request.actor, person, current="contacts"),
    }
    return render(request, "delivery/work_for.html", context)


@page(needs=Permission.CONTACT_RECORD)
def my_work(request: StaffRequest) -> HttpResponse:
    """One's own work of the last four weeks, with clients and beside them; a supervisor sees the team's."""
    actor = request.actor
    with reading(actor):
        form = AnyWorkForm(
            request.POST or None,
            cases=list(caseload(actor)[:MOST_CASES]),
            programs=worked.programs_to_work_for(actor),
        )
        if not form.is_valid():
            return _own_page(request, form)
    try:
        if form.case is not None:
            note_case_work(actor=actor, case=form.case, worked=form.worked())
        else:
            note_program_work(actor=actor, program=form.program, worked=form.worked())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(actor):
            return _own_page(request, form)
    messages.success(request, _("It is written down."))
    return redirect("delivery:my_work")


def _own_page(request: StaffRequest, form: AnyWorkForm) -> HttpResponse:
    actor = request.actor
    since = workplace(actor).today - worked.PERIOD
    oversees = may(actor, Permission.CASELOAD_OVERSEE)
    context = {
        "form": form,
        "written": worked.my_work(actor, since=since),
        "team": worked.team_work(actor, since=since) if oversees else [],
        "since": since,
    }
    return render(request, "delivery/my_work.html", context)
