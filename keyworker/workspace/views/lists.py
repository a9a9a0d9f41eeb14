"""Lists of cases: the worker's own, and all that somebody oversees."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.cases.models import Case
from keyworker.cases.queries import all_cases
from keyworker.workspace import cursor
from keyworker.workspace.forms import CaseFilter
from keyworker.workspace.queries.lists import PAGE, my_cases, programs
from keyworker.workspace.words import due_badge


@page(needs=Permission.CASE_VIEW)
@require_safe
def caseload(request: StaffRequest) -> HttpResponse:
    known = programs(request.actor, Permission.CASE_VIEW)
    form = CaseFilter(request.GET, programs=known, asks=("program", "step"))
    found = my_cases(request.actor, **form.chosen(), after=cursor.day(request.GET))
    last = found[PAGE - 1] if len(found) > PAGE else None
    older = cursor.link(request.GET, on=last.next_step_on or "", key=last.pk) if last else ""
    context = {"cases": [_line(case, request) for case in found[:PAGE]], "filter_form": form, "older_href": older}
    return render(request, "workspace/caseload.html", context)


@page(needs=Permission.CASELOAD_OVERSEE)
@require_safe
def cases(request: StaffRequest) -> HttpResponse:
    form = CaseFilter(
        request.GET, programs=programs(request.actor, Permission.CASELOAD_OVERSEE), asks=("program", "status")
    )
    chosen = form.chosen()
    found = all_cases(
        request.actor,
        program=_program(request, chosen.get("program", "")),
        status=chosen.get("status", ""),
        after=cursor.instant(request.GET),
        size=PAGE,
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    older = cursor.link(request.GET, at=last.opened_at.isoformat(), key=last.pk) if last else ""
    context = {"cases": [_line(case, request) for case in found[:PAGE]], "filter_form": form, "older_href": older}
    return render(request, "workspace/cases.html", context)


def _program(request: StaffRequest, key: str) -> Program | None:
    held = rows(Program, actor=request.actor, needs=Permission.CASELOAD_OVERSEE)
    return held.get(pk=key) if key else None


def _line(case: Case, request: StaffRequest) -> dict[str, Any]:
    """A case as a row of a list."""
    today = workplace(request.actor).today
    return {
        "case": case,
        "person": case.person.called,
        "opened": date_format(case.opened_at, "DATE_FORMAT"),
        "badge": due_badge(case.next_step_on, today=today) if case.next_step_on else None,
    }
