"""How careful to be with somebody: safety words and ways to reach them, as they stand, and said anew."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require
from keyworker.agencies.models import Program
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.people.actions import add_contact_point, change_safety, change_way, end_way, mark_unsafe, start_contact
from keyworker.people.forms import NewWayForm, OwnSafetyForm, WayRulesForm
from keyworker.people.models import ContactPoint, Person, SafetyRule
from keyworker.people.pages import file_frame
from keyworker.people.queries import address_is_secret, code_words, contact_points, own_safety
from keyworker.people.reaching import Reach, reach, ways_now
from keyworker.people.rules import FITS, Doing
from keyworker.people.safety import programs_speaking

SEE, EDIT = Permission.PERSON_VIEW, Permission.PERSON_EDIT


@page(needs=SEE)
@require_safe
def safety(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = require(Person, person_id, actor=request.actor, needs=SEE)
    frame = file_frame(request.actor, person, current="safety")
    programs = programs_speaking(request.actor, person) if may(request.actor, EDIT) else []
    rules = own_safety(request.actor, person, programs)
    context = {
        **frame,
        "said": [{"program": program, "rule": rules.get(program.pk)} for program in programs],
        "ways": ways_now(frame["ways"], frame["safety"]),
        "own_door_href": may(request.actor, Permission.PORTAL_MANAGE) and address("workspace:own_door", person.pk),
    }
    return render(request, "people/safety.html", context)


@page(needs=SEE)
def contact(request: StaffRequest, person_id: UUID, point_id: UUID) -> HttpResponse:
    """Before somebody is called, written to or visited: the warning first, the number once it was read."""
    with reading(request.actor):
        person, point = _shown_way(request, person_id, point_id, needs=SEE)
        frame = _frame(request, person)
        found, started, status = reach(point, frame["safety"]), None, 200
    if request.method == "POST":
        try:
            started = start_contact(actor=request.actor, point=point, doing=_doing(request, found), heeded=True)
        except Refused as refused:
            messages.error(request, str(refused.decision.reason))
            status = 409
    with reading(request.actor):
        words = code_words(request.actor, person, point)
        writes = may(request.actor, Permission.CONTACT_RECORD)
        context = {**frame, "found": found.begun(started), "code_words": words, "may_record": writes}
        return render(request, "people/contact.html", context, status=status)


def _doing(request: StaffRequest, found: Reach) -> Doing:
    """What was pressed, if it fits the way; else what is usual on it."""
    asked = request.POST.get("doing", "")
    return next((one for one in FITS[found.point.channel] if one.value == asked), found.clearance.doing)


@page(needs=EDIT)
def safety_words(request: StaffRequest, person_id: UUID, program_id: UUID) -> HttpResponse:
    """The words of one program; when a colleague was faster, theirs stand above and one's own stay in the form."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=EDIT)
        program = _speaking(request, person, program_id)
        rule = own_safety(request.actor, person, [program]).get(program.pk)
        form = OwnSafetyForm(request.POST or None, rule=rule)
        if not form.is_valid():
            return _words_page(request, person, program, form)
    try:
        change_safety(
            actor=request.actor, person=person, program=program, words=form.words, seen=form.cleaned_data["version"]
        )
    except StaleRecord:
        with reading(request.actor):
            theirs = own_safety(request.actor, person, [program]).get(program.pk)
            form = OwnSafetyForm(_on_top_of(request, theirs), rule=theirs)
            return _words_page(request, person, program, form, theirs=theirs, status=409)
    messages.success(request, _("Saved. Everybody who needs it sees it from now on."))
    return redirect("people:safety", person_id)


@page(needs=EDIT)
def add_way(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=EDIT)
        form = NewWayForm(request.POST or None)
        if not form.is_valid():
            return render(request, "people/way.html", {"form": form, **_frame(request, person)})
    add_contact_point(actor=request.actor, person=person, way=form.new)
    messages.success(request, _("Noted. It is among the ways to reach them."))
    return redirect("people:safety", person_id)


@page(needs=EDIT)
def way(request: StaffRequest, person_id: UUID, point_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person, point = _shown_way(request, person_id, point_id)
        form = WayRulesForm(request.POST or None, point=point)
        if not form.is_valid():
            return render(request, "people/way.html", {"form": form, "point": point, **_frame(request, person)})
    try:
        change_way(actor=request.actor, point=point, way=form.rules, seen=form.cleaned_data["version"])
    except StaleRecord:
        form = WayRulesForm({**request.POST.dict(), "version": point.version}, point=point)
        form.add_error(None, _("A colleague changed this meanwhile. Look again, then save on top of it."))
        return _way_again(request, person, point, form, status=409)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        return _way_again(request, person, point, form)
    messages.success(request, _("Saved. Everybody who needs it sees it from now on."))
    return redirect("people:safety", person_id)


@require_POST
@page(needs=EDIT)
def way_unsafe(request: StaffRequest, person_id: UUID, point_id: UUID) -> HttpResponse:
    with reading(request.actor):
        _person, point = _shown_way(request, person_id, point_id)
    mark_unsafe(actor=request.actor, point=point)
    messages.success(request, _("Nobody uses this way from now on."))
    return redirect("people:safety", person_id)


@require_POST
@page(needs=EDIT)
def way_ends(request: StaffRequest, person_id: UUID, point_id: UUID) -> HttpResponse:
    with reading(request.actor):
        _person, point = _shown_way(request, person_id, point_id)
    try:
        end_way(actor=request.actor, point=point)
        messages.success(request, _("It is not among their ways any more."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("people:safety", person_id)


def _speaking(request: StaffRequest, person: Person, program_id: UUID) -> Program:
    for program in programs_speaking(request.actor, person):
        if program.pk == program_id:
            return program
    raise Absent(_("There is nothing here, or it is not yours to see."))


def _shown_way(
    request: StaffRequest, person_id: UUID, point_id: UUID, *, needs: Permission = EDIT
) -> tuple[Person, ContactPoint]:
    """One of the ways that are shown to the reader; a secret address is none of them."""
    person = require(Person, person_id, actor=request.actor, needs=needs)
    for point in contact_points(request.actor, person, secret=address_is_secret(person)):
        if point.pk == point_id:
            return person, point
    raise Absent(_("There is nothing here, or it is not yours to see."))


def _words_page(
    request: StaffRequest,
    person: Person,
    program: Program,
    form: OwnSafetyForm,
    *,
    theirs: SafetyRule | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "program": program, "theirs": theirs, "is_stale": status != 200, **_frame(request, person)}
    return render(request, "people/safety_words.html", context, status=status)


def _way_again(
    request: StaffRequest, person: Person, point: ContactPoint, form: WayRulesForm, *, status: int = 200
) -> HttpResponse:
    with reading(request.actor):
        context = {"form": form, "point": point, **_frame(request, person)}
        return render(request, "people/way.html", context, status=status)


def _on_top_of(request: StaffRequest, theirs: SafetyRule | None) -> dict[str, Any]:
    """What was typed, to be saved on top of what stands now."""
    return {**request.POST.dict(), "version": theirs.version if theirs else 0}


def _frame(request: StaffRequest, person: Person) -> dict[str, Any]:
    return file_frame(request.actor, person, current="safety")
