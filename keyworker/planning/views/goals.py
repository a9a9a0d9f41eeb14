"""Pages of the goals of a draft and their steps, and of where a goal stands."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.access.workplace import workplace
from keyworker.assessment.models import Need
from keyworker.assessment.queries import findings_of
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.people.pages import file_frame
from keyworker.planning import actions
from keyworker.planning.examples import lines_of
from keyworker.planning.forms import STEP_WORDS, GoalForm, ReadingForm, StepForm, goal_answers
from keyworker.planning.models import MOST_PROGRESS, ActionStep, Goal, ServicePlan
from keyworker.planning.overview import CasePlans, plans_to_write
from keyworker.planning.queries import (
    GoalView,
    far_goals,
    goal_of,
    goal_to_read,
    need_in,
    step_of,
)
from keyworker.planning.views.answering import keeps_theirs, puts_together, refuse, show_both, the_plan
from keyworker.planning.views.writing import not_yet

WRITE = Permission.PLAN_WRITE


@page(needs=WRITE)
def new_goal(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    with reading(request.actor):
        plan = require(ServicePlan, plan_id, actor=request.actor, needs=WRITE, join=("person", "template", "program"))
        its, need = the_plan(request, plan.program), _need(request, plan)
        found = findings_of(request.actor, plan.person_id)
        shown = {"words": need.text, "domain": need.domain} if need else {"domain": request.GET.get("domain", "")}
        offered = not_yet(plan, found.strengths)
        form = GoalForm(request.POST or None, initial=shown, offered=offered, far=far_goals(plan), domains=_areas(plan))
        if not form.is_valid():
            return _goal_page(request, plan, form)
    try:
        words = form.goal_words()
        goal = actions.add_goal(actor=request.actor, plan=plan, words=words, need=need, helps=form.helps)
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _goal_page(request, plan, form)
    messages.success(request, _("The goal is in {the_plan}. What is a first step?").format(the_plan=its))
    return redirect("planning:step_new", goal.pk)


def _areas(plan: ServicePlan) -> list[str]:
    """Areas of life that the plan's template looks at first."""
    return list(plan.template.domains) if plan.template else []


def _steps(plan: ServicePlan) -> list[str]:
    """Steps that often help, as the plan's template says."""
    return lines_of(plan.template.steps) if plan.template else []


def _need(request: StaffRequest, plan: ServicePlan) -> Need | None:
    """The need that this goal is made of, when the page was opened from one."""
    try:
        key = UUID(request.GET.get("need", ""))
    except ValueError:
        return None
    return rows(Need, actor=request.actor, needs=WRITE).filter(pk=key, person_id=plan.person_id).first()


@require_POST
@page(needs=WRITE)
def goal_from_need(request: StaffRequest, need_id: UUID) -> HttpResponse:
    """Carry a need into the goal form: of the draft there is, of a new version of what is agreed, or of a new plan."""
    with reading(request.actor):
        need = require(Need, need_id, actor=request.actor, needs=WRITE)
        plans = plans_to_write(request.actor, need)
        made = need_in(plans.draft, need) if plans and plans.draft else None
    if made is not None:
        messages.success(request, _("This is a goal already."))
        return redirect("planning:goal", made.pk)
    if plans is None:
        messages.warning(request, _("There is no open case to plan for."))
        return redirect("assessment:list", need.person_id)
    try:
        draft = _draft_for(request, plans)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
        return redirect("planning:plans", need.person_id)
    return redirect(f"{reverse('planning:goal_new', args=[draft.pk])}?need={need.pk}")


def _draft_for(request: StaffRequest, plans: CasePlans) -> ServicePlan:
    if plans.draft is not None:
        return plans.draft
    if plans.agreed is not None:
        messages.success(request, _("You are writing a new version. What is agreed holds until this one is signed."))
        return actions.new_version(actor=request.actor, plan=plans.agreed)
    words = actions.PlanWords(language=plans.case.person.language)
    return actions.start_plan(actor=request.actor, case=plans.case, words=words)


@page(needs=WRITE)
def goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = goal_of(request.actor, goal_id)
        if keeps_theirs(request):
            return redirect("planning:edit", held.plan_id)
        far, areas = far_goals(held.plan, but=held), _areas(held.plan)
        form = GoalForm(request.POST or None, initial=goal_answers(held), far=far, domains=areas)
        if puts_together(request) or not form.is_valid():
            return _goal_page(request, held.plan, form, held)
    try:
        words = form.goal_words()
        actions.change_goal(actor=request.actor, goal=held, words=words, seen=form.cleaned_data["version"])
    except StaleRecord as stale:
        return show_both(request, held, form, stale)
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _goal_page(request, held.plan, form, held)
    messages.success(request, _("The goal is saved."))
    return redirect("planning:edit", held.plan_id)


