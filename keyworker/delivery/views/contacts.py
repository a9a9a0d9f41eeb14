"""Pages of what was done: the contacts tab, recording a contact, reading and amending a note."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.access.workplace import workplace
from keyworker.agencies.wording import Called
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.delivery import queries, travel
from keyworker.delivery.actions import amend_note, record_contact
from keyworker.delivery.forms import AmendForm, ContactForm
from keyworker.delivery.models import CoSignState
from keyworker.delivery.noting import clock_of
from keyworker.design.forms import Form
from keyworker.people.models import Person
from keyworker.people.pages import cursor_link, file_frame
from keyworker.people.queries import code_words
from keyworker.people.reaching import ways_now

# What else is done from here, the most frequent first: what it is called, where it is, what it needs.
MORE = (
    (
        gettext_lazy("Write it down"),
        (
            (gettext_lazy("Write a note"), "delivery:note", Permission.NOTE_WRITE),
            (gettext_lazy("Services given"), "delivery:services", Permission.CONTACT_VIEW),
            (gettext_lazy("Time spent"), "delivery:work_for", Permission.CONTACT_RECORD),
        ),
    ),
    (
        gettext_lazy("Meet"),
        (
            (gettext_lazy("Plan {a_session}"), "visits:schedule", Permission.VISIT_SCHEDULE),
            (gettext_lazy("Call them"), "visits:call", Permission.CONTACT_RECORD),
            (gettext_lazy("Groups"), "delivery:groups_of", Permission.CONTACT_VIEW),
            (gettext_lazy("Case conferences"), "delivery:conferences", Permission.NOTE_VIEW),
        ),
    ),
    (
        gettext_lazy("Health and safety"),
        (
            (gettext_lazy("Report a danger"), "delivery:reports", Permission.NOTE_VIEW),
            (gettext_lazy("Medicines"), "delivery:medicines", Permission.NOTE_VIEW),
            (gettext_lazy("What we explained"), "delivery:education", Permission.CONTACT_VIEW),
        ),
    ),
)


@page(needs=Permission.CONTACT_VIEW)
@require_safe
def contacts(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    before = cursor(request)
    done = queries.contacts_and_notes(request.actor, person, before=before)
    here = reverse("delivery:contacts", args=[person.pk])
    today = workplace(request.actor).today
    frame = file_frame(request.actor, person, current="contacts")
    context = {
        "entries": [_told(entry, today) for entry in done.entries],
        "drafts": [] if before else done.drafts,
        "newer_href": here if before else "",
        "older_href": cursor_link(here, at=done.last.at.isoformat(), key=done.last.key) if done.last else "",
        "may_record": may(request.actor, Permission.CONTACT_RECORD),
        "more": _more(request.actor, person, frame["called"]),
        "may_write": may(request.actor, Permission.NOTE_WRITE),
        **frame,
    }
    return render(request, "delivery/contacts.html", context)


def _more(actor: Actor, person: Person, called: Called) -> list[dict[str, Any]]:
    """The pages the worker may go to from here, under the words of their work."""
    return [
        {
            "title": title,
            "links": [
                {"text": str(text).format(a_session=called.session.one), "href": href}
                for text, name, needs in links
                if may(actor, needs) and (href := address(name, person.pk))
            ],
        }
        for title, links in MORE
    ]


def _told(entry: queries.Entry, today: date) -> dict[str, Any]:
    """An entry with what its contact adds: how far it was, and how its note stands."""
    contact = entry.contact
    if contact is None:
        return {"entry": entry}
    meters, unit = contact.distance_meters, contact.distance_unit
    distance = None if meters is None else f"{travel.as_said(meters, unit).normalize():f}"
    return {"entry": entry, "distance": distance, "clock": clock_of(contact, today=today)}


@page(needs=Permission.CONTACT_RECORD)
def contact(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = _person(request.actor, person_id)
        unit = workplace(request.actor).agency.distance_unit
        form = ContactForm(
            request.POST or None,
            cases=cases_of(request.actor, person, needs=Permission.CONTACT_RECORD),
            distance_unit=unit,
        )
        if not form.is_valid():
            return _contact_page(request, form, person)
    said: dict[str, Any] = {"note": form.cleaned_data["note"], "next_step": form.comes_next()}
    try:
        record_contact(actor=request.actor, case=form.case, happened=form.happened(), **said)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _contact_page(request, form, person)
    messages.success(request, _("The contact is in the file."))
    return redirect("delivery:contacts", person_id)


@page(needs=Permission.NOTE_VIEW)
@require_safe
def read(request: StaffRequest, note_id: UUID) -> HttpResponse:
    written = queries.written(request.actor, note_id)
    if not written.note.is_signed:
        return redirect("delivery:write", written.note.pk)
    held = queries.co_signature_of(request.actor, written.note)
    context = {
        "written": written,
        "co_signature": held,
        "may_co_sign": held is not None
        and held.state == CoSignState.WAITING
        and may(request.actor, Permission.CASELOAD_OVERSEE),
        "may_amend": may(request.actor, Permission.NOTE_WRITE),
        **file_frame(request.actor, written.note.person, current="contacts"),
    }
    return render(request, "delivery/read.html", context)


@page(needs=Permission.NOTE_WRITE)
def amend(request: StaffRequest, note_id: UUID) -> HttpResponse:
    with reading(request.actor):
        written = queries.written(request.actor, note_id)
        person = written.note.person
        form = AmendForm(request.POST or None)
        if not form.is_valid():
            return _shown(request, "delivery/amend.html", form, person, written=written)
    try:
        amend_note(actor=request.actor, note=written.note, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, "delivery/amend.html", form, person, written=written)
    messages.success(request, _("The note is amended. Both are shown together."))
    return redirect("delivery:read", written.note.pk)


def _person(actor: Actor, person_id: UUID) -> Person:
    return require(Person, person_id, actor=actor, needs=Permission.PERSON_VIEW)


def cursor(request: StaffRequest) -> queries.Cursor | None:
    """Where the page before ended; one that nobody gave out starts from the top."""
    try:
        at, key = datetime.fromisoformat(request.GET.get("at", "")), UUID(request.GET.get("key", ""))
    except ValueError:
        return None
    return (at, key) if at.tzinfo else None


def _contact_page(request: StaffRequest, form: ContactForm, person: Person) -> HttpResponse:
    frame = file_frame(request.actor, person, current="contacts")
    ways = ways_now(frame["ways"], frame["safety"])
    words = code_words(request.actor, person)
    return render(request, "delivery/contact.html", {**frame, "form": form, "ways": ways, "code_words": words})


def _shown(request: StaffRequest, template: str, form: Form, person: Person, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, **more, **file_frame(request.actor, person, current="contacts")})
