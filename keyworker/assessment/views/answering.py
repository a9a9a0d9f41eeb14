"""Pages to fill an assessment in: kept while it is typed, gone on with later, finished."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.assessment.actions import (
    How,
    Sheet,
    complete_assessment,
    filled_in,
    heed_answers,
    save_answers,
    start_assessment,
)
from keyworker.assessment.danger import Danger
from keyworker.assessment.models import Assessment, CriticalAnswer, Interpreter, Mode
from keyworker.assessment.queries import assessment_to_fill, dangers_in, raised_by, safety_path
from keyworker.assessment.remembering import Remembered
from keyworker.assessment.stopping import stopped_at
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.people.pages import file_frame
from keyworker.questionnaires.filling import Filling, definition_of
from keyworker.questionnaires.keeping import filling_of

RECORD = Permission.ASSESSMENT_RECORD
PAGE_KEY = 20
FORM_ID = "answers"


@page(needs=RECORD)
def fill(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        if held.is_finished or held.asked_of_client:
            return redirect("assessment:read", held.pk)
        if request.method != "POST":
            kept = filling_of(held.response, files=request.FILES, known=known_of(request.actor, held))
            return _fill_page(request, held, kept, stopped=stopped_at(kept))
        finishing = "finish" in request.POST
        filling = filled_in(request.actor, held, sheet_of(request, held), draft=not finishing)
    try:
        if filling.wants_more or not filling.is_valid():
            return _shown_again(request, held, filling)
        return _keep(request, held, finishing=finishing)
    except StaleRecord:
        return _other_page_first(request, held)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
        return redirect("assessment:fill", held.pk)


def _keep(request: StaffRequest, held: Assessment, *, finishing: bool) -> HttpResponse:
    if finishing:
        complete_assessment(actor=request.actor, assessment=held, sheet=sheet_of(request, held))
        messages.success(request, _("The assessment is finished."))
        return redirect("assessment:read", held.pk)
    kept = save_answers(actor=request.actor, assessment=held, sheet=sheet_of(request, held))
    if "safety" in request.POST:
        return open_path(request, kept)
    if "language" in request.POST:
        return redirect("assessment:fill", held.pk)
    messages.success(request, _("Saved. You can go on another time."))
    return redirect("assessment:list", held.person_id)


def _shown_again(request: StaffRequest, held: Assessment, filling: Filling) -> HttpResponse:
    """Another page or entry was asked for, or something must be put right; what can be kept is, danger is heeded."""
    seen = None
    if filling.is_draft and filling.is_valid():
        seen = save_answers(actor=request.actor, assessment=held, sheet=sheet_of(request, held)).version
    else:
        _heed(request, held, filling)
    with reading(request.actor):
        return _fill_page(request, held, filling, **({"seen": seen} if seen else {}))


def _heed(request: StaffRequest, held: Assessment, filling: Filling) -> None:
    with reading(request.actor):
        found = dangers_in(held, filling)
    if found:
        heed_answers(actor=request.actor, assessment=held, sheet=sheet_of(request, held))


def sheet_of(request: StaffRequest, held: Assessment, *, takes_files: bool = True) -> Sheet:
    """What the page sent: answers and files, the version it showed, its own key, and the language it asked in."""
    given = request.POST
    seen = given.get("version", "")[:PAGE_KEY]
    return Sheet(
        given,
        int(seen) if seen.isdecimal() else 0,
        given.get("page", "")[:PAGE_KEY],
        (given.get("language") or given.get("language_now") or "")[:PAGE_KEY],
        request.FILES if takes_files else None,
        known_of(request.actor, held),
    )


def known_of(actor: Actor, held: Assessment) -> Remembered:
    """What is known of the person already, for this form; looked up only if the form asks."""
    return Remembered(
        actor, held.person, definition_of(held.questionnaire), program_id=held.program_id, now=clock.now()
    )


def _fill_page(request: StaffRequest, held: Assessment, filling: Filling, **more: Any) -> HttpResponse:
    context = {
        "assessment": held,
        "may_finish": filling.may_finish,
        "asks_for_files": filling.asks_for_files,
        "languages": languages_of(filling),
        "language_now": filling.language,
        "questions": filling.as_html(preview_url=reverse("assessment:preview", args=[held.pk])),
        "advice": filling.advice,
        "seen": more.pop("seen", request.POST.get("version") or held.version),
        "page_key": request.POST.get("page", "")[:PAGE_KEY] or get_random_string(PAGE_KEY),
        **danger_context(request.actor, held, dangers_in(held, filling), form_id=FORM_ID),
        **more,
        **file_frame(request.actor, held.person, current="assessments"),
    }
    return render(request, "assessment/fill.html", context)


def _other_page_first(request: StaffRequest, held: Assessment) -> HttpResponse:
    """Saved from another page meanwhile: both sets of answers are shown, and the next save is on top of theirs."""
    with reading(request.actor):
        now = assessment_to_fill(request.actor, held.pk)
        mine = filled_in(request.actor, now, sheet_of(request, now), draft=True)
    _heed(request, now, mine)
    with reading(request.actor):
        theirs = filling_of(now.response).as_answers_html()
        return _fill_page(request, now, mine, seen=now.version, theirs=theirs, theirs_at=now.saved_at)


@require_POST
@page(needs=RECORD)
def keep_draft(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Autosave: answers kept as they are typed. 409 when another page saved since, or one must be put right."""
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        zone = workplace(request.actor).now.tzinfo
        filling = filled_in(request.actor, held, sheet_of(request, held), draft=True)
    try:
        save_answers(actor=request.actor, assessment=held, sheet=sheet_of(request, held))
    except (StaleRecord, Refused):
        if not held.is_finished:
            _heed(request, held, filling)
        return JsonResponse({}, status=409)
    return JsonResponse({"saved_at": date_format(clock.now().astimezone(zone), "TIME_FORMAT")})


