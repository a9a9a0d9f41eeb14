"""The care team: who sees a file and why, who is let in, and who is kept out."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.agencies.models import Staff
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import queries
from keyworker.cases.actions import ASSIGNED, end_care_team_place
from keyworker.cases.forms import KeepOutForm, PlaceForm
from keyworker.design.forms import Form
from keyworker.people.actions import add_to_care_team, deny, lift_denial
from keyworker.people.models import CareTeamMember, Denial, Person
from keyworker.people.pages import file_frame

MANAGE = Permission.CARE_TEAM_MANAGE
# Reasons that an action gave, in words; any other was written by a colleague.
REASONS: dict[str, str | Promise] = {
    ASSIGNED: gettext_lazy("is their case manager"),
    "admitted": gettext_lazy("took them in"),
    "household": gettext_lazy("took their family in"),
    "registered": gettext_lazy("started their record"),
}


@page(needs=Permission.PERSON_VIEW)
@require_safe
def care_team(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    person = require(Person, person_id, actor=actor, needs=Permission.PERSON_VIEW)
    manages = may(actor, MANAGE)
    context = {
        "team": _team(queries.care_team(actor, person)),
        "manages": manages,
        "kept_out": queries.kept_out(actor, person) if manages else [],
        **file_frame(actor, person, current="care-team"),
    }
    return render(request, "cases/care_team.html", context)


@page(needs=MANAGE)
def add(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    with reading(actor):
        person = require(Person, person_id, actor=actor, needs=MANAGE)
        programs = queries.managed_programs(actor, person)
        form = PlaceForm(request.POST or None, staff=queries.colleagues(actor), programs=programs)
        if not form.is_valid():
            return _asked(request, "cases/add.html", form, person)
        staff = require(Staff, form.cleaned_data["staff"], actor=actor, needs=Permission.STAFF_VIEW)
    try:
        add_to_care_team(
            actor=actor, person=person, program=form.chosen_program, staff=staff,
            because=form.cleaned_data["because"], until=form.ends_at,
        )  # fmt: skip
    except Refused as refused:
        return _again(request, "cases/add.html", form, person, refused)
    messages.success(request, _("{name} can open the file now.").format(name=staff.name))
    return redirect("cases:care_team", person.pk)


@page(needs=MANAGE)
def keep_out(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    with reading(actor):
        person = require(Person, person_id, actor=actor, needs=MANAGE)
        form = KeepOutForm(request.POST or None, staff=queries.colleagues(actor))
        if not form.is_valid():
            return _asked(request, "cases/keep_out.html", form, person)
        staff = require(Staff, form.cleaned_data["staff"], actor=actor, needs=Permission.STAFF_VIEW)
    try:
        deny(actor=actor, person=person, staff=staff, because=form.cleaned_data["because"])
    except Refused as refused:
        return _again(request, "cases/keep_out.html", form, person, refused)
    messages.success(request, _("The file is shut to {name} from now on.").format(name=staff.name))
    if staff.pk == actor.id:
        return redirect("/")
    return redirect("cases:care_team", person.pk)


@require_POST
@page(needs=MANAGE)
def end_place(request: StaffRequest, member_id: UUID) -> HttpResponse:
    with reading(request.actor):
        member = require(CareTeamMember, member_id, actor=request.actor, needs=MANAGE, join=("staff",))
    try:
        end_care_team_place(actor=request.actor, member=member)
        messages.success(request, _("{name} is off the care team.").format(name=member.staff.name))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("cases:care_team", member.person_id)


@page(needs=MANAGE)
def lift(request: StaffRequest, denial_id: UUID) -> HttpResponse:
    actor = request.actor
    with reading(actor):
        denial = require(Denial, denial_id, actor=actor, needs=MANAGE, join=("staff", "person"))
        if request.method != "POST":
            frame = file_frame(actor, denial.person, current="care-team")
            return render(request, "cases/lift.html", {"denial": denial, **frame})
    try:
        lift_denial(actor=actor, denial=denial)
        messages.success(request, _("{name} is no longer kept from this file.").format(name=denial.staff.name))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("cases:care_team", denial.person_id)


def _team(members: Iterable[CareTeamMember]) -> list[dict[str, Any]]:
    """The places as the list shows them. The case manager stands there once, as such, whatever else they were."""
    held = list(members)
    owners = {(member.staff_id, member.program_id) for member in held if _is_owner(member)}
    return [
        {"member": member, "because": REASONS.get(member.because, member.because), "is_owner": _is_owner(member)}
        for member in held
        if _is_owner(member) or (member.staff_id, member.program_id) not in owners
    ]


def _is_owner(member: CareTeamMember) -> bool:
    """Theirs is not ended by hand: their case is handed over."""
    return member.because == ASSIGNED and member.until is None


def _asked(request: StaffRequest, template: str, form: Form, person: Person) -> HttpResponse:
    return render(request, template, {"form": form, **file_frame(request.actor, person, current="care-team")})


def _again(request: StaffRequest, template: str, form: Form, person: Person, refused: Refused) -> HttpResponse:
    form.add_error(None, str(refused.decision.reason))
    with reading(request.actor):
        return _asked(request, template, form, person)
