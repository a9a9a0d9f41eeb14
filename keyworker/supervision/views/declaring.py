"""Pages of what workers declare: one's own with a form, the team's for whoever oversees it, one to answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import caseload
from keyworker.supervision import declaring
from keyworker.supervision.forms import AnswerDeclarationForm, DeclareForm

MOST_CASES = 100


@page(needs=declaring.WORKS_THERE)
def declarations(request: StaffRequest) -> HttpResponse:
    """What I declared, and a form; for a supervisor what the team declared, first."""
    actor = request.actor
    with reading(actor):
        form = DeclareForm(
            request.POST or None,
            programs=declaring.programs_to_declare_in(actor),
            cases=list(caseload(actor)[:MOST_CASES]) if may(actor, Permission.CASE_VIEW) else (),
            currency=workplace(actor).agency.currency,
        )
        if not form.is_valid():
            return _list_page(request, form)
    try:
        declaring.declare(actor=actor, program=form.program_chosen, declared=form.declared())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(actor):
            return _list_page(request, form)
    messages.success(request, _("Thank you for saying so. Your supervisor reads it, and answers."))
    return redirect("supervision:declarations")


def _list_page(request: StaffRequest, form: DeclareForm) -> HttpResponse:
    actor = request.actor
    oversees = may(actor, declaring.OVERSEE)
    context = {
        "form": form,
        "mine": declaring.my_declarations(actor),
        "team": declaring.team_declarations(actor) if oversees else [],
    }
    return render(request, "supervision/declarations.html", context)


@page(needs=declaring.OVERSEE)
def declaration(request: StaffRequest, declaration_id: UUID) -> HttpResponse:
    """One to read and answer; whom it is about is named where the reader may know them."""
    actor = request.actor
    with reading(actor):
        held = declaring.declaration(actor, declaration_id, needs=declaring.OVERSEE)
        form = None if held.answered_at else _answer_form(request, held, request.POST or None)
        if form is None or not form.is_valid():
            return _page(request, held, form)
    try:
        declaring.answer_declaration(
            actor=actor, declaration=held, answered=form.answered(), seen=form.cleaned_data["version"]
        )
    except (Refused, StaleRecord) as why:
        return _not_saved(request, declaration_id, why)
    messages.success(request, _("Your answer is kept. They read it on their page."))
    return redirect("supervision:declarations")


def _answer_form(request: StaffRequest, held: Any, data: Any) -> AnswerDeclarationForm:
    return AnswerDeclarationForm(data, declaration=held, may_keep_out=declaring.may_keep_out(request.actor, held))


def _not_saved(request: StaffRequest, declaration_id: UUID, why: Refused | StaleRecord) -> HttpResponse:
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    with reading(request.actor):
        held = declaring.declaration(request.actor, declaration_id, needs=declaring.OVERSEE)
        data = {**request.POST.dict(), "version": held.version}
        form = None if held.answered_at else _answer_form(request, held, data)
        if form is None:
            messages.warning(request, reason)
        else:
            form.is_valid()
            form.add_error(None, reason)
        return _page(request, held, form, status=409 if isinstance(why, StaleRecord) else 200)


def _page(request: StaffRequest, held: Any, form: Any, *, status: int = 200) -> HttpResponse:
    context = {"declaration": held, "called": declaring.called(request.actor, held), "form": form}
    return render(request, "supervision/declaration.html", context, status=status)
