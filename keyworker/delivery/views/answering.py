"""What a page of a file does with a form: once it is valid, one action; refused, nothing typed is lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from keyworker.access.pages import StaffRequest
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.design.forms import Form
from keyworker.people.models import Person
from keyworker.people.pages import file_frame


def add_to_file(
    request: StaffRequest,
    person_id: UUID,
    ask: Callable[[Person], Any],
    act: Callable[[Any], object],
    *,
    template: str,
    said: str,
    back: str = "workspace:means",
    tab: str = "means",
) -> HttpResponse:
    """Ask about something new for the person's file, do it, and go `back` to a page of the person."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = ask(person)
        if not form.is_valid():
            return form_page(request, template, person, form, tab=tab)
    try:
        act(form)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return form_page(request, template, person, form, tab=tab)
    messages.success(request, said)
    return redirect(back, person_id)


def form_page(
    request: StaffRequest,
    template: str,
    person: Person,
    form: Form | None,
    *,
    status: int = 200,
    tab: str = "means",
    **more: Any,
) -> HttpResponse:
    """A page of the file with a form, at one of its tabs; a transaction for reading is open."""
    frame = file_frame(request.actor, person, current=tab)
    return render(request, template, {"form": form, **more, **frame}, status=status)
