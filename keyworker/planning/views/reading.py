"""Pages to read a plan: the file's tab, one version, two side by side."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.people.pages import file_frame
from keyworker.people.queries import open_file
from keyworker.planning.differences import compare
from keyworker.planning.models import PlanStatus
from keyworker.planning.offering import programs_with_templates
from keyworker.planning.overview import plans_of
from keyworker.planning.queries import PlanView, plan_view, two_versions, words_of


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
    allowed = {
        "may_write": may(request.actor, Permission.PLAN_WRITE),
        "may_sign": may(request.actor, Permission.PLAN_SIGN),
        "may_approve": may(request.actor, Permission.PLAN_APPROVE),
    }
    signs = {"client": "may_sign", "worker": "may_sign", "supervisor": "may_approve"}
    links = _more(view) if allowed["may_write"] else []
    context = {
        "view": view,
        "plan": view.plan,
        "to_sign": allowed.get(signs.get(view.next_signer, ""), False),
        "more": [{"title": "", "links": links}] if links else [],
        **allowed,
        **file_frame(request.actor, view.plan.person, current="plan", program=view.plan.program),
    }
    return render(request, "planning/plan.html", context)


def _more(view: PlanView) -> list[dict[str, Any]]:
    """What is done now and then with this version: a paper of a draft, the next version, throwing it away."""
    plan = view.plan
    if plan.is_draft:
        return [
            {"text": _("A copy to keep"), "href": reverse("planning:copy", args=[plan.pk])},
            {"text": _("Throw the draft away"), "href": reverse("planning:discard", args=[plan.pk])},
        ]
    if plan.status == PlanStatus.ACTIVE and not view.draft:
        href = reverse("planning:new_version", args=[plan.pk])
        return [{"text": _("Begin a new version"), "href": href, "post": True}]
    return []


@page(needs=Permission.PLAN_VIEW)
@require_safe
def compare_versions(request: StaffRequest, plan_id: UUID, other_id: UUID) -> HttpResponse:
    earlier, later = two_versions(request.actor, plan_id, other_id)
    context = {
        "earlier": earlier,
        "later": later,
        "found": compare(words_of(earlier), words_of(later)),
        **file_frame(request.actor, later.person, current="plan", program=later.program),
    }
    return render(request, "planning/compare.html", context)
