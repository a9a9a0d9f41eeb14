"""Pages of what there is to spend, and of things lent or given."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.delivery import purses
from keyworker.delivery.actions import hand_out, keep_longer, set_budget, spend, take_back
from keyworker.delivery.devices import in_store
from keyworker.delivery.forms import BackForm, BudgetForm, HandOutForm, SpentForm
from keyworker.delivery.models import CameBack, Equipment
from keyworker.delivery.totals import funding_to_choose
from keyworker.delivery.views.answering import add_to_file, form_page
from keyworker.people.models import Person

RECORD, VIEW = Permission.CONTACT_RECORD, Permission.CONTACT_VIEW


@page(needs=RECORD)
def new_budget(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor

    def ask(person: Person) -> BudgetForm:
        funding, currency = funding_to_choose(actor), workplace(actor).agency.currency
        return BudgetForm(
            request.POST or None, cases=cases_of(actor, person, needs=RECORD), funding=funding, currency=currency
        )

    return add_to_file(
        request,
        person_id,
        ask,
        lambda form: set_budget(actor=actor, case=form.case, purse=form.purse()),
        template="delivery/new_budget.html",
        said=_("The budget is set."),
    )


@page(needs=VIEW)
def budget(request: StaffRequest, budget_id: UUID) -> HttpResponse:
    """One budget: what is left, where it went, and a form for what is spent next."""
    actor = request.actor
    with reading(actor):
        held, lines = purses.budget(actor, budget_id, today=workplace(actor).today)
        one = held.budget
        open_to_me = may(actor, RECORD) and one.case.is_open
        form = SpentForm(request.POST or None, budget=one) if open_to_me else None
        if form is None or not form.is_valid():
            return form_page(request, "delivery/budget.html", one.person, form, held=held, lines=lines)
    try:
        spend(actor=actor, budget=one, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(actor):
            return form_page(request, "delivery/budget.html", one.person, form, held=held, lines=lines)
    messages.success(request, _("It is written down."))
    return redirect("delivery:budget", one.pk)


@page(needs=RECORD)
def new_equipment(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    return add_to_file(
        request,
        person_id,
        lambda person: HandOutForm(
            request.POST or None, cases=cases_of(actor, person, needs=RECORD), ours=in_store(actor)
        ),
        lambda form: hand_out(actor=actor, case=form.case, handed=form.handed()),
        template="delivery/new_equipment.html",
        said=_("It is in the file. What is lent is asked for on its day."),
    )


@page(needs=VIEW)
def equipment(request: StaffRequest, equipment_id: UUID) -> HttpResponse:
    """One thing, and whether it came back."""
    actor = request.actor
    with reading(actor):
        held = purses.equipment(actor, equipment_id)
        form = _back_form(request, held, request.POST or None)
        if form is None or not form.is_valid():
            return _equipment_page(request, held, form)
    try:
        _bring_back(request, held, form)
    except (Refused, StaleRecord) as why:
        return _not_saved(request, held, why)
    messages.success(request, _("It is written down."))
    return redirect("workspace:means", held.person_id)


def _back_form(request: StaffRequest, held: Equipment, data: Any) -> BackForm | None:
    return BackForm(data, equipment=held) if may(request.actor, RECORD) and held.is_out else None


def _bring_back(request: StaffRequest, held: Equipment, form: BackForm) -> None:
    said, actor = form.cleaned_data, request.actor
    if said["now"] == "longer":
        keep_longer(actor=actor, equipment=held, due_back_on=said["due_back_on"], seen=said["version"])
    else:
        how = CameBack(said["returned_how"])
        take_back(actor=actor, equipment=held, returned_on=said["returned_on"], how=how, seen=said["version"])


def _not_saved(request: StaffRequest, held: Equipment, why: Refused | StaleRecord) -> HttpResponse:
    """What stands now is shown, with what was typed on top of it where it can still be saved."""
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    with reading(request.actor):
        now = purses.equipment(request.actor, held.pk)
        form = _back_form(request, now, {**request.POST.dict(), "version": now.version})
        if form is None:
            messages.warning(request, reason)
        else:
            form.is_valid()
            form.add_error(None, reason)
        return _equipment_page(request, now, form, status=409 if isinstance(why, StaleRecord) else 200)


def _equipment_page(request: StaffRequest, held: Equipment, form: Any, *, status: int = 200) -> HttpResponse:
    late = held.is_out and held.due_back_on is not None and held.due_back_on < workplace(request.actor).today
    return form_page(request, "delivery/equipment.html", held.person, form, status=status, equipment=held, late=late)
