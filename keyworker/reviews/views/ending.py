"""Pages of the end: planning it, closing, opening again, the follow-up, and the summary to take home."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.design.papers import paper
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.people.queries import code_words
from keyworker.people.reaching import ways_now
from keyworker.reviews import actions
from keyworker.reviews.forms import CloseForm, ExitForm, FollowUpForm, ReopenForm
from keyworker.reviews.forms.ending import EXIT_WORDS
from keyworker.reviews.forms.measuring import measures_in
from keyworker.reviews.measuring import indicators_on
from keyworker.reviews.models import FollowUp, FollowUpOutcome
from keyworker.reviews.queries import (
    case_to_review,
    closure_to_print,
    exit_plan_of,
    goals_to_the_end,
    may_close_anyway,
    open_ends,
    referrals_before,
)
from keyworker.reviews.rules import OpenEnds, may_name_way, open_ends_in_words
from keyworker.reviews.views.answering import attempt, both_versions, form_page, keeps_theirs, puts_together


@page(needs=Permission.REVIEW_RECORD)
def plan_exit(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """How the case is to end, from the first day on."""
    with reading(request.actor):
        case = case_to_review(request.actor, case_id, Permission.REVIEW_RECORD)
        plan = exit_plan_of(request.actor, case)
        form = ExitForm(None if keeps_theirs(request) else request.POST or None, plan=plan)
        if puts_together(request) or not form.is_valid():
            return form_page(request, "reviews/exit_plan.html", case.person, form, case=case)
    words, seen = form.words(), form.cleaned_data["version"]
    try:
        answer = attempt(
            request, form, lambda: actions.plan_exit(actor=request.actor, case=case, words=words, seen=seen)
        )
    except StaleRecord as stale:
        both = both_versions(request, form, stale.current, EXIT_WORDS)
        return form_page(request, "reviews/stale.html", case.person, form, status=409, **both)
    if answer is not None:
        return form_page(request, "reviews/exit_plan.html", case.person, form, case=case)
    messages.success(request, _("Saved. It can change until the last day."))
    return redirect("reviews:list", case.person_id)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the page of closing shows before its questions."""

    case: Case
    ends: OpenEnds
    supervises: bool


@page(needs=Permission.CASE_CLOSE)
def close(request: StaffRequest, case_id: UUID) -> HttpResponse:
    actor = request.actor
    with reading(actor):
        case = case_to_review(actor, case_id, Permission.CASE_CLOSE)
        leaving = Leaving(case, open_ends(case), may_close_anyway(actor, case))
        today = workplace(actor).today
        form = CloseForm(
            request.POST or None,
            today=today,
            ends=leaving.ends,
            plan=exit_plan_of(actor, case),
            standing=indicators_on(case, today=today),
            supervises=leaving.supervises,
        )
        if not form.is_valid():
            return _close_page(request, leaving, form)
    answer = attempt(
        request,
        form,
        lambda: actions.close_case(
            actor=actor,
            case=case,
            closing=form.closing(),
            knowing=form.cleaned_data.get("knowing", False),
            measures=measures_in(form),
            anyway=form.cleaned_data.get("anyway", ""),
        ),
    )
    if answer is not None:
        return _close_page(request, leaving, form)
    messages.success(request, _("The case is closed. Thank you for staying with them."))
    return redirect("reviews:list", case.person_id)


# Where the open ends of a case are mended, by their code.
MENDED_ON = {
    "notes": ("delivery:contacts", gettext_lazy("Contacts")),
    "referrals": ("referrals:list", gettext_lazy("Referrals")),
    "tasks": ("tasks:list", gettext_lazy("Tasks")),
    "messages": ("delivery:messages", gettext_lazy("Messages")),
    "papers": ("delivery:documents", gettext_lazy("Documents")),
    "assessments": ("assessment:list", gettext_lazy("Assessments")),
}


