"""The page of what somebody takes: the list, what they cannot bear, how it goes for them, and what is to be written."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.delivery.actions import (
    list_allergy,
    list_medicine,
    review_medicines,
    stop_medicine,
    take_allergy_back,
)
from keyworker.delivery.forms import AllergyForm, MedicineForm, MedicineReviewForm, StopForm, TakeBackForm
from keyworker.delivery.medicines import MedicineList, medicines_of
from keyworker.delivery.models import KnownFrom
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

Forms = dict[str, Any]


@page(needs=Permission.NOTE_VIEW)
def medicines(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The list; each form on it is a step, and the one that was sent comes back with what was typed."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        held = medicines_of(request.actor, person)
        forms = _forms(request, person, held)
        form = forms.get(request.POST.get("step", ""))
        if form is None or not form.is_valid():
            return _page(request, person, held, forms)
    try:
        said = _carry_out(request, form)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, person, held, forms)
    messages.success(request, said)
    return redirect("delivery:medicines", person_id)


def _forms(request: StaffRequest, person: Person, held: MedicineList) -> Forms:
    """Step → its form, for whoever may write in an open case of theirs."""
    cases = [case for case in cases_of(request.actor, person, needs=Permission.NOTE_WRITE) if case.is_open]
    if not cases or not may(request.actor, Permission.NOTE_WRITE):
        return {}
    sent = request.POST.get("step")

    def ask(kind: Any, step: str, **about: Any) -> Any:
        return kind(request.POST if sent == step else None, prefix=step, **about)

    found: Forms = {"medicine": ask(MedicineForm, "medicine", cases=cases, taken=held.taken)}
    if held.taken:
        found["stop"] = ask(StopForm, "stop", taken=held.taken)
    found["allergy"] = ask(AllergyForm, "allergy", cases=cases)
    if held.allergies:
        found["take-back"] = ask(TakeBackForm, "take-back", allergies=held.allergies)
    found["review"] = ask(MedicineReviewForm, "review", cases=cases)
    return found


def _carry_out(request: StaffRequest, form: Any) -> str:
    """Do what the form says, and what to say about it."""
    actor, said = request.actor, form.cleaned_data
    match form:
        case MedicineForm():
            list_medicine(
                actor=actor, case=form.case, medicine=form.medicine(), replaces=form.replaced,
                because=said.get("because", ""),
            )  # fmt: skip
            return _("It is on the list.")
        case StopForm():
            stop_medicine(actor=actor, medication=form.meant, on=said["on"], because=said["stopped_because"])
            return _("It is kept as stopped, with the reason.")
        case AllergyForm():
            known_from = KnownFrom(said["known_from"])
            happens = said["what_happens"]
            list_allergy(actor=actor, case=form.case, what=said["what"], known_from=known_from, what_happens=happens)
            return _("The allergy is on the list.")
        case TakeBackForm():
            take_allergy_back(actor=actor, allergy=form.meant, because=said["because"])
            return _("The allergy is off the list; the reason is kept.")
        case _:
            about = {name: said[name] for name in ("on", "words", "with_whom", "next_on")}
            review_medicines(actor=actor, case=form.case, **about)
            return _("It is in the file, with what they said.")


def _page(request: StaffRequest, person: Person, held: MedicineList, forms: Forms) -> HttpResponse:
    titles = {
        "medicine": _("Something they take"),
        "stop": _("Something they no longer take"),
        "allergy": _("Something they cannot bear"),
        "take-back": _("An allergy that is not so"),
        "review": _("We went through the list"),
    }
    context = {
        "held": held,
        "steps": [(step, titles[step], form) for step, form in forms.items()],
        **file_frame(request.actor, person, current="contacts"),
    }
    return render(request, "delivery/medicines.html", context)
