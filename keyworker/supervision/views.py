"""The supervisor's page, and handing a case over."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import reassign_case
from keyworker.cases.models import Case
from keyworker.intake.queries import owners
from keyworker.people.models import CareTeamMember
from keyworker.people.pages import cursor_link
from keyworker.supervision.forms import ReassignForm
from keyworker.supervision.queries import (
    PAGE,
    Cursor,
    Worry,
    broken_glass,
    late_follow_ups,
    loads,
    plans_to_approve,
    worrying_cases,
)
from keyworker.supervision.rules import IN_WORDS, URGENT


@page(needs=Permission.CASELOAD_OVERSEE)
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    actor, today = request.actor, workplace(request.actor).today
    worries = worrying_cases(actor, today=today, after=_cursor(request))
    last = worries[PAGE - 1].case if len(worries) > PAGE else None
    context = {
        "worries": [_worry(worry) for worry in worries[:PAGE]],
        "more_href": cursor_link("", on=last.next_step_on or "", key=last.pk) if last else "",
        "loads": loads(actor, today=today),
        "plans": plans_to_approve(actor),
        "opened": [_opened(member) for member in broken_glass(actor)],
        "follow_ups": late_follow_ups(actor, today=today),
    }
    return render(request, "supervision/overview.html", context)


@page(needs=Permission.CASE_ASSIGN)
def reassign(request: StaffRequest, case_id: UUID) -> HttpResponse:
    with reading(request.actor):
        join = ("person", "program", "owner")
        case = require(Case, case_id, actor=request.actor, needs=Permission.CASE_ASSIGN, join=join)
        form = ReassignForm(request.POST or None, owners=_choices(request, case))
        if not form.is_valid():
            return render(request, "supervision/reassign.html", {"form": form, "case": case})
        to = require(Staff, form.cleaned_data["to"], actor=request.actor, needs=Permission.STAFF_VIEW)
    try:
        reassign_case(actor=request.actor, case=case, to=to, because=form.cleaned_data["because"])
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "supervision/reassign.html", {"form": form, "case": case})
    messages.success(request, _("{name} has the case now.").format(name=to.name))
    return redirect("supervision:overview")


def _choices(request: StaffRequest, case: Case) -> list[tuple[str, str]]:
    """Colleagues with a role in the programme, the one who has the case left out."""
    return [
        (str(owner.id), f"{owner.name} ({owner.open_cases})")
        for owner in owners(request.actor, case.program)
        if owner.id != case.owner_id
    ]


def _cursor(request: StaffRequest) -> Cursor | None:
    """Where the last page ended; None, the first page, for anything nobody gave out."""
    try:
        on, key = request.GET["on"], UUID(request.GET["key"])
        return (date.fromisoformat(on) if on else None), key
    except (KeyError, ValueError):
        return None


def _worry(worry: Worry) -> dict[str, Any]:
    case = worry.case
    return {
        "case": case,
        "person": case.person.called,
        "href": address("workspace:file", case.person_id),
        "since": date_format(case.next_step_on) if case.next_step_on else "",
        "badges": [
            {"text": IN_WORDS[each], "tone": "urgent" if each in URGENT else "warning"} for each in worry.concerns
        ],
    }


def _opened(member: CareTeamMember) -> dict[str, Any]:
    return {
        "who": member.staff.name,
        "person": member.person.called,
        "program": member.program.name,
        "when": member.since,
        "why": member.because,
    }
