"""Pages to keep what is hard and what helps: from an answer, by hand, in better words, or off the list."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.assessment.actions import (
    change_need,
    change_strength,
    end_need,
    end_strength,
    note_answer,
    note_by_hand,
)
from keyworker.assessment.forms import FindingForm, FindingOfCaseForm
from keyworker.assessment.models import Need, Strength
from keyworker.assessment.queries import assessment_to_fill, finding
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

RECORD = Permission.ASSESSMENT_RECORD
KINDS = ("strength", "need")


@require_POST
@page(needs=RECORD)
def note(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """One click beside an answer."""
    kind, place = request.POST.get("kind", ""), request.POST.get("place", "")
    if kind not in KINDS:
        raise Http404
    with reading(request.actor):
        held = assessment_to_fill(request.actor, assessment_id)
    try:
        found = note_answer(actor=request.actor, assessment=held, kind=kind, place=place)
        said = _("Noted as what helps: {area}.") if kind == "strength" else _("Noted as what is hard: {area}.")
        messages.success(request, said.format(area=found.get_domain_display()))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    anchor = "".join(letter for letter in request.POST.get("anchor", "") if letter.isalnum() or letter == "-")
    return redirect(f"{reverse('assessment:read', args=[held.pk])}#{anchor[:80]}")


@page(needs=RECORD)
def by_hand(request: StaffRequest, person_id: UUID, kind: str) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=RECORD)
        form = FindingOfCaseForm(request.POST or None, cases=cases_of(request.actor, person, needs=RECORD))
        if not form.is_valid():
            return _page(request, person, kind, form)
    try:
        note_by_hand(actor=request.actor, case=form.case, kind=kind, words=form.words)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, person, kind, form)
    messages.success(request, _("It is noted."))
    return redirect("assessment:list", person.pk)


@page(needs=RECORD)
def change(request: StaffRequest, kind: str, finding_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = finding(request.actor, kind, finding_id)
        shown = {"domain": held.domain, "text": held.text, "seen": held.version}
        form = FindingForm(request.POST or None, initial=shown)
        if not form.is_valid():
            return _page(request, held.person, kind, form, held)
    seen = form.cleaned_data["seen"]
    try:
        if isinstance(held, Need):
            change_need(actor=request.actor, need=held, words=form.words, seen=seen)
        else:
            change_strength(actor=request.actor, strength=held, words=form.words, seen=seen)
    except StaleRecord as stale:
        now = cast("Need | Strength", stale.current)
        form.data = {**request.POST.dict(), "seen": now.version}
        form.add_error(None, _("A colleague changed it meanwhile. It says now: “{text}”").format(text=now.text))
        with reading(request.actor):
            return _page(request, held.person, kind, form, held)
    messages.success(request, _("Saved."))
    return redirect("assessment:list", held.person_id)


@require_POST
@page(needs=RECORD)
def end(request: StaffRequest, kind: str, finding_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = finding(request.actor, kind, finding_id)
    if isinstance(held, Need):
        end_need(actor=request.actor, need=held)
    else:
        end_strength(actor=request.actor, strength=held)
    messages.success(request, _("It is off the list. The timeline keeps it."))
    return redirect("assessment:list", held.person_id)


def _page(
    request: StaffRequest, person: Person, kind: str, form: FindingForm, held: Need | Strength | None = None
) -> HttpResponse:
    frame: dict[str, Any] = file_frame(request.actor, person, current="assessments")
    return render(request, "assessment/finding.html", {"form": form, "kind": kind, "held": held, **frame})
