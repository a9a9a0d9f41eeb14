"""For administrators and auditors: staff and roles, the trail, and everything staff can do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.actions import end_place as end_their_place
from keyworker.access.actions import grant_role, revoke_role
from keyworker.access.models import Grant, RoleProposal
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.queries import count_waiting_roles
from keyworker.access.roles import ROLE_NAMES, Reach, Role
from keyworker.access.sight import require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.audit.presenters import known_verbs
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.workspace import cursor, letters
from keyworker.workspace.actions import Letter, employ, forget_second_step, invite_again
from keyworker.workspace.forms import InviteForm, RoleForm, StaffForm, TrailFilter
from keyworker.workspace.queries.administration import PAGE, STAFF_ROLES, colleagues, events, everything

REACHES = {
    Reach.OWN: gettext_lazy("own"),
    Reach.CARE_TEAM: gettext_lazy("own people"),
    Reach.PROGRAM: gettext_lazy("program"),
    Reach.AGENCY: gettext_lazy("agency"),
}


@page(needs=Permission.STAFF_MANAGE)
@require_safe
def staff(request: StaffRequest) -> HttpResponse:
    found = colleagues(request.actor, after=request.GET.get("on", ""), after_key=cursor.key(request.GET))
    for member in found:
        for held in member.roles:
            held["name"] = ROLE_NAMES[Role(held["role"])]
    last = found[PAGE - 1] if len(found) > PAGE else None
    older = cursor.link(request.GET, on=last.name, key=last.pk) if last else ""
    context = {
        "members": found[:PAGE],
        "older_href": older,
        "me": request.actor.id,
        "waiting": count_waiting_roles(request.actor),
    }
    return render(request, "workspace/staff.html", context)


@page(needs=Permission.STAFF_MANAGE)
def add_colleague(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        agency = workplace(request.actor).agency
        form = StaffForm(request.POST or None, programs=_programs(request))
        if not form.is_valid():
            return render(request, "workspace/add_colleague.html", {"form": form})
        program = _chosen_program(request, form.cleaned_data["program"])
    given = form.cleaned_data
    try:
        employed = employ(
            actor=request.actor, agency=agency, email=given["email"], name=given["name"],
            job_title=given["job_title"], role=Role(given["role"]), program=program, by_hand=not letters.go_out(),
        )  # fmt: skip
    except Refused as refused:
        form.add_error("email", str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "workspace/add_colleague.html", {"form": form})
    if not letters.go_out():
        return _link_to_hand(request, employed.member, employed.letter, waits=employed.waits)
    context = {"employed": employed, "sent": letters.send(request, agency, employed.letter)}
    with reading(request.actor):
        return render(request, "workspace/colleague_added.html", context)


@page(needs=Permission.STAFF_MANAGE)
def invite(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Write again to a colleague who has not come yet, perhaps at another address."""
    with reading(request.actor):
        agency = workplace(request.actor).agency
        member = require(Staff, staff_id, actor=request.actor, needs=Permission.STAFF_MANAGE)
        form = InviteForm(request.POST or None)
        if not form.is_valid():
            return render(request, "workspace/invite.html", {"form": form, "member": member})
    try:
        letter = invite_again(
            actor=request.actor, member=member, email=form.cleaned_data["email"], by_hand=not letters.go_out()
        )
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "workspace/invite.html", {"form": form, "member": member})
    if not letters.go_out():
        return _link_to_hand(request, member, letter)
    if letters.send(request, agency, letter):
        messages.success(request, _("The letter is on its way."))
    else:
        messages.error(request, _("The letter could not be sent. Look at the address, and try again."))
    return redirect("workspace:staff")