@require_POST
@page(needs=RECORD)
def preview(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """What the answers on the page so far show, hide, add up to and call for; nothing is kept."""
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        filling = filled_in(request.actor, held, sheet_of(request, held), draft=True)
        context = danger_context(request.actor, held, dangers_in(held, filling), form_id=FORM_ID)
        danger = render_to_string("assessment/danger.html", {**context, "swapped": True}, request)
        return HttpResponse(filling.preview_html() + danger)


def languages_of(filling: Filling) -> list[tuple[str, str]]:
    """The other languages that the whole form is worded in, by their own names."""
    others = sorted({filling.definition.language, *filling.definition.languages} - {filling.language, ""})
    return [(code, own_name(code)) for code in others]


def own_name(code: str) -> str:
    """What a language calls itself; its code where Django does not know it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def danger_context(
    actor: Actor, held: Assessment, found: Sequence[Danger | CriticalAnswer], *, form_id: str = ""
) -> dict[str, Any]:
    """What `danger.html` shows: the answers, who has the task, and the way to the safety plan. No query without any."""
    if not found:
        return {}
    raised = [each for each in found if isinstance(each, CriticalAnswer)] or raised_by(held)
    tasks = {each.task_id: each.task for each in raised}
    for task in tasks.values():
        task.read_with_its_source()
    path = safety_path(actor, held, [danger.next_form for danger in found])
    return {
        "dangers": found,
        "tasks": list(tasks.values()),
        "safety_url": reverse("assessment:safety_plan", args=[held.pk]) if path else "",
        "form_id": form_id,
    }


@require_POST
@page(needs=RECORD)
def open_safety_plan(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Go to the form that helps now."""
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
    return open_path(request, held)


def open_path(request: StaffRequest, held: Assessment) -> HttpResponse:
    """Go on with the form that helps, or begin it in the same case and the same way."""
    with reading(request.actor):
        case = require(Case, held.case_id, actor=request.actor, needs=RECORD)
        path = safety_path(request.actor, held, [raised.next_form for raised in raised_by(held)])
    if path.begun:
        return redirect("assessment:fill", path.begun.pk)
    if path.form is None:
        messages.warning(request, _("No safety plan is in use. Ask your administrator to bring one in."))
        return redirect("assessment:fill", held.pk)
    how = How(mode=Mode(held.mode), present=held.present, interpreter=Interpreter(held.interpreter))
    begun = start_assessment(actor=request.actor, case=case, questionnaire=path.form, how=how)
    return redirect("assessment:fill", begun.pk)
