"""A person's file: the overview and the timeline; finding somebody, and opening a file in an emergency."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import break_glass as open_in_emergency
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.people.queries import NAME_SHIELDED, known_people, open_file
from keyworker.people.reaching import ways_now
from keyworker.workspace import cursor, searched
from keyworker.workspace.file import overview_context
from keyworker.workspace.forms import GlassForm
from keyworker.workspace.queries.duplicates import other_records
from keyworker.workspace.queries.finding import found_people, read_as
from keyworker.workspace.queries.overview import overview
from keyworker.workspace.queries.story import story

LATELY = 6


@page(needs=Permission.PERSON_VIEW)
@require_safe
def file(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = open_file(request.actor, person_id)
    found = overview(request.actor, person)
    frame = file_frame(request.actor, person, current="overview")
    shown = overview_context(person, found, today=workplace(request.actor).today, tabs=frame["tabs"])
    context = {
        **frame,
        "ways": ways_now(frame["ways"], frame["safety"]),
        **shown,
        "may_meet": may(request.actor, Permission.VISIT_SCHEDULE) and any(each["is_open"] for each in shown["cases"]),
        "may_plan": may(request.actor, Permission.PLAN_WRITE),
        "other_records": other_records(request.actor, person) if found.linked else [],
        "may_link": may(request.actor, Permission.PERSON_LINK),
        "lately": story(request.actor, person, size=LATELY).entries,
    }
    return render(request, "workspace/file.html", context)


@page(needs=Permission.PERSON_VIEW)
@require_safe
def timeline(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = open_file(request.actor, person_id)
    found = story(request.actor, person, before=cursor.instant(request.GET))
    older = cursor.link(request.GET, at=found.last.happened_at.isoformat(), key=found.last.pk) if found.last else ""
    context = {
        **file_frame(request.actor, person, current="timeline"),
        "entries": found.entries,
        "older_href": older,
        "first_page": "key" not in request.GET,
    }
    return render(request, "workspace/timeline.html", context)


@page(needs=Permission.PERSON_INDEX)
def search(request: StaffRequest) -> HttpResponse:
    """What is looked for is sent in the body and kept sealed in the session, never in an address.

    Histories, logs and the next page's referrer keep addresses; and going back from a file leads to whom was found.
    """
    if request.method == "POST":
        searched.remember(request.session, request.actor, request.POST.get("q", ""))
        return redirect("workspace:search")
    words = searched.remembered(request.session, request.actor)
    context = {
        "search_text": words,
        "found": found_people(request.actor, words) if words else [],
        "read_as": read_as(request.actor, words),
        "may_break_glass": may(request.actor, Permission.BREAK_GLASS),
        "may_search_words": may(request.actor, Permission.NOTE_VIEW),
    }
    return render(request, "workspace/search.html", context)


@page(needs=Permission.BREAK_GLASS)
def break_glass(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person, programs = _behind_glass(request.actor, person_id)
        form = GlassForm(request.POST or None, programs=programs)
        if not form.is_valid():
            return _ask_why(request, person, form)
        me = require(Staff, _me(request.actor), actor=request.actor, needs=Permission.STAFF_VIEW)
    program = next(each for each in programs if str(each.pk) == form.cleaned_data["program"])
    try:
        open_in_emergency(
            actor=request.actor, person=person, program=program, staff=me, reason=form.cleaned_data["reason"]
        )
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _ask_why(request, person, form)
    messages.warning(request, _("The file is open to you for one day. Your supervisor is told."))
    return redirect("workspace:file", person.pk)


def _behind_glass(actor: Actor, person_id: UUID) -> tuple[Person, list[Program]]:
    """The person, if the index knows them, and the programs that serve them, less what is sealed."""
    person = require(Person, person_id, actor=actor, needs=Permission.BREAK_GLASS)
    served = rows(Program, actor=actor, needs=Permission.BREAK_GLASS).filter(
        sealed=False, closed_at=None, pk__in=person.care_team.values("program_id")
    )
    if not (programs := list(served.order_by("name"))):
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return person, programs


def _ask_why(request: StaffRequest, person: Person, form: GlassForm) -> HttpResponse:
    hidden = person.pk not in known_people(request.actor).filter(pk=person.pk).values_list("pk", flat=True)
    context: dict[str, Any] = {"form": form, "name": NAME_SHIELDED if hidden else person.full_name}
    return render(request, "workspace/break_glass.html", context)


def _me(actor: Actor) -> UUID:
    if actor.id is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return actor.id
