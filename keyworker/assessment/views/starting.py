"""Pages to begin an assessment, to say how it is done, and to hand it over."""

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
from keyworker.assessment.actions import (
    ask_client,
    hand_over_assessment,
    note_read,
    say_how,
    start_assessment,
    take_questions_back,
)
from keyworker.assessment.forms import AskForm, HandOverForm, HowForm, StartForm, how_of
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import assessment_to_fill, has_own_door, who_may_go_on
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.questionnaires.queries import questionnaires_used_in

RECORD = Permission.ASSESSMENT_RECORD


@page(needs=RECORD)
def start(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=RECORD)
        cases = [case for case in cases_of(request.actor, person, needs=RECORD) if case.is_open]
        offered = questionnaires_used_in(request.actor, [case.program for case in cases])
        form = StartForm(request.POST or None, questionnaires=offered, cases=cases)
        form.choose(url=request.GET.get("form", ""), case=request.GET.get("case", ""))
        if not form.is_valid():
            return _framed(request, "start", person, form=form)
    try:
        begun = start_assessment(
            actor=request.actor, case=form.case_chosen, questionnaire=form.questionnaire_chosen, how=form.how
        )
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _framed(request, "start", person, form=form)
    return redirect("assessment:fill", begun.pk)


@page(needs=RECORD)
def how(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        if held.is_finished:
            return redirect("assessment:read", held.pk)
        form = HowForm(request.POST or None, initial=how_of(held))
        if not form.is_valid():
            return _framed(request, "how", held.person, form=form, assessment=held)
    try:
        say_how(actor=request.actor, assessment=held, how=form.how)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("assessment:fill", held.pk)


@page(needs=RECORD)
def hand_over(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
        if held.is_finished:
            return redirect("assessment:read", held.pk)
        form = HandOverForm(request.POST or None, colleagues=who_may_go_on(held))
        if not form.is_valid():
            return _hand_over_page(request, held, form)
    try:
        hand_over_assessment(actor=request.actor, assessment=held, over=form.over)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _hand_over_page(request, held, form)
    messages.success(request, _("{name} goes on with it.").format(name=form.over.to.name))
    return redirect("assessment:list", held.person_id)


@page(needs=RECORD)
def ask(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Put questions at the client's own door."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=RECORD)
        open_cases = [case for case in cases_of(request.actor, person, needs=RECORD) if case.is_open]
        cases = [case for case in open_cases if not case.program.sealed]
        offered = questionnaires_used_in(request.actor, [case.program for case in cases])
        form = AskForm(request.POST or None, questionnaires=offered, cases=cases, language=person.language)
        if not form.is_valid():
            return _ask_page(request, person, form)
    try:
        ask_client(actor=request.actor, case=form.case_chosen, asking=form.asking)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _ask_page(request, person, form)
    messages.success(request, _("The questions are at their own page now."))
    return redirect("assessment:list", person.pk)


def _ask_page(request: StaffRequest, person: Person, form: AskForm) -> HttpResponse:
    return _framed(request, "ask", person, form=form, has_door=has_own_door(request.actor, person))


@require_POST
@page(needs=RECORD)
def take_back(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
    try:
        take_questions_back(actor=request.actor, assessment=held)
        messages.success(request, _("The questions are no longer at their page. What they answered is here."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("assessment:fill", held.pk)


@require_POST
@page(needs=Permission.ASSESSMENT_VIEW)
def mark_read(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(Assessment, assessment_id, actor=request.actor, needs=Permission.ASSESSMENT_VIEW)
    try:
        note_read(actor=request.actor, assessment=held)
        messages.success(request, _("Noted. The client can see that somebody has read it."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("assessment:read", held.pk)


def _hand_over_page(request: StaffRequest, held: Assessment, form: HandOverForm) -> HttpResponse:
    return _framed(request, "hand_over", held.person, form=form, assessment=held)


def _framed(request: StaffRequest, name: str, person: Person, **context: Any) -> HttpResponse:
    frame = file_frame(request.actor, person, current="assessments")
    return render(request, f"assessment/{name}.html", {**context, **frame})
