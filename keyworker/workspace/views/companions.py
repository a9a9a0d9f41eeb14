"""Guardians and supporters at somebody's door, from the worker's side: let in, make a link, shut. One page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from keyworker.access.addresses import address, address_for_clients
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent.authority import standin_of
from keyworker.consent.companions.actions import keep_out, let_choose_again, let_in_beside
from keyworker.consent.companions.forms import LetInForm
from keyworker.consent.companions.queries import companions_of
from keyworker.consent.models import Companion
from keyworker.consent.queries import decision_makers
from keyworker.consent.rules import stands
from keyworker.people.actions import make_link
from keyworker.people.kin.queries import circle
from keyworker.people.kin.rules import still
from keyworker.people.models import Person, PortalAccount
from keyworker.people.pages import file_frame
from keyworker.workspace.views.own_door import Shown

NEEDS = Permission.PORTAL_MANAGE


@page(needs=NEEDS)
def companions(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The form that was sent comes back with what was typed. A link is shown by the answer to POST, and not again."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=NEEDS)
        form = _form(request, person)
        step = request.POST.get("step", "")
        if request.method != "POST" or (step == "let-in" and not form.is_valid()):
            return _page(request, person, form)
        held = _held(request, step)
    try:
        shown = _carry_out(request, person, form, held)
    except Refused as refused:
        if not form.is_bound:
            messages.error(request, str(refused.decision.reason))
            return redirect("workspace:companions", person_id)
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, person, form)
    if shown is None:
        return redirect("workspace:companions", person_id)
    with reading(request.actor):
        return _page(request, person, _form(request, person), shown)


def _held(request: StaffRequest, step: str) -> Companion | None:
    if step == "let-in":
        return None
    which = request.POST.get("which", "")
    return require(Companion, which, actor=request.actor, needs=NEEDS, join=("account",))


def _form(request: StaffRequest, person: Person) -> LetInForm:
    """Whoever's paper holds, in a program that is not sealed, and everybody in the circle who is no danger."""
    today = workplace(request.actor).today
    taken = {each.maker_id for each in companions_of(request.actor, person) if each.ended_at is None}
    makers = [
        maker
        for maker in decision_makers(request.actor, person)
        if stands(standin_of(maker), on=today) and maker.pk not in taken
    ]
    around = [one for one in still(circle(request.actor, person)) if not one.adverse and not one.died]
    given = request.POST if request.POST.get("step") == "let-in" else None
    return LetInForm(given, makers=makers, circle=around)


def _carry_out(request: StaffRequest, person: Person, form: LetInForm, held: Companion | None) -> Shown | None:
    """Do what was asked; a link to show, where that was it."""
    actor, step = request.actor, request.POST.get("step", "")
    if step == "let-in":
        let_in_beside(actor=actor, person=person, maker=form.decider, tie=form.tie_meant, grant=form.grant)
        messages.success(request, _("They have a page. Now make the first link, while you are together."))
    elif held is not None and step == "out":
        keep_out(actor=actor, companion=held)
        messages.success(request, _("Their page is shut. Whoever was on it is out."))
    elif held is not None and step == "again":
        let_choose_again(actor=actor, companion=held, met=request.POST.get("met", ""))
        messages.success(request, _("Make a link: by it they choose another PIN."))
    elif held is not None and step == "link":
        account: PortalAccount = held.account
        link = make_link(actor=actor, account=account)
        href = address_for_clients(request, "portal:link", link.token)
        return Shown(link, href, address_for_clients(request, "portal:way_in"), held.name)
    return None


def _page(request: StaffRequest, person: Person, form: LetInForm, shown: Shown | None = None) -> HttpResponse:
    circle_by_key = dict(form.fields["tie"].choices)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        **file_frame(request.actor, person, current="safety"),
        "companions": [(each, circle_by_key.get(str(each.tie_id))) for each in companions_of(request.actor, person)],
        "form": form,
        "can_let_in": bool(form.fields["maker"].choices and form.fields["tie"].choices),  # type: ignore[attr-defined]
        "seen_href": address("portal:as_they_see_it", person.pk),
        "shown": shown,
        "until": timezone.localtime(shown.link.until) if shown else None,
    }
    response = render(request, "workspace/companions.html", context)
    response["Cache-Control"] = "no-store"
    return response
