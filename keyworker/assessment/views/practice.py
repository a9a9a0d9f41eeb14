"""How the agency assesses: which answers call for action, when forms are due, by when answers are read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.agencies.models import Program
from keyworker.assessment.actions import end_rule, set_reading_hours, set_rule
from keyworker.assessment.forms import DAYS, ReadingForm, RuleForm
from keyworker.assessment.models import AssessmentRule, ReadingHours
from keyworker.assessment.queries import marks, programs_to_rule, rules_of
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.questionnaires.queries import questionnaires_in_use

RULES = Permission.ASSESSMENT_RULES


@page(needs=RULES)
@require_safe
def practice(request: StaffRequest) -> HttpResponse:
    may_mark = may(request.actor, Permission.QUESTIONNAIRE_MANAGE)
    context = {
        "rules": rules_of(request.actor),
        "programs": [(program, _hours(program)) for program in programs_to_rule(request.actor)],
        "marks": marks(request.actor),
        "may_mark": may_mark,
        "forms_in_use": questionnaires_in_use(request.actor) if may_mark else [],
    }
    return render(request, "assessment/practice.html", context)


def _hours(program: Program) -> dict[str, Any]:
    """The promise of a program in words: the days by name, and the hour."""
    held = getattr(program, "reading_hours", None) or ReadingHours(program=program)
    return {"days": [DAYS[int(day) - 1] for day in held.days], "by": held.by}


@page(needs=RULES)
def hours(request: StaffRequest) -> HttpResponse:
    """By when a program reads what clients answered alone."""
    with reading(request.actor):
        form = ReadingForm(request.POST or None, programs=programs_to_rule(request.actor))
        if not form.is_valid():
            return render(request, "assessment/hours.html", {"form": form})
    program = form.program_chosen
    try:
        set_reading_hours(actor=request.actor, program=program, days=form.days_chosen, by=form.cleaned_data["by"])
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "assessment/hours.html", {"form": form})
    messages.success(request, _("Clients of {program} are told so from now on.").format(program=program.name))
    return redirect("assessment:practice")


@page(needs=RULES)
def rule(request: StaffRequest) -> HttpResponse:
    """When a form is due in a program."""
    with reading(request.actor):
        offered = questionnaires_in_use(request.actor)
        form = RuleForm(request.POST or None, programs=programs_to_rule(request.actor), questionnaires=offered)
        if not form.is_valid():
            return render(request, "assessment/rule.html", {"form": form})
    try:
        set_rule(actor=request.actor, program=form.program_chosen, form=form.questionnaire_chosen, when=form.when)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "assessment/rule.html", {"form": form})
    messages.success(request, _("The rule holds. Tasks for it are planned overnight."))
    return redirect("assessment:practice")


@require_POST
@page(needs=RULES)
def take_rule_off(request: StaffRequest, rule_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(AssessmentRule, rule_id, actor=request.actor, needs=RULES)
    end_rule(actor=request.actor, rule=held)
    messages.success(request, _("The rule is off. Tasks that stand already stay."))
    return redirect("assessment:practice")
