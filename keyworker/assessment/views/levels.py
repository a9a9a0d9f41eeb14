"""A page to set another level than the one that was worked out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent
from keyworker.assessment.actions import set_level
from keyworker.assessment.forms import LevelForm
from keyworker.assessment.levels import Levelled, levelled
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import assessment_to_fill
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.people.pages import file_frame
from keyworker.questionnaires.filling import Filling


@page(needs=Permission.ASSESSMENT_RECORD)
def level(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        language = get_language() or ""
        results = levelled(Filling(held.questionnaire, response=held.response.content, language=language))
        if not held.is_finished or not results:
            raise Absent(_("There is nothing here, or it is not yours to see."))
        wanted = request.GET.get("result", "")
        result = next((each for each in results if each.link_id == wanted), results[0])
        form = LevelForm(request.POST or None, result=result, language=language)
        if not form.is_valid():
            return _page(request, held, form, results)
    try:
        set_level(actor=request.actor, assessment=held, other=form.other)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, held, form, results)
    messages.success(request, _("Both levels stand: yours, and the one that was worked out."))
    return redirect("assessment:read", held.pk)


def _page(request: StaffRequest, held: Assessment, form: LevelForm, results: list[Levelled]) -> HttpResponse:
    language = get_language() or ""
    context = {
        "assessment": held,
        "form": form,
        "result": form.result,
        "computed": form.result.computed.label.in_language(language),
        "others": [each for each in results if each.link_id != form.result.link_id],
        **file_frame(request.actor, held.person, current="assessments"),
    }
    return render(request, "assessment/level.html", context)
