"""The supervisor's page, and handing a case over."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.queries import count_waiting_roles
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.assessment.queries import due_by_rule, handed_in_unread, levels_set
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import end_duty, reassign_case, set_duty
from keyworker.cases.models import Case, DutyTurn
from keyworker.cases.queries import rota
from keyworker.delivery.models import ReportStage
from keyworker.intake.late import late
from keyworker.intake.queries import owners
from keyworker.people.models import CareTeamMember
from keyworker.people.pages import cursor_link
from keyworker.supervision.forms import DutyForm, ReassignForm
from keyworker.supervision.queries import (
    PAGE,
    Cursor,
    Waiting,
    Worry,
    broken_glass,
    late_follow_ups,
    loads,
    names_on_the_rota,
    overseen_programs,
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
        "opened": [_opened(member) for member in broken_glass(actor)],
        "roles": count_waiting_roles(actor),
        "roles_href": address("workspace:waiting_roles"),
        "follow_ups": late_follow_ups(actor, today=today),
        "asking": late(actor, Permission.CASELOAD_OVERSEE),
        "dangers": [
            (each, ReportStage(each.stage).label, each.is_late(clock.now()))
            for each in waiting
            if each.kind == "danger"
        ],
        "actions": [
            {"text": _("Assessments"), "href": address("supervision:assessments")},
            {"text": _("Who is on duty"), "href": address("supervision:duty")},
        ],
    }
    return render(request, "supervision/overview.html", context)


def _danger(each: Waiting) -> tuple[Waiting, Any, bool]:
    return each, ReportStage(each.stage).label, each.is_late(clock.now())


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


@page(needs=Permission.CASELOAD_OVERSEE)
def duty(request: StaffRequest) -> HttpResponse:
    """Who is on duty, program by program, and the days ahead."""
    with reading(request.actor):
        form = DutyForm(
            request.POST or None, programs=overseen_programs(request.actor), staff=names_on_the_rota(request.actor)
        )
        if not form.is_valid():
            return _duty_page(request, form)
        staff = require(Staff, form.cleaned_data["staff"], actor=request.actor, needs=Permission.STAFF_VIEW)
    try:
        first, last = form.days
        set_duty(actor=request.actor, program=form.program_chosen, staff=staff, from_on=first, until_on=last)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _duty_page(request, form)
    messages.success(request, _("{name} is on the rota.").format(name=staff.name))
    return redirect("supervision:duty")


def _duty_page(request: StaffRequest, form: DutyForm) -> HttpResponse:
    today = workplace(request.actor).today
    turns = rota(request.actor, today=today)
    context = {
        "form": form,
        "now": [(program, _first_now(turns, program, today)) for program in form.programs.values()],
        "turns": turns,
        "today": today,
    }
    return render(request, "supervision/duty.html", context)


def _first_now(turns: list[DutyTurn], program: Program, today: date) -> DutyTurn | None:
    """Where turns overlap, the one that began last counts, as in `cases.duty`."""
    here = [turn for turn in turns if turn.program_id == program.pk and turn.from_on <= today]
    return max(here, key=lambda turn: (turn.from_on, turn.created_at), default=None)


@require_POST
@page(needs=Permission.CASELOAD_OVERSEE)
def end_turn(request: StaffRequest, turn_id: UUID) -> HttpResponse:
    with reading(request.actor):
        turn = require(DutyTurn, turn_id, actor=request.actor, needs=Permission.CASELOAD_OVERSEE)
    try:
        end_duty(actor=request.actor, turn=turn)
        messages.success(request, _("The turn is off the rota."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("supervision:duty")


def _choices(request: StaffRequest, case: Case) -> list[tuple[str, str]]:
    """Colleagues with a role in the program, the one who has the case left out."""
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
