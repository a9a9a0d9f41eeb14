"""For administrators: how a program looks back."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.agencies.models import Program
from keyworker.base.context import reading
from keyworker.base.models import StaleRecord
from keyworker.reviews.actions import Days, set_review_rules
from keyworker.reviews.forms import ReviewRulesForm
from keyworker.reviews.queries import program_indicators, program_to_rule, rules_of
from keyworker.reviews.views.answering import attempt, both_versions, keeps_theirs, puts_together

RULES = Permission.REVIEW_RULES


@page(needs=RULES)
def practice(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """How soon plans are looked at again."""
    with reading(request.actor):
        program = program_to_rule(request.actor, program_id)
        rules = rules_of(program)
        form = ReviewRulesForm(None if keeps_theirs(request) else request.POST or None, rules=rules)
        if puts_together(request) or not form.is_valid():
            return _page(request, program, form)
    try:
        answer = attempt(
            request,
            form,
            lambda: set_review_rules(
                actor=request.actor, program=program, days=form.days(), seen=form.cleaned_data["version"]
            ),
        )
    except StaleRecord as stale:
        context = {"program": program, **both_versions(request, form, stale.current, asdict(Days()))}
        with reading(request.actor):
            return render(request, "reviews/practice_stale.html", context, status=409)
    if answer is not None:
        return _page(request, program, form)
    messages.success(request, _("Saved. Reviews that are due sooner are brought forward overnight."))
    return redirect("reviews:practice", program_id)


def _page(request: StaffRequest, program: Program, form: ReviewRulesForm) -> HttpResponse:
    with reading(request.actor):
        context = {"form": form, "program": program, "indicators": program_indicators(program)}
        return render(request, "reviews/practice.html", context)
