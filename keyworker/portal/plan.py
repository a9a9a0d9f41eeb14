"""My plan: tick my own steps, say where I am, sign, wish for a goal or a change. One page, each form a step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.access.workplace import workplace
from keyworker.agencies.wording import called
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.planning.actions import read_own_goal, sign_own_plan, tick_own_step
from keyworker.planning.models import ActionStep, Goal
from keyworker.portal import queries
from keyworker.portal.client import around
from keyworker.portal.forms import PlanWishForm, ReadingForm, SignForm
from keyworker.tasks.models import WishKind
from keyworker.tasks.own import wish

ACT = Permission.PORTAL_ACT


@client_page(needs=ACT)
def my_plan(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        offered = queries.offered_plan(request.actor)
        case = queries.my_case(request.actor)
        forms = _forms(request, offered, may_ask=case is not None)
        step = request.POST.get("step", "")
        form = forms.get(step)
        if request.method != "POST" or (form is not None and not form.is_valid()):
            return _page(request, offered, forms)
        held = _held(request, step)
    try:
        match step:
            case "tick" | "untick":
                tick_own_step(actor=request.actor, step=held, done=step == "tick")
            case "reading" if form is not None:
                said = form.cleaned_data
                read_own_goal(actor=request.actor, goal=held, number=int(said["number"]), words=said["words"])
                messages.success(request, _("Thank you. Your worker sees it, too."))
            case "sign" if form is not None and offered is not None:
                sign_own_plan(
                    actor=request.actor,
                    case=offered.plan.case,
                    plan=offered.plan,
                    name=form.cleaned_data["name"],
                    seen_digest=form.cleaned_data["digest"],
                )
                messages.success(request, _("You signed. Now your worker signs, too."))
            case "sign":
                messages.error(request, _("The plan has changed since. Talk about it with your worker first."))
            case "wish" if form is not None and case is not None:
                said = form.cleaned_data
                wish(actor=request.actor, case=case, kind=WishKind(said["kind"]), words=said["words"])
                messages.success(request, _("It is with your worker. You talk about it soon."))
            case _:
                raise Absent(_("There is nothing here, or it is not yours to see."))
    except Refused as refused:
        return _refused(request, offered, forms, refused)
    return redirect("portal:plan")


def _refused(
    request: StaffRequest, offered: queries.Offered | None, forms: dict[str, Any], refused: Refused
) -> HttpResponse:
    """Why not, beside what they typed."""
    form = forms.get(request.POST.get("step", ""))
    if form is None:
        messages.error(request, str(refused.decision.reason))
        return redirect("portal:plan")
    form.add_error(None, str(refused.decision.reason))
    with reading(request.actor):
        return _page(request, offered, forms)


def _held(request: StaffRequest, step: str) -> Any:
    """The step or goal that was meant."""
    model: Any = {"tick": ActionStep, "untick": ActionStep, "reading": Goal}.get(step)
    return require(model, request.POST.get("which", ""), actor=request.actor, needs=ACT) if model else None


def _forms(request: StaffRequest, offered: queries.Offered | None, *, may_ask: bool) -> dict[str, Any]:
    def given(step: str) -> Any:
        return request.POST if request.POST.get("step") == step else None

    found: dict[str, Any] = {"reading": ReadingForm(given("reading"))}
    if may_ask:
        found["wish"] = PlanWishForm(given("wish"))
    if offered is not None:
        found["sign"] = SignForm(given("sign"), initial={"digest": offered.digest})
    return found


def _page(request: StaffRequest, offered: queries.Offered | None, forms: dict[str, Any]) -> HttpResponse:
    plan = queries.my_plan(request.actor)
    programs = [each.plan.program for each in (plan, offered) if each is not None][:1]
    context = {
        "plan": plan,
        "offered": offered,
        "called": called(workplace(request.actor).agency, *programs),
        "wishes": queries.my_wishes(request.actor),
        "which": _uuid(request.POST.get("which", "")),
        **{f"{step}_form": form for step, form in forms.items()},
        **around(request.actor),
    }
    return render(request, "portal/plan.html", context)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
