"""Pages of assessments: what there is, a new one, filling it in, reading it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.access.workplace import workplace
from keyworker.assessment.actions import Sheet, complete_assessment, filled_in, save_answers, start_assessment
from keyworker.assessment.forms import StartForm
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import (
    assessment_to_fill,
    assessment_to_read,
    assessments_of,
    courses,
    findings_in,
)
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.people.queries import open_file
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.keeping import filling_of
from keyworker.questionnaires.queries import questionnaires_in_use

RECORD = Permission.ASSESSMENT_RECORD
PAGE_KEY = 20


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def list_assessments(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = open_file(request.actor, person_id)
    found = assessments_of(request.actor, person)
    context = {
        "assessments": found,
        "charts": [(course, _points(course.assessments)) for course in courses(found)],
        "may_record": may(request.actor, RECORD),
        **file_frame(request.actor, person, current="assessments"),
    }
    return render(request, "assessment/list.html", context)


def _points(assessments: list[Assessment]) -> list[dict[str, Any]]:
    return [
        {"label": date_format(held.completed_at, "SHORT_DATE_FORMAT"), "value": float(held.total)}
        for held in assessments
        if held.completed_at is not None and held.total is not None
    ]


@page(needs=RECORD)
def start(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=RECORD)
        cases = [case for case in cases_of(request.actor, person) if case.is_open]
        offered = questionnaires_in_use(request.actor)
        form = StartForm(request.POST or None, questionnaires=offered, cases=cases)
        if not form.is_valid():
            return _start_page(request, person, form)
    questionnaire, case, answered_by = form.chosen
    try:
        begun = start_assessment(actor=request.actor, case=case, questionnaire=questionnaire, answered_by=answered_by)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _start_page(request, person, form)
    return redirect("assessment:fill", begun.pk)


def _start_page(request: StaffRequest, person: Person, form: StartForm) -> HttpResponse:
    frame = file_frame(request.actor, person, current="assessments")
    return render(request, "assessment/start.html", {"form": form, **frame})


@page(needs=RECORD)
def fill(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        if held.is_finished:
            return redirect("assessment:read", held.pk)
        if request.method != "POST":
            return _fill_page(request, held, filling_of(held.response))
        finishing = "finish" in request.POST
        filling = filled_in(request.actor, held, request.POST, draft=not finishing)
        if filling.wants_more or not filling.is_valid():
            return _fill_page(request, held, filling)
    try:
        return _keep(request, held, finishing=finishing)
    except StaleRecord:
        return _other_page_first(request, held)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
        return redirect("assessment:fill", held.pk)


def _keep(request: StaffRequest, held: Assessment, *, finishing: bool) -> HttpResponse:
    if finishing:
        complete_assessment(actor=request.actor, assessment=held, sheet=_sheet(request))
        messages.success(request, _("The assessment is finished."))
        return redirect("assessment:read", held.pk)
    save_answers(actor=request.actor, assessment=held, sheet=_sheet(request))
    messages.success(request, _("Saved. You can go on another time."))
    return redirect("assessment:list", held.person_id)


def _sheet(request: StaffRequest) -> Sheet:
    seen = request.POST.get("version", "")
    return Sheet(request.POST, int(seen) if seen.isdecimal() else 0, request.POST.get("page", "")[:PAGE_KEY])


def _fill_page(request: StaffRequest, held: Assessment, filling: Filling, **more: Any) -> HttpResponse:
    context = {
        "assessment": held,
        "questions": filling.as_html(preview_url=reverse("assessment:preview", args=[held.pk])),
        "advice": filling.advice,
        "seen": more.pop("seen", request.POST.get("version") or held.version),
        "page_key": request.POST.get("page", "")[:PAGE_KEY] or get_random_string(PAGE_KEY),
        **more,
        **file_frame(request.actor, held.person, current="assessments"),
    }
    return render(request, "assessment/fill.html", context)


def _other_page_first(request: StaffRequest, held: Assessment) -> HttpResponse:
    """Saved from another page meanwhile: both sets of answers are shown, and the next save is on top of theirs."""
    with reading(request.actor):
        now = assessment_to_fill(request.actor, held.pk)
        mine = filled_in(request.actor, now, request.POST, draft=True)
        theirs = filling_of(now.response).as_answers_html()
        return _fill_page(request, now, mine, seen=now.version, theirs=theirs, theirs_at=now.saved_at)


@require_POST
@page(needs=RECORD)
def keep_draft(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Autosave: answers kept as they are typed. 409 when another page saved since."""
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        zone = workplace(request.actor).now.tzinfo
    try:
        save_answers(actor=request.actor, assessment=held, sheet=_sheet(request))
    except (StaleRecord, Refused):
        return JsonResponse({}, status=409)
    return JsonResponse({"saved_at": date_format(clock.now().astimezone(zone), "TIME_FORMAT")})


@require_POST
@page(needs=RECORD)
def preview(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """What the answers on the page so far show, hide and add up to; nothing is kept."""
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        return HttpResponse(filled_in(request.actor, held, request.POST, draft=True).preview_html())


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def read(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    held = assessment_to_read(request.actor, assessment_id)
    filling = filling_of(held.response)
    context = {
        "assessment": held,
        "answers": filling.as_answers_html(),
        "critical": filling.critical if held.is_finished else [],
        "found": findings_in(held),
        "may_record": may(request.actor, RECORD),
        **file_frame(request.actor, held.person, current="assessments"),
    }
    return render(request, "assessment/read.html", context)
