"""Pages of qualifications: one's own, the team's for whoever answers for it, and what a program asks for."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.training import actions, queries
from keyworker.training.forms import CourseForm, CredentialForm, RenewForm, RequiredForm
from keyworker.training.models import Course, Credential

OWN, OVERSEE = actions.OWN, actions.OVERSEE


@page(needs=OWN)
def mine(request: StaffRequest) -> HttpResponse:
    """What I hold and learned, and a form for each."""
    return _credential_sent(request) if request.method == "POST" else _mine_page(request)


def _credential_sent(request: StaffRequest) -> HttpResponse:
    form = CredentialForm(request.POST)
    with reading(request.actor):
        if not form.is_valid():
            return _mine_page(request, credential=form)
        member = _myself(request)
    try:
        actions.note_credential(actor=request.actor, member=member, held=form.held())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _mine_page(request, credential=form)
    messages.success(request, _("Noted. Show the paper to whoever checks it."))
    return redirect("training:mine")


@page(needs=OWN)
@require_POST
def log_course(request: StaffRequest) -> HttpResponse:
    form = CourseForm(request.POST, prefix="course")
    with reading(request.actor):
        if not form.is_valid():
            return _mine_page(request, course=form)
        member = _myself(request)
    try:
        actions.log_course(actor=request.actor, member=member, learned=form.learned())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _mine_page(request, course=form)
    messages.success(request, _("Noted. The hours count."))
    return redirect("training:mine")


@page(needs=OWN)
@require_POST
def strike_course(request: StaffRequest, course_id: UUID) -> HttpResponse:
    with reading(request.actor):
        course = require(Course, course_id, actor=request.actor, needs=OWN)
    return _done(request, "training:mine", _("Struck out."), lambda: actions.strike_course(
        actor=request.actor, course=course
    ))  # fmt: skip


@page(needs=OWN)
def credential(request: StaffRequest, credential_id: UUID) -> HttpResponse:
    """One of one's own, to renew, or to take away."""
    with reading(request.actor):
        held = queries.own_credential(request.actor, credential_id)
        if held is None:
            raise Absent(_("There is nothing here, or it is not yours to see."))
        form = RenewForm(request.POST or None, credential=held)
        if not form.is_valid():
            return render(request, "training/credential.html", {"credential": held, "form": form})
    seen = form.cleaned_data.pop("version")
    try:
        actions.renew_credential(actor=request.actor, credential=held, seen=seen, **form.cleaned_data)
    except (Refused, StaleRecord) as why:
        return _renew_again(request, credential_id, why)
    messages.success(request, _("Noted. Show the paper to whoever checks it."))
    return redirect("training:mine")


def _renew_again(request: StaffRequest, credential_id: UUID, why: Refused | StaleRecord) -> HttpResponse:
    """What was typed stays, on top of what stands now."""
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    with reading(request.actor):
        held = require(Credential, credential_id, actor=request.actor, needs=OWN)
        form = RenewForm({**request.POST.dict(), "version": held.version}, credential=held)
        form.is_valid()
        form.add_error(None, reason)
        status = 409 if isinstance(why, StaleRecord) else 200
        return render(request, "training/credential.html", {"credential": held, "form": form}, status=status)


@page(needs=OWN)
@require_POST
def end_credential(request: StaffRequest, credential_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(Credential, credential_id, actor=request.actor, needs=OWN)
    return _done(request, "training:mine", _("Taken away."), lambda: actions.end_credential(
        actor=request.actor, credential=held
    ))  # fmt: skip


@page(needs=OVERSEE)
@require_safe
def team(request: StaffRequest) -> HttpResponse:
    """What the team holds: what runs out first; who lacks what; then everybody."""
    members = queries.team(request.actor)
    context = {
        "members": members,
        "running_out": queries.running_out(members, workplace(request.actor).today),
        "required": queries.required(request.actor) if may(request.actor, Permission.AGENCY_MANAGE) else [],
    }
    return render(request, "training/team.html", context)


@page(needs=OVERSEE)
@require_POST
def verify(request: StaffRequest, credential_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(Credential, credential_id, actor=request.actor, needs=OVERSEE)
    seen = request.POST.get("version", "")
    return _done(request, "training:team", _("Noted that you have seen it."), lambda: actions.verify_credential(
        actor=request.actor, credential=held, seen=int(seen) if seen.isdecimal() else 0
    ))  # fmt: skip


@page(needs=Permission.AGENCY_MANAGE)
def required(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """What a program asks of whoever carries its cases."""
    with reading(request.actor):
        program = require(Program, program_id, actor=request.actor, needs=Permission.AGENCY_MANAGE)
        asked = {each.pk: kinds for each, kinds in queries.required(request.actor)}
        form = RequiredForm(request.POST if request.method == "POST" else None, kinds=asked.get(program.pk, []))
        if not form.is_valid():
            return render(request, "training/required.html", {"program": program, "form": form})
    actions.require_credentials(actor=request.actor, program=program, kinds=form.cleaned_data["kinds"])
    messages.success(request, _("Saved. Whoever gives a case to somebody without it is told."))
    return redirect("training:team")


def _myself(request: StaffRequest) -> Staff:
    return require(Staff, str(request.actor.staff_id), actor=request.actor, needs=OWN)


def _mine_page(
    request: StaffRequest, *, credential: CredentialForm | None = None, course: CourseForm | None = None
) -> HttpResponse:
    context = {
        "mine": queries.mine(request.actor),
        "form": credential or CredentialForm(),
        "course_form": course or CourseForm(prefix="course"),
    }
    return render(request, "training/mine.html", context)


def _done(request: HttpRequest, onward: str, said: str, act: Callable[[], object]) -> HttpResponse:
    """One button, one deed: what came of it is said on the page one came from."""
    try:
        act()
        messages.success(request, said)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    except StaleRecord:
        messages.warning(request, _("A colleague changed this meanwhile. Look again, then save on top of it."))
    return redirect(onward)
