"""Papers as PDF: a form blank to write on, or filled in to keep, in normal and in large print."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent
from keyworker.access.workplace import workplace
from keyworker.assessment.models import Assessment
from keyworker.assessment.paper import parts
from keyworker.assessment.queries import assessment_to_print, levels_of
from keyworker.design.papers import LARGE, paper
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.keeping import filling_of
from keyworker.questionnaires.queries import questionnaire


@page(needs=Permission.QUESTIONNAIRE_VIEW)
@require_safe
def blank(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """A form to write on. It is about nobody yet."""
    form = questionnaire(request.actor, questionnaire_id)
    filling = Filling(form, language=request.GET.get("language", "")[:20])
    return _paper(request, filling, form.title, name="form", blank=True)


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def filled(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """An assessment to keep. That it was printed is recorded before it is sent; neither name nor title tells whose."""
    held = assessment_to_print(request.actor, assessment_id)
    if held.asked_of_client and not held.is_finished:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    facts = {"facts": _facts(held), "levels": _levels(held)}
    return _paper(request, filling_of(held.response), held.title, name="answers", blank=False, **facts)


def _facts(held: Assessment) -> list[str]:
    """Whose it is, when and how it was done: on the paper only."""
    when = date_format(timezone.localtime(held.completed_at or held.created_at), "DATETIME_FORMAT")
    how = [held.get_answered_by_display(), held.get_mode_display()]
    how += [held.get_interpreter_display()] if held.interpreter else []
    state = [] if held.is_finished else [_("This is not finished yet.")]
    return [held.person.full_name, when, " · ".join(how), *([held.by.name] if held.by else []), *state]


def _levels(held: Assessment) -> list[str]:
    return [
        _("{result}: {level}, worked out was {computed}. {who}: {because}").format(
            result=each.result, level=each.level, computed=each.computed, who=each.by.name, because=each.because
        )
        for each in levels_of(held)
    ]


def _paper(request: StaffRequest, filling: Filling, title: str, *, name: str, blank: bool, **more: Any) -> HttpResponse:
    context = {
        "title": filling.definition.title.in_language(filling.language) or title,
        "agency": workplace(request.actor).agency.name,
        "parts": partial(parts, filling, blank=blank, tables=request.GET.get("size") != LARGE),
        "copyright": filling.definition.copyright.in_language(filling.language),
        **more,
    }
    return paper(request, "assessment/paper.html", context, name=name, language=filling.language)