def _link_to_hand(request: StaffRequest, member: Staff, letter: Letter, *, waits: bool = False) -> HttpResponse:
    """Shown once, and in no address: reloading asks for another."""
    link = request.build_absolute_uri(letter.to_hand)
    with reading(request.actor):
        context = {"member": member, "link": link, "email": letter.email, "waits": waits}
        response = render(request, "workspace/link_to_hand.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page(needs=Permission.STAFF_MANAGE)
def give_role(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    with reading(request.actor):
        member = require(Staff, staff_id, actor=request.actor, needs=Permission.STAFF_MANAGE)
        form = RoleForm(request.POST or None, programs=_programs(request))
        if not form.is_valid():
            return render(request, "workspace/give_role.html", {"form": form, "member": member})
        program = _chosen_program(request, form.cleaned_data["program"])
    role, because = Role(form.cleaned_data["role"]), form.cleaned_data["because"]
    try:
        given = grant_role(actor=request.actor, member=member, role=role, program=program, because=because)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "workspace/give_role.html", {"form": form, "member": member})
    if isinstance(given, RoleProposal):
        messages.warning(request, _("A second person must confirm this role. Until then it gives nothing."))
        return redirect("workspace:waiting_roles")
    messages.success(request, _("{name} has the role now.").format(name=member.name))
    return redirect("workspace:staff")


@require_POST
@page(needs=Permission.STAFF_MANAGE)
def take_role(request: StaffRequest, grant_id: UUID) -> HttpResponse:
    with reading(request.actor):
        grant = require(Grant, grant_id, actor=request.actor, needs=Permission.STAFF_MANAGE)
    revoke_role(actor=request.actor, grant=grant)
    messages.success(request, _("The role is taken back. It ended at once."))
    return redirect("workspace:staff")


@page(needs=Permission.STAFF_MANAGE)
def end_place(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    with reading(request.actor):
        member = require(Staff, staff_id, actor=request.actor, needs=Permission.STAFF_MANAGE)
        if request.method != "POST" or member.pk == request.actor.id:
            own = member.pk == request.actor.id
            return render(request, "workspace/end_place.html", {"member": member, "own": own})
    end_their_place(actor=request.actor, member=member)
    messages.success(request, _("{name} no longer works here. Their sign-in opens nothing.").format(name=member.name))
    return redirect("workspace:staff")


@page(needs=Permission.STAFF_MANAGE)
def second_step(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """A colleague lost the phone and the spare codes."""
    with reading(request.actor):
        member = require(Staff, staff_id, actor=request.actor, needs=Permission.STAFF_MANAGE)
        if request.method != "POST":
            return render(request, "workspace/second_step.html", {"member": member})
    try:
        forget_second_step(actor=request.actor, member=member)
        done = _("{name} can sign in with the password and then sets up another second step.")
        messages.success(request, done.format(name=member.name))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("workspace:staff")


@page(needs=Permission.AUDIT_VIEW)
@require_safe
def trail(request: StaffRequest) -> HttpResponse:
    members = rows(Staff, actor=request.actor, needs=Permission.STAFF_VIEW).order_by("name", "id")[:500]
    form = TrailFilter(request.GET, staff=members, verbs=known_verbs())
    form.is_valid()
    found = events(request.actor, chosen=form.cleaned_data, before=cursor.key(request.GET))
    older = cursor.link(request.GET, key=found.last) if found.last else ""
    return render(request, "workspace/trail.html", {"events": found.lines, "filter_form": form, "older_href": older})


@page(needs=Permission.AGENCY_VIEW)
@require_safe
def what_staff_can_do(request: StaffRequest) -> HttpResponse:
    acts = [{**each, "reach": [REACHES.get(reach, "") for reach in each["reach"]]} for each in everything()]
    roles = [ROLE_NAMES[role] for role in STAFF_ROLES]
    return render(request, "workspace/everything.html", {"acts": acts, "roles": roles})


def _programs(request: StaffRequest) -> list[Program]:
    found = rows(Program, actor=request.actor, needs=Permission.STAFF_MANAGE).filter(closed_at=None)
    return list(found.order_by("name"))


def _chosen_program(request: StaffRequest, key: str) -> Program | None:
    return require(Program, key, actor=request.actor, needs=Permission.STAFF_MANAGE) if key else None
