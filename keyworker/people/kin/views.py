"""Somebody's family and circle: drawn, as a list, noted, said anew and ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.people.finding.index import likely_people
from keyworker.people.finding.looking_up import known_people
from keyworker.people.kin import ecomap, genogram
from keyworker.people.kin.actions import change_tie, end_tie, relate
from keyworker.people.kin.around import beside
from keyworker.people.kin.forms import EndForm, KnownTieForm, NewTieForm
from keyworker.people.kin.homes import HomeOf, homes_of
from keyworker.people.kin.living import NEW, carry_out, home_forms, told_apart, with_their_forms
from keyworker.people.kin.queries import circle, programs_serving, ties
from keyworker.people.kin.rules import still
from keyworker.people.models import Person, Relationship
from keyworker.people.pages import file_frame

SEE, EDIT = Permission.PERSON_VIEW, Permission.PERSON_EDIT


@page(needs=SEE)
def family(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Pictures, lists and homes; the form about a home that was sent comes back with what was typed."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=SEE)
        homes = homes_of(request.actor, person)
        forms = home_forms(request, person, homes)
        form = forms.get(request.POST.get("step", ""))
        if form is None or not form.is_valid():
            return _family_page(request, person, homes, forms)
    try:
        done = carry_out(request, person, form)
    except StaleRecord:
        return _after_a_colleague(request, person_id)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _family_page(request, person, homes, forms)
    messages.success(request, done)
    return redirect("people:family", person_id)


def _after_a_colleague(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The page shows what stands now; what was typed stays, to be saved on top of it."""
    step = request.POST["step"]
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=SEE)
        homes = homes_of(request.actor, person)
        now, on_top = home_forms(request, person, homes, sent=QueryDict())[step], request.POST.copy()
        on_top[f"{step}-version"] = str(now.initial["version"])
        forms = home_forms(request, person, homes, sent=on_top)
        forms[step].add_error(None, _("A colleague changed this meanwhile. Look again, then save on top of it."))
        return _family_page(request, person, homes, forms, status=409)


def _family_page(
    request: StaffRequest, person: Person, homes: list[HomeOf], forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    everybody = circle(request.actor, person)
    now, programs = still(everybody), programs_serving(request.actor, person)
    outside = beside(request.actor, person)
    context = {
        **_frame(request, person),
        "kin": [one for one in now if one.generation is not None],
        "around": [one for one in now if one.generation is None],
        "before": [one for one in everybody if one.until is not None],
        "genogram": genogram.draw(person.called, now),
        "ecomap": ecomap.draw(person.called, now, programs, outside),
        "programs": programs,
        "beside": [one.name for one in outside],
        "homes": with_their_forms(homes, forms),
        "new_home": forms.get(NEW),
        "can_edit": may(request.actor, EDIT),
    }
    return render(request, "people/kin/family.html", context, status=status)


@page(needs=EDIT)
def add_tie(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Note somebody; when the name may be somebody's who has a file here, the page asks which first."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=EDIT)
        known = _known(request, person)
        form = NewTieForm(request.POST or None, known=known)
        if not form.is_valid():
            return _page(request, person, form)
        other = known_people(request.actor).get(pk=form.other_id) if form.other_id else None
    name = "" if other else form.cleaned_data["name"]
    relate(actor=request.actor, person=person, told=form.told, other=other, name=name)
    messages.success(request, _("Noted. It is in the picture, too."))
    return redirect("people:family", person_id)


@page(needs=EDIT)
def tie(request: StaffRequest, person_id: UUID, tie_id: UUID) -> HttpResponse:
    """Say a tie anew; when a colleague was faster, one's own words stay in the form."""
    with reading(request.actor):
        person, found = _noted_here(request, person_id, tie_id)
        form = KnownTieForm(request.POST or None, tie=found)
        if not form.is_valid():
            return _page(request, person, form, tie=found)
    try:
        change_tie(actor=request.actor, relationship=found, told=form.told, seen=form.cleaned_data["version"])
    except StaleRecord:
        with reading(request.actor):
            found.refresh_from_db()
            form = KnownTieForm({**request.POST.dict(), "version": found.version}, tie=found)
            form.add_error(None, _("A colleague changed this meanwhile. Look again, then save on top of it."))
            return _page(request, person, form, tie=found, status=409)
    messages.success(request, _("Saved. It is in the picture, too."))
    return redirect("people:family", person_id)


@require_POST
@page(needs=EDIT)
def tie_ends(request: StaffRequest, person_id: UUID, tie_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person, found = _noted_here(request, person_id, tie_id)
        ending = EndForm(request.POST)
        if not ending.is_valid():
            return _page(request, person, KnownTieForm(None, tie=found), tie=found, ending=ending)
    try:
        end_tie(actor=request.actor, relationship=found, until=ending.cleaned_data["until"])
    except Refused as refused:
        ending.add_error("until", str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, person, KnownTieForm(None, tie=found), tie=found, ending=ending)
    messages.success(request, _("It stands among what was before."))
    return redirect("people:family", person_id)


def _noted_here(request: StaffRequest, person_id: UUID, tie_id: UUID) -> tuple[Person, Relationship]:
    """A tie that this very file holds and tells of, and that has not ended."""
    person = require(Person, person_id, actor=request.actor, needs=EDIT)
    found = require(Relationship, tie_id, actor=request.actor, needs=EDIT, join=("other",))
    told = found.person_id == person.pk and ties(request.actor, person).filter(pk=found.pk).exists()
    if not told or found.until is not None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return person, found


def _known(request: StaffRequest, person: Person) -> list[tuple[str, str]]:
    """People with a file here who may be meant by the name, told apart by their birth dates."""
    name = request.POST.get("name", "").strip()
    found = likely_people(request.actor, name) if name else []
    return [(str(one.id), told_apart(one)) for one in found if one.id != person.pk]


def _page(request: StaffRequest, person: Person, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    more.setdefault("ending", EndForm())
    held = more.get("tie")
    more["tie_name"] = (held.other.called if held.other_id else held.name) if held else ""
    context = {**_frame(request, person), "form": form, **more}
    return render(request, "people/kin/tie.html", context, status=status)


def _frame(request: StaffRequest, person: Person) -> dict[str, Any]:
    return file_frame(request.actor, person, current="family")
