"""Pages to fill an assessment in: kept while it is typed, gone on with later, finished."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.assessment.actions import Sheet, complete_assessment, filled_in, save_answers
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import assessment_to_fill
from keyworker.assessment.stopping import stopped_at
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.people.pages import file_frame
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.keeping import filling_of

RECORD = Permission.ASSESSMENT_RECORD
PAGE_KEY = 20


@page(needs=RECORD)
def fill(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        if held.is_finished:
            return redirect("assessment:read", held.pk)
        if request.method != "POST":
            kept = filling_of(held.response)
            return _fill_page(request, held, kept, stopped=stopped_at(kept))
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
