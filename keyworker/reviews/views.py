"""Pages of reviews: the tab, a review, closing, opening again, the follow-up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.cases.queries import cases_of
from keyworker.design.forms import Form
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.people.queries import open_file
from keyworker.planning.models import MOST_PROGRESS
from keyworker.reviews import actions
from keyworker.reviews.forms import CloseForm, FollowUpForm, ReopenForm, ReviewForm
from keyworker.reviews.models import FollowUp, FollowUpOutcome
from keyworker.reviews.queries import (
    GoalProgress,
    agreed_goals,
    asked_after,
    case_to_review,
    closures_of,
    open_ends,
    progress_of,
    reviews_of,
)
from keyworker.reviews.rules import OpenEnds, open_ends_in_words


@page(needs=Permission.REVIEW_VIEW)
@require_safe
def reviews(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor, person = request.actor, open_file(request.actor, person_id)
    held, closures = reviews_of(actor, person), closures_of(actor, person)
    context = {
        **file_frame(actor, person, current="reviews"),
        "reviews": held,
        "charts": [_chart(progress) for progress in progress_of(held)],
        "most": MOST_PROGRESS,
        "closures": closures,
        "follow_ups": asked_after(closures),
        "cases": cases_of(actor, person),
        "may_record": may(actor, Permission.REVIEW_RECORD),
    }
    return render(request, "reviews/reviews.html", context)


def _chart(progress: GoalProgress) -> dict[str, Any]:
    points = [{"label": date_format(on, "j M"), "value": reading} for on, reading in progress.readings]
    return {"words": progress.words, "points": points}


@page(needs=Permission.REVIEW_RECORD)
def review(request: StaffRequest, case_id: UUID) -> HttpResponse:
    with reading(request.actor):
        case = case_to_review(request.actor, case_id, Permission.REVIEW_RECORD)
        form = ReviewForm(
            request.POST or None,
            goals=agreed_goals(request.actor, case),
            today=workplace(request.actor).today,
            every_days=case.program.review_every_days,
        )
        if not form.is_valid():
            return _form_page(request, "reviews/review.html", case.person, form, case=case)
    answer = _try(request, form, lambda: actions.record_review(actor=request.actor, case=case, review=form.review()))
    if answer is not None:
        return _form_page(request, "reviews/review.html", case.person, form, case=case)
    messages.success(request, _("The review is in the file."))
    return redirect("reviews:list", case.person_id)


@page(needs=Permission.CASE_CLOSE)
def close(request: StaffRequest, case_id: UUID) -> HttpResponse:
    with reading(request.actor):
        case = case_to_review(request.actor, case_id, Permission.CASE_CLOSE)
        ends = open_ends(case)
        asks_knowing = bool(open_ends_in_words(ends))
        form = CloseForm(request.POST or None, today=workplace(request.actor).today, asks_knowing=asks_knowing)
        if not form.is_valid():
            return _close_page(request, case, form, ends)
    knowing = form.cleaned_data.get("knowing", False)
    answer = _try(
        request,
        form,
        lambda: actions.close_case(actor=request.actor, case=case, closing=form.closing(), knowing=knowing),
    )
    if answer is not None:
        return _close_page(request, case, form, ends)
    messages.success(request, _("The case is closed. Thank you for staying with them."))
    return redirect("reviews:list", case.person_id)


@page(needs=Permission.CASE_OPEN)
def reopen(request: StaffRequest, case_id: UUID) -> HttpResponse:
    with reading(request.actor):
        case = case_to_review(request.actor, case_id, Permission.CASE_OPEN)
        person = require(Person, case.person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = ReopenForm(request.POST or None)
        if not form.is_valid():
            return _form_page(request, "reviews/reopen.html", person, form, case=case)
    answer = _try(
        request,
        form,
        lambda: actions.reopen_case(actor=request.actor, case=case, because=form.cleaned_data["because"]),
    )
    if answer is not None:
        return _form_page(request, "reviews/reopen.html", person, form, case=case)
    messages.success(request, _("The case is open again."))
    return redirect("workspace:file", case.person_id)


@page(needs=Permission.REVIEW_RECORD)
def follow_up(request: StaffRequest, follow_up_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(
            FollowUp,
            follow_up_id,
            actor=request.actor,
            needs=Permission.REVIEW_RECORD,
            join=("case", "person", "closure"),
        )
        form = FollowUpForm(request.POST or None, today=workplace(request.actor).today)
        if not form.is_valid():
            return _form_page(request, "reviews/follow_up.html", held.person, form, held=held)
    answer = _try(
        request,
        form,
        lambda: actions.record_follow_up(actor=request.actor, follow_up=held, **form.answers()),
    )
    if answer is not None:
        return _form_page(request, "reviews/follow_up.html", held.person, form, held=held)
    messages.success(request, _("Thank you for asking. It is in the file."))
    if form.answers()["outcome"] is FollowUpOutcome.WANTS_HELP:
        return redirect("reviews:reopen", held.case_id)
    return redirect("workspace:home")  # the file itself has closed behind them


def _try(request: StaffRequest, form: Form, act: Callable[[], object]) -> Form | None:
    """Do it; a refusal becomes the form's own error, and nothing typed is lost."""
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        return form
    return None


def _form_page(request: StaffRequest, template: str, person: Person, form: Form, **more: Any) -> HttpResponse:
    with reading(request.actor):
        frame = file_frame(request.actor, person, current="reviews")
        return render(request, template, {**frame, "form": form, **more})


def _close_page(request: StaffRequest, case: Case, form: Form, ends: OpenEnds) -> HttpResponse:
    """The open ends stand before the questions, so that nobody is surprised."""
    found = [
        {"text": str(end.reason), "tone": "urgent" if not end.allowed else "warning"}
        for end in open_ends_in_words(ends)
    ]
    return _form_page(request, "reviews/close.html", case.person, form, case=case, open_ends=found)
