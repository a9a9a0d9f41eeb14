"""Pages to read a plan: the file's tab, one version, two side by side."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.people.pages import file_frame
from keyworker.people.queries import open_file
from keyworker.planning.differences import compare
from keyworker.planning.offering import programs_with_templates
from keyworker.planning.queries import plan_view, plans_of, two_versions, words_of


@page(needs=Permission.PLAN_VIEW)
@require_safe
def plans(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = open_file(request.actor, person_id)
    context = {
        "cases": plans_of(request.actor, person),
        "choosing": programs_with_templates(request.actor),
        "may_write": may(request.actor, Permission.PLAN_WRITE),
        **file_frame(request.actor, person, current="plan"),
    }
    return render(request, "planning/plans.html", context)


@page(needs=Permission.PLAN_VIEW)
@require_safe
def plan(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    view = plan_view(request.actor, plan_id)
    context = {
        "view": view,
        "plan": view.plan,
        "may_write": may(request.actor, Permission.PLAN_WRITE),
        "may_sign": may(request.actor, Permission.PLAN_SIGN),
        "may_approve": may(request.actor, Permission.PLAN_APPROVE),
        **file_frame(request.actor, view.plan.person, current="plan"),
    }
    return render(request, "planning/plan.html", context)


@page(needs=Permission.PLAN_VIEW)
@require_safe
def compare_versions(request: StaffRequest, plan_id: UUID, other_id: UUID) -> HttpResponse:
    earlier, later = two_versions(request.actor, plan_id, other_id)
    context = {
        "earlier": earlier,
        "later": later,
        "found": compare(words_of(earlier), words_of(later)),
        **file_frame(request.actor, later.person, current="plan"),
    }
    return render(request, "planning/compare.html", context)
