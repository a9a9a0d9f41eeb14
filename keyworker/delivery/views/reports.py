"""Pages of the reports that the law asks for: what was noticed, what is to be done by when, what came of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.delivery import queries
from keyworker.delivery.actions import (
    close_report,
    decide_against_report,
    make_report,
    notice_danger,
    send_written_report,
)
from keyworker.delivery.forms import DangerForm, DecideForm, OutcomeForm, SentForm, ToldForm
from keyworker.delivery.models import MandatedReport, ReportStage
from keyworker.delivery.reporting import is_overdue
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

# What comes next at each stage: the page's form and what its button says.
NEXT = {
    ReportStage.NOTICED: ("told", ToldForm),
    ReportStage.TOLD: ("sent", SentForm),
    ReportStage.WRITTEN: ("close", OutcomeForm),
}


@page(needs=Permission.NOTE_VIEW)
@require_safe
def reports(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    context = {
        "reports": [(each, is_overdue(each)) for each in queries.reports_of(request.actor, person)],
        "may_report": may(request.actor, Permission.NOTE_WRITE),
        **file_frame(request.actor, person, current="contacts"),
    }
    return render(request, "delivery/reports.html", context)


@page(needs=Permission.NOTE_WRITE)
def notice(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = DangerForm(request.POST or None, cases=cases_of(request.actor, person, needs=Permission.NOTE_WRITE))
        if not form.is_valid():
            return _notice_page(request, person, form)
    try:
        made = notice_danger(actor=request.actor, case=form.case, noticed=form.noticed())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _notice_page(request, person, form)
    messages.success(request, _("It is written down. Now make the report."))
    return redirect("delivery:report", made.pk)


@page(needs=Permission.NOTE_VIEW)
def report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """One report, and the form for what comes next."""
    with reading(request.actor):
        held = queries.report(request.actor, report_id)
        step, form = _next_form(request, held)
        decide = DecideForm(request.POST if request.POST.get("step") == "decide" else None)
        chosen = decide if request.POST.get("step") == "decide" else form
        if request.method != "POST" or chosen is None or not chosen.is_valid():
            return _report_page(request, held, form, decide)
    try:
        said = _carry_out(request.actor, held, request.POST.get("step", ""), step, chosen)
    except Refused as refused:
        chosen.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _report_page(request, held, form, decide)
    messages.success(request, said)
    return redirect("delivery:report", held.pk)


def _next_form(request: StaffRequest, held: MandatedReport) -> tuple[str, Any]:
    if not may(request.actor, Permission.NOTE_WRITE) or ReportStage(held.stage) not in NEXT:
        return "", None
    step, form = NEXT[ReportStage(held.stage)]
    return step, form(request.POST if request.POST.get("step") == step else None)


def _carry_out(actor: Actor, held: MandatedReport, wanted: str, step: str, form: Any) -> str:
    """Do the step that the page asked for, if it is the one that comes next."""
    steps: dict[str, Callable[[], object]] = {
        "told": lambda: make_report(actor=actor, report=held, told=form.told()),
        "sent": lambda: send_written_report(actor=actor, report=held, sent_at=form.moment()),
        "close": lambda: close_report(actor=actor, report=held, outcome=form.cleaned_data["outcome"]),
        "decide": lambda: decide_against_report(actor=actor, report=held, because=form.cleaned_data["because"]),
    }
    if wanted not in {step, "decide"} or wanted not in steps:
        raise Http404
    steps[wanted]()
    return {
        "told": _("The report is in the file."),
        "sent": _("It is sent in writing."),
        "close": _("The report is closed."),
        "decide": _("It is decided, and your reason is in the file."),
    }[wanted]


def _notice_page(request: StaffRequest, person: Person, form: Any) -> HttpResponse:
    frame = file_frame(request.actor, person, current="contacts")
    return render(request, "delivery/notice.html", {"form": form, **frame})


def _report_page(request: StaffRequest, held: MandatedReport, form: Any, decide: DecideForm) -> HttpResponse:
    decides = may(request.actor, Permission.CASELOAD_OVERSEE) and held.stage == ReportStage.NOTICED
    step = NEXT[ReportStage(held.stage)][0] if ReportStage(held.stage) in NEXT else ""
    context = {
        "report": held,
        "late": is_overdue(held),
        "form": form,
        "step": step,
        "decide": decide if decides and held.noticed_by_id != request.actor.id else None,
        **file_frame(request.actor, held.person, current="contacts"),
    }
    return render(request, "delivery/report.html", context)