def _goal_page(request: StaffRequest, plan: ServicePlan, form: GoalForm, held: Goal | None = None) -> HttpResponse:
    frame = file_frame(request.actor, plan.person, current="plan")
    return render(request, "planning/goal.html", {"form": form, "plan": plan, "goal": held, **frame})


@require_POST
@page(needs=WRITE)
def move(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """One place up or down in the client's order; the page comes back where the goal stands now."""
    with reading(request.actor):
        held = goal_of(request.actor, goal_id)
    try:
        actions.move_goal(actor=request.actor, goal=held, up=request.POST.get("move") != "down")
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect(f"{reverse('planning:edit', args=[held.plan_id])}#goal-{held.pk}")


@page(needs=WRITE)
def where_it_stands(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """The scaling question: where are you today, from 0 to 10?"""
    with reading(request.actor):
        view = goal_to_read(request.actor, goal_id)
        person, today = view.goal.person, workplace(request.actor).today
        its = the_plan(request, view.goal.program)
        form = ReadingForm(request.POST or None, called=person.called, today=today)
        if not form.is_valid():
            return _reading_page(request, view, form)
    try:
        actions.read_goal(actor=request.actor, goal=view.goal, said=form.said())
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _reading_page(request, view, form)
    messages.success(request, _("It is in {the_plan}.").format(the_plan=its))
    return redirect(f"{reverse('planning:plan', args=[view.goal.plan_id])}#goal-{view.goal.pk}")


def _reading_page(request: StaffRequest, view: GoalView, form: ReadingForm) -> HttpResponse:
    frame = file_frame(request.actor, view.goal.person, current="plan")
    return render(request, "planning/reading.html", {"form": form, "view": view, "most": MOST_PROGRESS, **frame})


@require_POST
@page(needs=WRITE)
def remove_goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = goal_of(request.actor, goal_id)
    try:
        actions.remove_goal(actor=request.actor, goal=held)
        messages.success(request, _("The goal is taken out."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("planning:edit", held.plan_id)


@page(needs=WRITE)
def new_step(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = goal_of(request.actor, goal_id)
        its = the_plan(request, held.program)
        form = StepForm(request.POST or None, called=held.person.called, suggested=_steps(held.plan))
        if not form.is_valid():
            return _step_page(request, held, form)
    try:
        actions.add_step(actor=request.actor, goal=held, words=form.step_words())
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _step_page(request, held, form)
    messages.success(request, _("The step is in {the_plan}.").format(the_plan=its))
    return redirect("planning:step_new" if "another" in request.POST else "planning:edit", _back(request, held))


def _back(request: StaffRequest, held: Goal) -> UUID:
    return held.pk if "another" in request.POST else held.plan_id


@page(needs=WRITE)
def step(request: StaffRequest, step_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = step_of(request.actor, step_id)
        if keeps_theirs(request):
            return redirect("planning:edit", held.plan_id)
        initial = {**{name: getattr(held, name) for name in STEP_WORDS}, "version": held.version}
        called, suggested = held.person.called, _steps(held.plan)
        form = StepForm(request.POST or None, initial=initial, called=called, suggested=suggested)
        if puts_together(request) or not form.is_valid():
            return _step_page(request, held.goal, form, held)
    try:
        words = form.step_words()
        actions.change_step(actor=request.actor, step=held, words=words, seen=form.cleaned_data["version"])
    except StaleRecord as stale:
        return show_both(request, held, form, stale)
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _step_page(request, held.goal, form, held)
    messages.success(request, _("The step is saved."))
    return redirect("planning:edit", held.plan_id)


def _step_page(request: StaffRequest, goal: Goal, form: StepForm, held: ActionStep | None = None) -> HttpResponse:
    frame = file_frame(request.actor, (held or goal).person, current="plan")
    return render(request, "planning/step.html", {"form": form, "goal": goal, "step": held, **frame})


@require_POST
@page(needs=WRITE)
def remove_step(request: StaffRequest, step_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = step_of(request.actor, step_id)
    try:
        actions.remove_step(actor=request.actor, step=held)
        messages.success(request, _("The step is taken out."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("planning:edit", held.plan_id)


@require_POST
@page(needs=WRITE)
def finish_step(request: StaffRequest, step_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = step_of(request.actor, step_id)
    actions.finish_step(actor=request.actor, step=held)
    messages.success(request, _("Done: {what}").format(what=held.what))
    return redirect("planning:plan", held.plan_id)
