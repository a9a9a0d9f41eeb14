"""Looking after the agency's forms: which there are, what each asks, putting them to use and taking them out of it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.questionnaires import queries
from keyworker.questionnaires.actions import publish_questionnaire, retire_questionnaire
from keyworker.questionnaires.arriving import look_over
from keyworker.questionnaires.comparing import differences
from keyworker.questionnaires.describing import described, file_name, language_name
from keyworker.questionnaires.filling import Filling, definition_of
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus

MANAGE = Permission.QUESTIONNAIRE_MANAGE
TABS = (QuestionnaireStatus.PUBLISHED, QuestionnaireStatus.DRAFT, QuestionnaireStatus.RETIRED)


@page(needs=MANAGE)
@require_safe
def forms(request: StaffRequest) -> HttpResponse:
    """The agency's forms of one status, by title."""
    status = request.GET.get("status", "")
    status = status if status in QuestionnaireStatus.values else QuestionnaireStatus.PUBLISHED
    found = queries.forms_by_title(request.actor, status, after=queries.title_cursor(request.GET))
    counts = queries.counts_by_status(request.actor)
    here = reverse("questionnaires:list")
    context = {
        "forms": found.forms,
        "older_href": f"?status={status}&{found.cursor}" if found.cursor else "",
        "status": status,
        "tabs": [
            {
                "text": each.label,
                "href": f"{here}?status={each}",
                "current": each == status,
                "count": counts.get(each, 0),
            }
            for each in TABS
        ],
    }
    return render(request, "questionnaires/manage/list.html", context)


@page(needs=MANAGE)
@require_safe
def form(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """All about one version of a form."""
    held = _held(request, questionnaire_id)
    versions = list(queries.versions(request.actor, held.url)[: queries.PAGE])
    context = {"held": held, "about": described(definition_of(held)), "versions": versions}
    return render(request, "questionnaires/manage/form.html", context)


@page(needs=MANAGE)
def preview(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """The form as it is asked. Answers given here are worked out and kept nowhere."""
    with reading(request.actor):
        held = _held(request, questionnaire_id)
        filling = _filling(request, held)
        context = {
            "held": held,
            "languages": _languages(filling),
            "questions": filling.as_html(preview_url=_live_address(held, filling)),
            "scores": filling.scores if request.method == "POST" else [],
            "critical": filling.critical if request.method == "POST" else [],
            "answered": request.method == "POST" and not filling.wants_more,
            "may_finish": filling.may_finish,
        }
        return render(request, "questionnaires/manage/preview.html", context)


@require_POST
@page(needs=MANAGE)
def preview_live(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """What the answers so far show, hide and add up to; kept nowhere."""
    with reading(request.actor):
        return HttpResponse(_filling(request, _held(request, questionnaire_id)).preview_html())


@page(needs=MANAGE)
def publish(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """Put a version to use, after reading what is odd about it and which version it takes the place of."""
    with reading(request.actor):
        held = _held(request, questionnaire_id)
        if request.method != "POST":
            report = look_over(held.definition).report
            in_use = queries.versions(request.actor, held.url).filter(status=QuestionnaireStatus.PUBLISHED).first()
            context = {"held": held, "report": report, "in_use": in_use}
            return render(request, "questionnaires/manage/publish.html", context)
    return _carry_out(request, held, publish_questionnaire, _("“%s” is in use now.") % held.title)


@page(needs=MANAGE)
def retire(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """Take a version out of use, after reading what that means."""
    with reading(request.actor):
        held = _held(request, questionnaire_id)
        if request.method != "POST":
            return render(request, "questionnaires/manage/retire.html", {"held": held})
    return _carry_out(request, held, retire_questionnaire, _("“%s” is no longer asked.") % held.title)


def _carry_out(request: StaffRequest, held: Questionnaire, act: Any, done: str) -> HttpResponse:
    try:
        act(actor=request.actor, questionnaire=held)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    else:
        messages.success(request, done)
    return redirect("questionnaires:form", held.pk)


@page(needs=MANAGE)
@require_safe
def compare(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """Two versions side by side: this one, and one that was before it or is chosen."""
    held = _held(request, questionnaire_id)
    others = [each for each in queries.versions(request.actor, held.url)[: queries.PAGE] if each.pk != held.pk]
    chosen = next((each for each in others if str(each.pk) == request.GET.get("with")), None)
    other = chosen or next((each for each in others if each.created_at < held.created_at), next(iter(others), None))
    context: dict[str, Any] = {"held": held, "others": others, "other": other}
    if other is not None:
        before, after = sorted((held, _held(request, other.pk)), key=lambda each: each.created_at)
        context |= {"before": before, "after": after}
        context["differences"] = differences(definition_of(before), definition_of(after))
    return render(request, "questionnaires/manage/compare.html", context)


@page(needs=MANAGE)
@require_safe
def download(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """The form as FHIR JSON, whatever it was brought in as."""
    held = _held(request, questionnaire_id)
    content = json.dumps(held.definition, indent=2, ensure_ascii=False) + "\n"
    response = HttpResponse(content, content_type="application/fhir+json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(held.title, held.form_version)}"'
    return response


def _held(request: StaffRequest, questionnaire_id: UUID) -> Questionnaire:
    return require(Questionnaire, questionnaire_id, actor=request.actor, needs=MANAGE)


def _filling(request: StaffRequest, held: Questionnaire) -> Filling:
    language = request.GET.get("language", "")
    return Filling(held, data=request.POST if request.method == "POST" else None, language=language)


def _languages(filling: Filling) -> list[dict[str, Any]]:
    """The languages in which all of the form is worded, to choose from where there are several."""
    codes = dict.fromkeys([filling.definition.language, *filling.definition.languages])
    if len(codes) < 2:
        return []
    return [
        {"text": language_name(code), "href": f"?language={code}", "current": code == filling.language}
        for code in codes
    ]


def _live_address(held: Questionnaire, filling: Filling) -> str:
    return f"{reverse('questionnaires:preview_live', args=[held.pk])}?language={filling.language}"
