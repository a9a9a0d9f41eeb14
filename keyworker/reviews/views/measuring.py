"""Measuring where a case stands, by its program's indicators; and setting what is measured."""

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
from keyworker.agencies.models import Program
from keyworker.base.context import reading
from keyworker.base.models import StaleRecord
from keyworker.reviews import actions
from keyworker.reviews.forms import IndicatorForm, MeasureForm
from keyworker.reviews.forms.measuring import WORDS
from keyworker.reviews.measuring import indicators_on
from keyworker.reviews.models import Indicator
from keyworker.reviews.queries import case_to_review, program_to_rule
from keyworker.reviews.views.answering import attempt, both_versions, form_page, keeps_theirs, puts_together

RULES = Permission.REVIEW_RULES


@page(needs=Permission.REVIEW_RECORD)
def measure(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The numbers of one case: what is due first, then what was measured so far."""
    with reading(request.actor):
        case = case_to_review(request.actor, case_id, Permission.REVIEW_RECORD)
        today = workplace(request.actor).today
        standing = indicators_on(case, today=today)
        form = MeasureForm(request.POST or None, standing=standing, today=today)
        if not form.is_valid():
            return form_page(request, "reviews/measure.html", case.person, form, case=case, standing=standing)
    measures = form.measures()
    answer = attempt(request, form, lambda: actions.measure(actor=request.actor, case=case, measures=measures))
    if answer is not None:
        return form_page(request, "reviews/measure.html", case.person, form, case=case, standing=standing)
    messages.success(request, _("The numbers are in the file."))
    return redirect("reviews:list", case.person_id)


@page(needs=RULES)
def new_indicator(request: StaffRequest, program_id: UUID) -> HttpResponse:
    with reading(request.actor):
        program = program_to_rule(request.actor, program_id)
        form = IndicatorForm(request.POST or None)
        if not form.is_valid():
            return _page(request, program, form)
    words = form.words()
    if attempt(request, form, lambda: actions.add_indicator(actor=request.actor, program=program, words=words)):
        return _page(request, program, form)
    messages.success(request, _("It is measured from now on."))
    return redirect("reviews:practice", program_id)


@page(needs=RULES)
def indicator(request: StaffRequest, indicator_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(Indicator, indicator_id, actor=request.actor, needs=RULES, join=("program",))
        form = IndicatorForm(None if keeps_theirs(request) else request.POST or None, indicator=held)
        if puts_together(request) or not form.is_valid():
            return _page(request, held.program, form, held)
    words, seen = form.words(), form.cleaned_data["version"]
    try:
        answer = attempt(
            request,
            form,
            lambda: actions.change_indicator(actor=request.actor, indicator=held, words=words, seen=seen),
        )
    except StaleRecord as stale:
        context = {"program": held.program, **both_versions(request, form, stale.current, WORDS)}
        with reading(request.actor):
            return render(request, "reviews/practice_stale.html", context, status=409)
    if answer is not None:
        return _page(request, held.program, form, held)
    messages.success(request, _("Saved."))
    return redirect("reviews:practice", held.program_id)


def _page(request: StaffRequest, program: Program, form: IndicatorForm, held: Indicator | None = None) -> HttpResponse:
    with reading(request.actor):
        return render(request, "reviews/indicator.html", {"form": form, "program": program, "indicator": held})


@require_POST
@page(needs=RULES)
def end_indicator(request: StaffRequest, indicator_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(Indicator, indicator_id, actor=request.actor, needs=RULES)
    actions.end_indicator(actor=request.actor, indicator=held)
    messages.success(request, _("It is measured no more. What was measured stays in the figures."))
    return redirect("reviews:practice", held.program_id)
