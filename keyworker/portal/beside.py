"""The door for a guardian or supporter: only what was granted of one program's file, and under their own name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, companion_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may
from keyworker.access.workplace import workplace
from keyworker.agencies.wording import called
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent.companions.queries import who_i_am_beside
from keyworker.planning.actions import sign_plan_beside
from keyworker.portal import queries
from keyworker.portal.client import around
from keyworker.portal.forms import SignBesideForm

PLAN, SIGN, VISITS = Permission.PLAN_VIEW, Permission.COMPANION_SIGN, Permission.VISIT_VIEW


@companion_page(needs=Permission.COMPANION_ENTER)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """When they meet next and who is there, the way to the plan: each only where it was granted."""
    actor = request.actor
    sees_visits = may(actor, VISITS)
    context = {
        "me": who_i_am_beside(actor),
        "sees_plan": may(actor, PLAN),
        "sees_visits": sees_visits,
        "visits": queries.visits_beside(actor) if sees_visits else [],
        "team": queries.my_team(actor, needs=VISITS) if sees_visits else [],
        **around(actor),
    }
    return render(request, "portal/beside.html", context)


@companion_page(needs=PLAN)
def plan(request: StaffRequest) -> HttpResponse:
    """The plan that holds. A guardian who may sign reads what waits for their name, too."""
    with reading(request.actor):
        signs = may(request.actor, SIGN)
        offered = queries.offered_plan(request.actor) if signs else None
        form = SignBesideForm(request.POST or None, initial={"digest": offered.digest}) if offered else None
        if request.method != "POST" or (form is not None and not form.is_valid()):
            return _page(request, offered, form)
        me = who_i_am_beside(request.actor)
    if not signs:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    if offered is None or form is None:
        messages.error(request, _("The plan has changed since. Talk about it with your worker first."))
        return redirect("portal:plan_beside")
    try:
        digest = form.cleaned_data["digest"]
        sign_plan_beside(actor=request.actor, companion=me, plan=offered.plan, seen_digest=digest)
        messages.success(request, _("You signed. Now the worker signs, too."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("portal:plan_beside")


def _page(request: StaffRequest, offered: queries.Offered | None, form: SignBesideForm | None) -> HttpResponse:
    held = queries.my_plan(request.actor)
    programs = [each.plan.program for each in (held, offered) if each is not None][:1]
    context = {
        "me": who_i_am_beside(request.actor),
        "plan": held,
        "offered": offered,
        "form": form,
        "called": called(workplace(request.actor).agency, *programs),
        **around(request.actor),
    }
    return render(request, "portal/plan_beside.html", context)
