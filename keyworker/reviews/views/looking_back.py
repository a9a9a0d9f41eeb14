"""Pages of looking back: the file's tab, and a review beside the plan."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep
from keyworker.agencies.wording import called
from keyworker.base.context import reading
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.people.pages import file_frame
from keyworker.people.queries import open_file
from keyworker.planning.models import MOST_PROGRESS
from keyworker.planning.queries import GoalView, PlanView, goals_read
from keyworker.reviews import actions
from keyworker.reviews.forms import ReviewForm
from keyworker.reviews.measuring import Standing, indicators_on
from keyworker.reviews.pace import Pace, Risk, pace_of
from keyworker.reviews.queries import (
    asked_after,
    begun_version,
    beside_the_review,
    cases_and_exits,
    closures_of,
    reviews_of,
    said_of_goals,
)
from keyworker.reviews.views.answering import attempt, form_page


@page(needs=Permission.REVIEW_VIEW)
@require_safe
def reviews(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor, person = request.actor, open_file(request.actor, person_id)
    held, closures, cases = reviews_of(actor, person), closures_of(actor, person), cases_and_exits(actor, person)
    context = {
        **file_frame(actor, person, current="reviews"),
        "reviews": [(each, said_of_goals(each)) for each in held],
        "goals_read": goals_read(actor, person),
        "most": MOST_PROGRESS,
        "closures": closures,
        "follow_ups": asked_after(closures),
        "cases": [case for case, _plan in cases],
        "exits": [(case, plan) for case, plan in cases if case.is_open],
        "may_record": may(actor, Permission.REVIEW_RECORD),
    }
    return render(request, "reviews/reviews.html", context)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the questions of a review."""

    case: Case
    view: PlanView | None
    risk: Risk | None
    pace: Pace
    standing: list[Standing]

    def goals(self, form: ReviewForm) -> list[tuple[GoalView, list[BoundField]]]:
        return [(each, form.of_goal(each.goal.pk)) for each in self.view.goals] if self.view else []


@page(needs=Permission.REVIEW_RECORD)
def review(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The plan on the one side, what is said about it on the other."""
    with reading(request.actor):
        beside = _beside(request, case_id)
        case, plan = beside.case, beside.view.plan if beside.view else None
        form = ReviewForm(
            request.POST or None,
            goals=[each.goal for each in beside.view.goals] if beside.view else (),
            today=workplace(request.actor).today,
            pace=beside.pace,
            seen=plan.version if plan else None,
            standing=beside.standing,
            asks_risk=case.program.uses(PathStep.RISK),
        )
        if not form.is_valid():
            return _review_page(request, beside, form)
    said = form.review(change_plan="change_plan" in request.POST)
    try:
        answer = attempt(request, form, lambda: actions.record_review(actor=request.actor, case=case, review=said))
    except StaleRecord:
        return _came_second(request, case_id, form)
    if answer is not None:
        return _review_page(request, beside, form)
    return _go_on(request, case) if said.change_plan else _thanks(request, case)


def _beside(request: StaffRequest, case_id: UUID) -> Beside:
    case, plan, risk = beside_the_review(request.actor, case_id)
    standing = indicators_on(case, today=workplace(request.actor).today)
    return Beside(case, plan, risk, pace_of(case.program, risk), standing)


def _came_second(request: StaffRequest, case_id: UUID, form: ReviewForm) -> HttpResponse:
    """The plan moved on meanwhile: what was written stays, beside the plan as it is now."""
    with reading(request.actor):
        beside = _beside(request, case_id)
        form.data = {**request.POST.dict(), "seen": beside.view.plan.version if beside.view else ""}
        words = _("A colleague has looked at this plan since you opened the page. Read it again, then save once more.")
        form.add_error(None, words)
        known = {goal.pk for goal in form.goals}
        if beside.view and {each.goal.pk for each in beside.view.goals} != known:
            return redirect("reviews:review", case_id)
        return _review_page(request, beside, form)


def _review_page(request: StaffRequest, beside: Beside, form: ReviewForm) -> HttpResponse:
    return form_page(
        request,
        "reviews/review.html",
        beside.case.person,
        form,
        case=beside.case,
        view=beside.view,
        goals=beside.goals(form),
        measures=form.of_measures(),
        risk=beside.risk,
        pace=beside.pace,
    )


def _thanks(request: StaffRequest, case: Case) -> HttpResponse:
    messages.success(request, _("The review is in the file."))
    return redirect("reviews:list", case.person_id)


def _go_on(request: StaffRequest, case: Case) -> HttpResponse:
    """To the new version: it is written and signed like any plan, and printed for the client."""
    with reading(request.actor):
        draft = begun_version(request.actor, case)
        its = called(workplace(request.actor).agency, case.program).plan.the
    messages.success(
        request,
        _("The review is in the file. Change {the_plan} together now: the old one holds until this is signed.").format(
            the_plan=its
        ),
    )
    return redirect("planning:edit", draft.pk) if draft else redirect("reviews:list", case.person_id)
