"""Roles that wait for a second person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.actions import confirm_role, turn_down_role
from keyworker.access.models import RoleProposal
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.queries import waiting_roles
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused


@page(needs=Permission.ROLE_CONFIRM)
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    context = {"waiting": waiting_roles(request.actor), "me": request.actor.id}
    return render(request, "workspace/waiting_roles.html", context)


@require_POST
@page(needs=Permission.ROLE_CONFIRM)
def confirm(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    proposal = _proposal(request, proposal_id)
    try:
        confirm_role(actor=request.actor, proposal=proposal)
        messages.success(request, _("{name} has the role now.").format(name=proposal.staff.name))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("workspace:waiting_roles")


@require_POST
@page(needs=Permission.ROLE_CONFIRM)
def turn_down(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    proposal = _proposal(request, proposal_id)
    try:
        turn_down_role(actor=request.actor, proposal=proposal)
        messages.success(request, _("{name} does not get the role.").format(name=proposal.staff.name))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("workspace:waiting_roles")


def _proposal(request: StaffRequest, key: UUID) -> RoleProposal:
    with reading(request.actor):
        return require(RoleProposal, key, actor=request.actor, needs=Permission.ROLE_CONFIRM, join=("staff",))
