"""Pages of what a person is entitled to: one benefit, how it stands, what was used of it, and its renewal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.delivery import entitling
from keyworker.delivery.actions import change_benefit, note_benefit, renew_benefit
from keyworker.delivery.forms import BenefitForm, RenewForm
from keyworker.delivery.means import Held
from keyworker.delivery.means import benefit as benefit_of
from keyworker.delivery.totals import funding_to_choose
from keyworker.delivery.views.answering import add_to_file
from keyworker.design.forms import Form
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

LOOK_AGAIN = gettext_lazy("A colleague changed this meanwhile. Look again, then save on top of it.")


@page(needs=Permission.CONTACT_RECORD)
def new_benefit(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor

    def ask(person: Person) -> BenefitForm:
        funding, currency = funding_to_choose(actor), workplace(actor).agency.currency
        return BenefitForm(
            request.POST or None,
            cases=cases_of(actor, person, needs=Permission.CONTACT_RECORD),
            funding=funding,
            currency=currency,
        )

    return add_to_file(
        request,
        person_id,
        ask,
        lambda form: note_benefit(actor=actor, case=form.case, entitled=form.entitled()),
        template="delivery/new_benefit.html",
        said=_("It is in the file, and somebody is reminded in time."),
    )


@page(needs=Permission.CONTACT_VIEW)
def benefit(request: StaffRequest, benefit_id: UUID) -> HttpResponse:
    """One benefit: what was used of it, how it goes on, and what may be said anew."""
    with reading(request.actor):
        held = benefit_of(request.actor, benefit_id, today=workplace(request.actor).today)
        forms = _forms(request, held)
        form = forms.get(request.POST.get("step", ""))
        if form is None or not form.is_valid():
            return _benefit_page(request, held, forms)
    try:
        said = _carry_out(request, held, form)
    except (Refused, StaleRecord) as refused:
        return _not_saved(request, held, form, refused)
    messages.success(request, said)
    return redirect("workspace:means", held.benefit.person_id)


def _forms(request: StaffRequest, held: Held) -> dict[str, Any]:
    """Step → its form, for whoever may write; the one that was sent holds what was typed."""
    if not may(request.actor, Permission.CONTACT_RECORD) or not held.benefit.case.is_open:
        return {}
    sent, one = request.POST.get("step"), held.benefit
    found: dict[str, Any] = {
        "change": BenefitForm(
            request.POST if sent == "change" else None,
            cases=[one.case],
            funding=funding_to_choose(request.actor),
            currency=one.currency or workplace(request.actor).agency.currency,
            benefit=one,
        )
    }
    if one.until_on and entitling.may_renew(
        one.status, renewed=held.renewed, until_on=one.until_on, new_from=entitling.day_after(one.until_on)
    ):
        found["renew"] = RenewForm(request.POST if sent == "renew" else None, benefit=one)
    return found


def _carry_out(request: StaffRequest, held: Held, form: BenefitForm | RenewForm) -> str:
    seen = form.cleaned_data["version"]
    if isinstance(form, RenewForm):
        renew_benefit(actor=request.actor, benefit=held.benefit, renewal=form.renewal(), seen=seen)
        return _("It goes on. What is used now is counted anew.")
    change_benefit(actor=request.actor, benefit=held.benefit, entitled=form.entitled(), seen=seen)
    return _("Saved. Whoever has the case is reminded in time.")


def _not_saved(request: StaffRequest, held: Held, form: Form, why: Refused | StaleRecord) -> HttpResponse:
    """Nothing typed is lost. After a colleague was faster, the page shows what stands and saves on top of it."""
    stale = isinstance(why, StaleRecord)
    reason = str(why.decision.reason) if isinstance(why, Refused) else str(LOOK_AGAIN)
    with reading(request.actor):
        held = benefit_of(request.actor, held.benefit.pk, today=workplace(request.actor).today)
        forms = _forms(request, held)
        step = request.POST["step"]
        if stale and step in forms:
            name = forms[step].add_prefix("version")
            forms[step].data = {**request.POST.dict(), name: held.benefit.version}
        if step in forms:
            forms[step].is_valid()
            forms[step].add_error(None, reason)
        return _benefit_page(request, held, forms, status=409 if stale else 200)


def _benefit_page(request: StaffRequest, held: Held, forms: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context = {
        "held": held,
        "change": forms.get("change"),
        "renew": forms.get("renew"),
        "sent": request.POST.get("step", ""),
        **file_frame(request.actor, held.benefit.person, current="means"),
    }
    return render(request, "delivery/benefit.html", context, status=status)
