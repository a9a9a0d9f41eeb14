"""For administrators: the agency's programs, how each works, begun, changed, closed and opened again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.languages import NAMES
from keyworker.base.models import StaleRecord
from keyworker.workspace import cursor
from keyworker.workspace.actions import add_program, change_agency, change_program, close_program, reopen_program
from keyworker.workspace.program_forms import (
    ASKED_AS,
    SEAL,
    SEAL_HINTS,
    SETTINGS,
    WORDS,
    AgencyForm,
    EmptyProgramForm,
    ProgramForm,
    settings_of,
)
from keyworker.workspace.program_kinds import KINDS
from keyworker.workspace.queries import programs as found
from keyworker.workspace.queries.programs import MANAGE, PAGE
from keyworker.workspace.rules import InProgram, may_close_program


@page(needs=MANAGE)
def programs(request: StaffRequest) -> HttpResponse:
    """The programs, and what holds where they say nothing of their own."""
    with reading(request.actor):
        agency = workplace(request.actor).agency
        form = AgencyForm(request.POST or None, agency=agency)
        if not form.is_valid():
            return _list(request, form)
    change_agency(
        actor=request.actor,
        agency=agency,
        words=form.codes(),
        answer_complaints_days=form.cleaned_data["answer_complaints_days"],
        help_now=form.help_now(),
    )
    messages.success(request, _("Saved. It holds for every program that says nothing of its own."))
    return redirect("workspace:programs")


def _list(request: StaffRequest, form: AgencyForm) -> HttpResponse:
    shown = found.programs(request.actor, after=request.GET.get("on", ""), after_key=cursor.key(request.GET))
    last = shown[PAGE - 1] if len(shown) > PAGE else None
    older = cursor.link(request.GET, on=last.name, key=last.pk) if last else ""
    return render(request, "workspace/programs.html", {"programs": shown[:PAGE], "older_href": older, "form": form})


@page(needs=MANAGE)
@require_safe
def program_kinds(request: StaffRequest) -> HttpResponse:
    """How the work is done there: what a new program begins with."""
    return render(request, "workspace/program_kinds.html", {"kinds": KINDS.values()})


@page(needs=MANAGE)
def new_program(request: StaffRequest) -> HttpResponse:
    kind = KINDS.get(request.GET.get("like", ""))
    with reading(request.actor):
        agency = workplace(request.actor).agency
        offered = found.forms_offered(request.actor)
        begins_with = kind.settings_with(offered) if kind else None
        form = EmptyProgramForm(
            request.POST or None, program=None, offered=offered, agency=agency, begins_with=begins_with
        )
        if not form.is_valid():
            return render(request, "workspace/program.html", {"form": form, "kind": kind})
    try:
        begun = add_program(
            actor=request.actor, agency=agency, settings=form.settings, begins_with=kind.beginning if kind else None
        )
    except Refused as refused:
        form.add_error("name", str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "workspace/program.html", {"form": form, "kind": kind})
    messages.success(request, _("{name} is open. Now give your colleagues their roles in it.").format(name=begun.name))
    return redirect("workspace:staff")


@page(needs=MANAGE)
def program(request: StaffRequest, program_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held, people, form = _asked(request, program_id)
        if request.POST.get("choice") == "theirs":
            return redirect("workspace:program", program_id)
        if request.POST.get("choice") == "edit" or not form.is_valid():
            return _program_page(request, held, people, form)
    seen = form.cleaned_data["version"]
    if seen == held.version and form.settings == settings_of(held):
        messages.info(request, _("Nothing was changed."))
        return redirect("workspace:program", program_id)
    try:
        changed = change_program(actor=request.actor, program=held, settings=form.settings, seen=seen)
    except StaleRecord as stale:
        return _show_both(request, form, stale)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _program_page(request, held, people, form)
    messages.success(request, _("Saved. It works like this from now on."))
    if changed.sealed and not held.sealed:
        messages.warning(
            request, _("It is sealed now: each role in it waits for a second person, and gives nothing yet.")
        )
        return redirect("workspace:waiting_roles")
    return redirect("workspace:program", program_id)


def _asked(request: StaffRequest, program_id: UUID) -> tuple[Program, InProgram, ProgramForm]:
    held = found.program(request.actor, program_id)
    people = found.in_program(held)
    offered = found.forms_offered(request.actor)
    asking = EmptyProgramForm if people.is_empty else ProgramForm
    agency = workplace(request.actor).agency
    return held, people, asking(request.POST or None, program=held, offered=offered, agency=agency)


def _program_page(request: StaffRequest, held: Program, people: InProgram, form: ProgramForm) -> HttpResponse:
    said = "yes" if held.sealed else "no"
    context = {
        "form": form,
        "program": held,
        "people": people,
        "seal": {"is": dict(SEAL)[said], "means": SEAL_HINTS[said]},
    }
    return render(request, "workspace/program.html", context)


def _show_both(request: StaffRequest, form: ProgramForm, stale: StaleRecord) -> HttpResponse:
    with reading(request.actor):
        theirs = found.program(request.actor, stale.current.pk)
        context = {
            "program": theirs,
            "who": theirs.changed_by.name if theirs.changed_by else _("A colleague"),
            "when": date_format(localtime(theirs.changed_at), "H:i") if theirs.changed_at else "",
            "fields": _both(form, theirs),
            "version": theirs.version,
            "hidden": _as_sent(request),
        }
        return render(request, "workspace/program_stale.html", context, status=409)


def _both(form: ProgramForm, theirs: Program) -> list[dict[str, Any]]:
    mine, now = form.settings, settings_of(theirs)
    listed = ("forms_used", "needs", "households", "left_out", *WORDS)
    titles = {key: text for name in listed for key, text in form.fields[name].choices}  # type: ignore[attr-defined]
    asked = [(each.name, ASKED_AS.get(each.name, each.name)) for each in SETTINGS]
    return [
        {
            "label": form.fields[asked_as].label,
            "mine": _in_words(getattr(mine, name), titles),
            "theirs": _in_words(getattr(now, name), titles),
            "differs": getattr(mine, name) != getattr(now, name),
        }
        for name, asked_as in asked
        if asked_as in form.fields
    ]


def _in_words(value: Any, titles: dict[str, str]) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, tuple):
        return ", ".join(str(titles.get(each) or NAMES.get(each, each)) for each in value)
    return "" if value is None else str(titles.get(value) or value)


def _as_sent(request: StaffRequest) -> str:
    own = {"csrfmiddlewaretoken", "version", "choice"}
    sent = ((name, value) for name, values in request.POST.lists() if name not in own for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', sent)


@page(needs=MANAGE)
def close(request: StaffRequest, program_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = found.program(request.actor, program_id)
        may = may_close_program(found.in_program(held), is_open=held.closed_at is None)
        if request.method != "POST":
            return render(request, "workspace/close_program.html", {"program": held, "may": may})
    try:
        close_program(actor=request.actor, program=held)
    except Refused as refused:
        with reading(request.actor):
            return render(request, "workspace/close_program.html", {"program": held, "may": refused.decision})
    messages.success(request, _("{name} is closed. Its files stay as they are.").format(name=held.name))
    return redirect("workspace:programs")


@require_POST
@page(needs=MANAGE)
def reopen(request: StaffRequest, program_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = found.program(request.actor, program_id)
    try:
        reopen_program(actor=request.actor, program=held)
        messages.success(request, _("{name} is open again.").format(name=held.name))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("workspace:program", program_id)