def _where_to_mend(code: str, person: Person) -> list[dict[str, str]]:
    if code not in MENDED_ON:
        return []
    page_name, text = MENDED_ON[code]
    return [{"href": reverse(page_name, args=[person.pk]), "text": str(text)}]


def _close_page(request: StaffRequest, leaving: Leaving, form: CloseForm) -> HttpResponse:
    """The open ends stand before the questions, so that nobody is surprised."""
    ends = open_ends_in_words(leaving.ends)
    found = [
        {
            "text": str(end.reason),
            "tone": "urgent" if not end.allowed else "warning",
            "links": _where_to_mend(str(end.facts.get("code", "")), leaving.case.person),
        }
        for end in ends
    ]
    return form_page(
        request,
        "reviews/close.html",
        leaving.case.person,
        form,
        case=leaving.case,
        open_ends=found,
        stopped=any(not end.allowed for end in ends),
        supervises=leaving.supervises,
    )


@page(needs=Permission.REVIEW_VIEW)
@require_safe
def summary(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    """What they take home at the end, in their language; what they said stays as they said it."""
    closure = closure_to_print(request.actor, closure_id)
    here = workplace(request.actor)
    context = {
        "title": gettext_lazy("What we did together"),
        "agency": here.agency.name,
        "crisis_help": here.agency.help_in(closure.person.language),
        "closure": closure,
        "person": closure.person,
        "goals": goals_to_the_end(request.actor, closure),
    }
    return paper(request, "reviews/summary.html", context, name="summary", language=closure.person.language)


@page(needs=Permission.CASE_OPEN)
def reopen(request: StaffRequest, case_id: UUID) -> HttpResponse:
    with reading(request.actor):
        case = case_to_review(request.actor, case_id, Permission.CASE_OPEN)
        person = require(Person, case.person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = ReopenForm(request.POST or None)
        if not form.is_valid():
            return form_page(request, "reviews/reopen.html", person, form, case=case)
    answer = attempt(
        request,
        form,
        lambda: actions.reopen_case(actor=request.actor, case=case, because=form.cleaned_data["because"]),
    )
    if answer is not None:
        return form_page(request, "reviews/reopen.html", person, form, case=case)
    messages.success(request, _("The case is open again."))
    return redirect("workspace:file", case.person_id)


@page(needs=Permission.REVIEW_RECORD)
def follow_up(request: StaffRequest, follow_up_id: UUID) -> HttpResponse:
    with reading(request.actor):
        join = ("case", "person", "closure")
        held = require(FollowUp, follow_up_id, actor=request.actor, needs=Permission.REVIEW_RECORD, join=join)
        frame = _before_asking(request.actor, held.person)
        form = FollowUpForm(
            request.POST or None,
            today=workplace(request.actor).today,
            ways=[way for way in frame["ways"] if may_name_way(way.point.sealed_in_id, held.program_id)],
            referrals=referrals_before(request.actor, held.case),
        )
        if not form.is_valid():
            return form_page(request, "reviews/follow_up.html", held.person, form, held=held, **frame)
    answers = form.answers()
    answer = attempt(request, form, lambda: actions.record_follow_up(actor=request.actor, follow_up=held, **answers))
    if answer is not None:
        with reading(request.actor):
            frame = _before_asking(request.actor, held.person)
        return form_page(request, "reviews/follow_up.html", held.person, form, held=held, **frame)
    messages.success(request, _("Thank you for asking. It is in the file."))
    if answers["outcome"] is FollowUpOutcome.WANTS_HELP:
        return redirect("reviews:reopen", held.case_id)
    return redirect("workspace:home")  # the file itself has closed behind them


def _before_asking(actor: Actor, person: Person) -> dict[str, Any]:
    """The frame of the page, with what may be done now by each way, and the words by which they know us."""
    frame = file_frame(actor, person, current="reviews")
    return {**frame, "ways": ways_now(frame["ways"], frame["safety"]), "code_words": code_words(actor, person)}
