"""Which answers call for action here, beside what the forms themselves say."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.assessment.actions import NewMark, end_mark, mark_critical
from keyworker.assessment.forms import MarkForm, QuestionForm, words_of
from keyworker.assessment.models import AgencyCriticalItem
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.questionnaires.engine.definition import Definition, Item
from keyworker.questionnaires.filling import definition_of
from keyworker.questionnaires.models import Questionnaire
from keyworker.questionnaires.queries import questionnaire

MANAGE = Permission.QUESTIONNAIRE_MANAGE


@page(needs=MANAGE)
def mark(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """First the question, by its place in the address; then the answer. Two steps, so that it works without scripts."""
    with reading(request.actor):
        marked = questionnaire(request.actor, questionnaire_id)
        agency = workplace(request.actor).agency
        definition = definition_of(marked)
        chooser = QuestionForm(request.GET or None, definition=definition)
        if not chooser.is_valid():
            return _mark_page(request, marked, definition, chooser=chooser)
        item = definition.by_link_id[chooser.cleaned_data["question"]]
        form = MarkForm(request.POST or None, item=item)
        if not form.is_valid():
            return _mark_page(request, marked, definition, item=item, form=form)
    try:
        mark_critical(actor=request.actor, agency=agency, mark=_new_mark(marked, item, form))
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _mark_page(request, marked, definition, item=item, form=form)
    messages.success(request, _("From now on, whoever is on duty is called when somebody answers so."))
    return redirect("assessment:practice")


def _new_mark(marked: Questionnaire, item: Item, form: MarkForm) -> NewMark:
    operator, value, words = form.marked
    message = form.cleaned_data["message"]
    return NewMark(marked.url, marked.title, item.link_id, words_of(item), operator, value, words[:300], message)


def _mark_page(
    request: StaffRequest,
    marked: Questionnaire,
    definition: Definition,
    *,
    chooser: QuestionForm | None = None,
    item: Item | None = None,
    form: MarkForm | None = None,
) -> HttpResponse:
    context = {
        "questionnaire": marked,
        "chooser": chooser,
        "form": form,
        "question": words_of(item) if item else "",
        "already": item is not None and bool(item.critical),
    }
    return render(request, "assessment/mark.html", context)


@require_POST
@page(needs=MANAGE)
def take_mark_off(request: StaffRequest, mark_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(AgencyCriticalItem, mark_id, actor=request.actor, needs=MANAGE)
    end_mark(actor=request.actor, mark=held)
    messages.success(request, _("The mark is off. What was raised before stands."))
    return redirect("assessment:practice")
