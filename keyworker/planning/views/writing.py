"""Pages to write the draft with the client: to begin it, the words around its goals, to throw it away."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.assessment.models import Strength
from keyworker.assessment.queries import Findings, findings_of
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.people.pages import file_frame
from keyworker.planning import actions
from keyworker.planning.clear_goals import checked, smart_check
from keyworker.planning.examples import example_of, lines_of
from keyworker.planning.forms import PlanForm
from keyworker.planning.models import ServicePlan
from keyworker.planning.queries import working_view
from keyworker.planning.rules import too_many, with_strengths
from keyworker.planning.views.answering import keeps_theirs, puts_together, refuse, show_both

WRITE = Permission.PLAN_WRITE
LEADS_ON_TO = frozenset({"planning:goal_new", "planning:goal", "planning:step_new", "planning:step"})


@page(needs=WRITE)
def edit(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    with reading(request.actor):
        view = working_view(request.actor, plan_id, needs=WRITE)
        plan = view.plan
        if not plan.is_draft or keeps_theirs(request):
            return redirect("planning:plan" if not plan.is_draft else "planning:edit", plan.pk)
        found = findings_of(request.actor, plan.person_id)
        form = PlanForm(request.POST or None, initial=_plan_answers(plan), offered=not_yet(plan, found.strengths))
        if puts_together(request) or not form.is_valid():
            return _plan_page(request, view, form, found)
    if "then" in request.POST and not form.has_changed():
        return _goes_on(request, plan)
    try:
        words = form.words(language=plan.language)
        actions.save_plan(actor=request.actor, plan=plan, words=words, seen=form.cleaned_data["version"])
    except StaleRecord as stale:
        return show_both(request, plan, form, stale)
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _plan_page(request, view, form, found)
    messages.success(request, _("Saved."))
    return _goes_on(request, plan)


def _goes_on(request: StaffRequest, plan: ServicePlan) -> HttpResponse:
    """To the goal or step whose button was pressed, now that what stood on the page is kept; else to the whole plan."""
    try:
        asked = resolve(request.POST.get("then", ""))
    except Resolver404:
        asked = None
    if asked is None or asked.view_name not in LEADS_ON_TO:
        return redirect("planning:plan", plan.pk)
    answer: HttpResponse = redirect(asked.view_name, **asked.kwargs)
    return answer


def _plan_answers(plan: ServicePlan) -> dict[str, Any]:
    return {field.name: getattr(plan, field.name) for field in fields(actions.PlanWords)} | {"version": plan.version}


def not_yet(plan: ServicePlan, strengths: list[Strength]) -> list[Strength]:
    """What was found to help and does not stand in the plan yet."""
    return [strength for strength in strengths if with_strengths(plan.strengths, [strength.text]) != plan.strengths]


def _plan_page(request: StaffRequest, view: Any, form: PlanForm, found: Findings) -> HttpResponse:
    today = workplace(request.actor).today
    context = {
        "form": form,
        "plan": view.plan,
        "view": view,
        "goals": [(goal, checked(smart_check(goal.facts, today=today))) for goal in view.goals],
        "many": too_many(len(view.goals)),
        "found": found,
        "may_plan": True,
        "asking": lines_of(view.plan.template.prompts) if view.plan.template else [],
        "example": example_of(view.plan.template.example) if view.plan.template else None,
        **file_frame(request.actor, view.plan.person, current="plan", program=view.plan.program),
    }
    return render(request, "planning/edit.html", context)


@page(needs=WRITE)
def discard(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Throwing a draft away: asked for once more, then done."""
    with reading(request.actor):
        held = require(ServicePlan, plan_id, actor=request.actor, needs=WRITE, join=("person",))
        if request.method != "POST":
            frame = file_frame(request.actor, held.person, current="plan")
            return render(request, "planning/discard.html", {"plan": held, **frame})
    try:
        actions.discard_draft_plan(actor=request.actor, plan=held)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
        return redirect("planning:plan", held.pk)
    messages.success(request, _("The draft is thrown away."))
    return redirect("planning:plans", held.person_id)


@require_POST
@page(needs=WRITE)
def new_version(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    with reading(request.actor):
        plan = require(ServicePlan, plan_id, actor=request.actor, needs=WRITE)
    try:
        draft = actions.new_version(actor=request.actor, plan=plan)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
        return redirect("planning:plan", plan.pk)
    messages.success(request, _("You are writing a new version. What is agreed holds until this one is signed."))
    return redirect("planning:edit", draft.pk)
