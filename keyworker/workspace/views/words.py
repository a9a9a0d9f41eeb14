"""Searching notes and documents by their words: in all the worker may read, or in one file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.delivery.searching import Found
from keyworker.delivery.searching import search as look_for
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.workspace import cursor, searched


@page(needs=Permission.NOTE_VIEW)
def search(request: StaffRequest) -> HttpResponse:
    """What is looked for is kept as the people search keeps it: never in an address."""
    if request.method == "POST":
        searched.remember(request.session, request.actor, request.POST.get("q", ""), where=searched.WORDS)
        return redirect("workspace:words")
    return render(request, "workspace/words.html", _found(request, None))


@page(needs=Permission.NOTE_VIEW)
def search_file(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    if request.method == "POST":
        searched.remember(request.session, request.actor, request.POST.get("q", ""), where=searched.WORDS)
        return redirect("workspace:file_words", person_id)
    frame = file_frame(request.actor, person, current="words")
    return render(request, "workspace/file_words.html", {**frame, **_found(request, person)})


def _found(request: StaffRequest, person: Person | None) -> dict[str, Any]:
    typed = searched.remembered(request.session, request.actor, where=searched.WORDS)
    before = cursor.instant(request.GET)
    found = look_for(request.actor, typed, person=person, before=before) if typed else Found((), None)
    older = cursor.link(request.GET, at=found.next[0].isoformat(), key=found.next[1]) if found.next else ""
    return {
        "typed": typed,
        "hits": found.hits,
        "back_to": found.back_to,
        "older_href": older,
        "newer_href": request.path if before else "",
    }
