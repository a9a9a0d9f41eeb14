"""Beginning a plan from a template, and a program's templates as its administrator sets them up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.agencies.models import Program
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.people.pages import file_frame
from keyworker.planning import actions
from keyworker.planning.examples import SHIPPED, example_of
from keyworker.planning.forms import NONE, StartForm, TemplateForm, template_answers
from keyworker.planning.models import PlanTemplate
from keyworker.planning.offering import program_to_set_up, template_to_set_up, templates_for, templates_of
from keyworker.planning.views.answering import refuse

MANAGE = Permission.AGENCY_MANAGE
WRITE = Permission.PLAN_WRITE


@page(needs=WRITE)
def start(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Choose what the plan begins with; where the program has no template, it begins empty at once."""
    with reading(request.actor):
        case = require(Case, case_id, actor=request.actor, needs=WRITE, join=("person", "program"))
        offered = templates_for(request.actor, case)
        form = StartForm(_sent(request), offered=offered)
        if not form.is_valid():
            return _start_page(request, case, form, offered)
    template = next((each for each in offered if str(each.pk) == form.cleaned_data["template"]), None)
    words = actions.PlanWords(language=case.person.language)
    try:
        plan = actions.start_plan(actor=request.actor, case=case, words=words, template=template)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
        return redirect("planning:plans", case.person_id)
    return redirect("planning:edit", plan.pk)


def _sent(request: StaffRequest) -> dict[str, str] | None:
    """What was chosen; the tab's own button, where there is nothing to choose, sends nothing: an empty plan."""
    return {"template": request.POST.get("template", NONE)} if request.method == "POST" else None


def _start_page(request: StaffRequest, case: Case, form: StartForm, offered: list[PlanTemplate]) -> HttpResponse:
    context = {
        "form": form,
        "case": case,
        "examples": [(each, example_of(each.example)) for each in offered],
        **file_frame(request.actor, case.person, current="plan", program=case.program),
    }
    return render(request, "planning/start.html", context)


@page(needs=MANAGE)
def templates(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """A program's templates, and those that come with Keyworker to copy from."""
    with reading(request.actor):
        program = program_to_set_up(request.actor, program_id)
        held = templates_of(request.actor, program)
    if request.method == "POST":
        return _copy_in(request, program)
    titles = {each.title for each in held if each.ended_at is None}
    shipped = [(name, words) for name, words in SHIPPED.items() if words.title not in titles]
    with reading(request.actor):
        context = {"program": program, "templates": held, "shipped": shipped}
        return render(request, "planning/templates.html", context)


def _copy_in(request: StaffRequest, program: Program) -> HttpResponse:
    words = SHIPPED.get(request.POST.get("copy", ""))
    if words is None:
        return redirect("planning:templates", program.pk)
    try:
        made = actions.add_plan_template(actor=request.actor, program=program, words=words)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
        return redirect("planning:templates", program.pk)
    messages.success(request, _("It is the program's own now. Change what does not fit."))
    return redirect("planning:template", made.pk)


@page(needs=MANAGE)
def new_template(request: StaffRequest, program_id: UUID) -> HttpResponse:
    with reading(request.actor):
        program = program_to_set_up(request.actor, program_id)
        form = TemplateForm(request.POST or None)
        if not form.is_valid():
            return _template_page(request, program, form)
    try:
        actions.add_plan_template(actor=request.actor, program=program, words=form.words())
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _template_page(request, program, form)
    messages.success(request, _("Plans can begin with it now."))
    return redirect("planning:templates", program.pk)


@page(needs=MANAGE)
def template(request: StaffRequest, template_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = template_to_set_up(request.actor, template_id)
        form = TemplateForm(request.POST or None, initial=template_answers(held))
        if not form.is_valid():
            return _template_page(request, held.program, form, held)
    seen = form.cleaned_data["version"]
    try:
        actions.change_plan_template(actor=request.actor, template=held, words=form.words(), seen=seen)
    except StaleRecord as stale:
        return _second(request, held.program, form, stale)
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _template_page(request, held.program, form, held)
    messages.success(request, _("Saved. Plans begin with it from now on; those there are stay as they are."))
    return redirect("planning:templates", held.program_id)


def _second(request: StaffRequest, program: Program, form: TemplateForm, stale: StaleRecord) -> HttpResponse:
    """Somebody else saved first: the words typed stay, and saving again puts them over the others knowingly."""
    form.add_error(
        None,
        _(
            "A colleague saved this template while you were writing. Your words are still here. Look at theirs in"
            " another tab, then save again to put yours in their place."
        ),
    )
    form.data = {**request.POST.dict(), "domains": request.POST.getlist("domains"), "version": stale.current.version}
    with reading(request.actor):
        answer = _template_page(request, program, form, stale.current)
    answer.status_code = 409
    return answer


def _template_page(request: StaffRequest, program: Program, form: TemplateForm, held: Any = None) -> HttpResponse:
    return render(request, "planning/template.html", {"form": form, "program": program, "template": held})


@require_POST
@page(needs=MANAGE)
def end_template(request: StaffRequest, template_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = template_to_set_up(request.actor, template_id)
    try:
        actions.end_plan_template(actor=request.actor, template=held)
        messages.success(request, _("It is offered no longer. Plans that began with it stay as they are."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("planning:templates", held.program_id)
