"""Pages to sign: the calm one handed to the client, and those of the worker and the supervisor."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.handing_over import HandOver
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.wording import called
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent.signing import SignedHow
from keyworker.people.pages import file_frame
from keyworker.planning.actions import approve_plan, offer_plan, send_back_plan, sign_plan
from keyworker.planning.forms import ClientSignForm, SendBackForm, StaffSignForm
from keyworker.planning.models import ServicePlan, Signer
from keyworker.planning.queries import PlanView, working_view
from keyworker.planning.rules import Signing
from keyworker.planning.views.answering import refuse, the_plan
from keyworker.planning.views.printing import language_of

# The client holds the worker's device while they read, sign, and are thanked.
WITH_THE_CLIENT = HandOver("planning:sign_client", onward=("planning:plan", "planning:sign_as_worker"))


@page(needs=Permission.PLAN_SIGN, handed_over=WITH_THE_CLIENT)
def sign(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    with reading(request.actor):
        view = working_view(request.actor, plan_id, needs=Permission.PLAN_SIGN)
        if view.next_signer != Signer.CLIENT:
            return redirect("planning:plan", plan_id)
        form = ClientSignForm(request.POST or None, initial={"digest": view.digest})
        with translation.override(language_of(view.plan)):  # what is wrong is said in their language too
            signs = form.is_valid()
        if not signs:
            return _handed_over(request, view, form)
    try:
        sign_plan(actor=request.actor, plan=view.plan, signing=form.signing())
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _handed_over(request, working_view(request.actor, plan_id), form)
    return redirect("planning:signed", plan_id)


def _handed_over(request: StaffRequest, view: PlanView, form: ClientSignForm) -> HttpResponse:
    """The plan as it reads now; the next signature is under these words, not under those of an older page."""
    if form.is_bound:
        form.data = {**request.POST.dict(), "digest": view.digest}
    return _plainly(request, "planning/sign.html", view, form)


def _plainly(request: StaffRequest, template: str, view: PlanView, form: ClientSignForm | None = None) -> HttpResponse:
    here = workplace(request.actor)
    plan = view.plan
    context = {
        "view": view,
        "plan": plan,
        "person": plan.person,
        "form": form,
        "agency": here.agency,
        "called": called(here.agency, plan.program),
        "worker": here.name,
        "home_url": request.path,
    }
    language = language_of(plan)
    with translation.override(language):
        response = render(request, template, context)
    response["Content-Language"] = language
    return response


@page(needs=Permission.PLAN_SIGN, handed_over=WITH_THE_CLIENT)
@require_safe
def signed(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Thanks, and please hand the device back."""
    view = working_view(request.actor, plan_id, needs=Permission.PLAN_SIGN)
    if view.next_signer == Signer.CLIENT:
        return redirect("planning:sign", plan_id)
    return _plainly(request, "planning/signed.html", view)


@page(needs=Permission.PLAN_SIGN)
@require_POST
def offer(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """The words as they read now go to the client's own page, to be signed there."""
    with reading(request.actor):
        plan = require(ServicePlan, plan_id, actor=request.actor, needs=Permission.PLAN_SIGN)
    try:
        offer_plan(actor=request.actor, plan=plan)
        messages.success(request, _("It stands on their own page now. Change a word, and you must put it there again."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("planning:plan", plan_id)


@page(needs=Permission.PLAN_SIGN)
def sign_as_worker(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    with reading(request.actor):
        view = working_view(request.actor, plan_id, needs=Permission.PLAN_SIGN)
        its = the_plan(request, view.plan.program)
        form = StaffSignForm(request.POST or None, initial={"digest": view.digest})
        if not form.is_valid():
            return _staff_page(request, view, form)
    signing = Signing(Signer.WORKER.value, "", SignedHow.TYPED.value, form.cleaned_data["digest"])
    try:
        sign_plan(actor=request.actor, plan=view.plan, signing=signing)
    except Refused as refused:
        return _refused(request, view, form, refused)
    messages.success(request, _("You signed {the_plan}.").format(the_plan=its))
    return redirect("planning:plan", plan_id)


@page(needs=Permission.PLAN_APPROVE)
def approve(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    with reading(request.actor):
        view = working_view(request.actor, plan_id, needs=Permission.PLAN_APPROVE)
        its = the_plan(request, view.plan.program)
        form = StaffSignForm(request.POST or None, initial={"digest": view.digest})
        if not form.is_valid():
            return _staff_page(request, view, form)
    try:
        approve_plan(actor=request.actor, plan=view.plan, seen_digest=form.cleaned_data["digest"])
    except Refused as refused:
        return _refused(request, view, form, refused)
    messages.success(request, _("You approved {the_plan}.").format(the_plan=its))
    return redirect("planning:plan", plan_id)


@page(needs=Permission.PLAN_APPROVE)
def send_back(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """The supervisor says what should change first."""
    with reading(request.actor):
        view = working_view(request.actor, plan_id, needs=Permission.PLAN_APPROVE)
        form = SendBackForm(request.POST or None)
        if not form.is_valid():
            return _send_back_page(request, view, form)
    try:
        send_back_plan(actor=request.actor, plan=view.plan, because=form.cleaned_data["because"])
    except Refused as refused:
        refuse(form, refused)
        with reading(request.actor):
            return _send_back_page(request, view, form)
    messages.success(request, _("It is back with the case manager. They have a task for it."))
    return redirect("planning:plan", plan_id)


def _send_back_page(request: StaffRequest, view: PlanView, form: SendBackForm) -> HttpResponse:
    frame = file_frame(request.actor, view.plan.person, current="plan", program=view.plan.program)
    return render(request, "planning/send_back.html", {"view": view, "plan": view.plan, "form": form, **frame})


def _refused(request: StaffRequest, view: PlanView, form: StaffSignForm, refused: Refused) -> HttpResponse:
    refuse(form, refused)
    with reading(request.actor):
        now = working_view(request.actor, view.plan.pk)
        form.data = {**request.POST.dict(), "digest": now.digest}
        return _staff_page(request, now, form)


def _staff_page(request: StaffRequest, view: PlanView, form: StaffSignForm) -> HttpResponse:
    frame = file_frame(request.actor, view.plan.person, current="plan", program=view.plan.program)
    context = {
        "view": view,
        "plan": view.plan,
        "form": form,
        "me": workplace(request.actor).name,
        "may_send_back": view.next_signer == Signer.SUPERVISOR,
        **frame,
    }
    return render(request, "planning/sign_as_staff.html", context)
