"""The supervisor's page, and handing a case over."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.queries import count_waiting_roles
from keyworker.access.workplace import workplace
from keyworker.assessment.queries import due_by_rule, handed_in_unread, levels_set
from keyworker.base import clock
from keyworker.delivery.models import ReportStage
from keyworker.intake.late import late
from keyworker.people.models import CareTeamMember
from keyworker.people.pages import cursor_link
from keyworker.supervision.queries import (
    PAGE,
    Cursor,
    Worry,
    broken_glass,
    escalated_tasks,
    loads,
    notes_owed,
    waiting_for_the_supervisor,
    worrying_cases,
)
from keyworker.supervision.rules import IN_WORDS, URGENT

LEVELS_SHOWN = timedelta(days=30)


@page(needs=Permission.CASELOAD_OVERSEE)
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    actor, today = request.actor, workplace(request.actor).today
    waiting = waiting_for_the_supervisor(actor)
    worries = worrying_cases(actor, today=today, after=_cursor(request))
    last = worries[PAGE - 1].case if len(worries) > PAGE else None
    context = {
        "worries": [_worry(worry) for worry in worries[:PAGE]],
        "more_href": cursor_link("", on=last.next_step_on or "", key=last.pk) if last else "",
        "loads": loads(actor, today=today),
        "plans": [each for each in waiting if each.kind == "plan"],
        "notes": [each for each in waiting if each.kind == "note"],
        "unanswered": [each for each in waiting if each.kind == "message"],
        "declared": [each for each in waiting if each.kind == "declared"],
        "untold": [each for each in waiting if each.kind == "stop"],
        "opened": [_opened(member) for member in broken_glass(actor)],
        "roles": count_waiting_roles(actor),
        "roles_href": address("workspace:waiting_roles"),
        "follow_ups": [each for each in waiting if each.kind == "follow-up"],
        "notes_owed": notes_owed(waiting, today=today),
        "escalated": escalated_tasks(actor, today=today),
        "asking": late(actor, Permission.CASELOAD_OVERSEE),
        "dangers": [
            (each, ReportStage(each.stage).label, each.is_late(clock.now()))
            for each in waiting
            if each.kind == "danger"
        ],
        "actions": [
            {"text": _("Assessments"), "href": address("supervision:assessments")},
            {"text": _("Looking back"), "href": address("supervision:looking_back")},
            {"text": _("Declarations"), "href": address("supervision:declarations")},
            {"text": _("Who is on duty"), "href": address("supervision:duty")},
            {"text": _("Who is away"), "href": address("supervision:away")},
            {"text": _("Hand over somebody's cases"), "href": address("supervision:carriers")},
        ],
    }
    return render(request, "supervision/overview.html", context)


@page(needs=Permission.CASELOAD_OVERSEE)
@require_safe
def assessments(request: StaffRequest) -> HttpResponse:
    """What is late or due soon by rule, and what clients handed in and nobody has read."""
    actor, today = request.actor, workplace(request.actor).today
    due = due_by_rule(actor, today=today)
    context = {
        "late": [task for task in due if task.due_on < today],
        "soon": [task for task in due if task.due_on >= today],
        "unread": handed_in_unread(actor),
        "levels": levels_set(actor, since=clock.now() - LEVELS_SHOWN),
    }
    return render(request, "supervision/assessments.html", context)


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
