"""Pages where a note is written: kept as a draft while it is typed, signed when it is done, thrown away if not."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.delivery import queries
from keyworker.delivery.actions import discard_draft, save_draft, sign_draft
from keyworker.delivery.formats import NoteFormat
from keyworker.delivery.forms import NoteForm
from keyworker.delivery.models import CaseContact, CaseNote
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

SIGN, LAY_OUT = "sign", "look"


@page(needs=Permission.NOTE_WRITE)
def note(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A new note. Its key is made with the page, so that the first save and the tenth keep the same draft."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = _form(request, person, None)
        if LAY_OUT in request.POST:
            return _laid_out(request, form, person, None)
        if request.method != "POST" or not form.is_valid():
            return _shown(request, form, person, None)
    return _carry_out(request, form, person, None)


@page(needs=Permission.NOTE_WRITE)
def write(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Going on with a draft."""
    with reading(request.actor):
        draft = queries.draft(request.actor, note_id)
        if draft.is_signed:
            return redirect("delivery:read", draft.pk)
        form = _form(request, draft.person, draft)
        if LAY_OUT in request.POST:
            return _laid_out(request, form, draft.person, draft)
        if request.method != "POST" or not form.is_valid():
            return _shown(request, form, draft.person, draft)
    return _carry_out(request, form, draft.person, draft)


@page(needs=Permission.NOTE_WRITE)
def autosave(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Keeps what is typed so far; answers when, for the page to say so. A second page on the same draft gets 409."""
    if request.method != "POST":
        raise Absent(_("There is nothing here, or it is not yours to see."))
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = _form(request, person, None)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    try:
        kept = save_draft(actor=request.actor, case=form.case, draft=form.words())
    except (StaleRecord, Refused):
        return JsonResponse({}, status=409)
    return JsonResponse({"saved_at": _time(kept), "version": kept.version})


@page(needs=Permission.NOTE_WRITE)
def discard(request: StaffRequest, note_id: UUID) -> HttpResponse:
    with reading(request.actor):
        draft = queries.draft(request.actor, note_id)
        if request.method != "POST":
            frame = file_frame(request.actor, draft.person, current="contacts")
            return render(request, "delivery/discard.html", {"draft": draft, **frame})
    try:
        discard_draft(actor=request.actor, note=draft)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
        return redirect("delivery:read", draft.pk)
    messages.success(request, _("The draft is thrown away."))
    return redirect("delivery:contacts", draft.person_id)


def _form(request: StaffRequest, person: Person, draft: CaseNote | None) -> NoteForm:
    contact = None if draft else _contact(request, person)
    return NoteForm(
        request.POST or None,
        cases=cases_of(request.actor, person, needs=Permission.NOTE_WRITE),
        note=draft,
        contact=contact,
    )


def _contact(request: StaffRequest, person: Person) -> CaseContact | None:
    """The contact that the new note is of: named by the page that led here, then by the form itself."""
    try:
        key = UUID(request.POST.get("about") or request.GET.get("about", ""))
    except ValueError:
        return None
    return queries.contact_to_note(request.actor, person, key)


def _laid_out(request: StaffRequest, form: NoteForm, person: Person, draft: CaseNote | None) -> HttpResponse:
    """The same words under other headings; nothing is saved by it."""
    wanted = request.POST.get("layout", "")
    data = form.relaid(NoteFormat(wanted) if wanted in NoteFormat.values else NoteFormat.FREE)
    cases = cases_of(request.actor, person, needs=Permission.NOTE_WRITE)
    again = NoteForm(data, cases=cases, note=draft, contact=form.contact)
    return _shown(request, again, person, draft)


def _carry_out(request: StaffRequest, form: NoteForm, person: Person, draft: CaseNote | None) -> HttpResponse:
    choice = request.POST.get("choice", "")
    if choice == "theirs":
        return redirect("delivery:write", form.cleaned_data["draft"])
    if choice == "edit":
        return _together(request, form, person)
    act = sign_draft if request.POST.get("act") == SIGN else save_draft
    try:
        kept = act(actor=request.actor, case=form.case, draft=form.words())
    except StaleRecord as stale:
        return _both(request, form, person, stale)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, form, person, draft)
    messages.success(request, _("The note is signed.") if kept.is_signed else _("The draft is kept for you alone."))
    return redirect("delivery:contacts", person.pk)


def _both(request: StaffRequest, form: NoteForm, person: Person, stale: StaleRecord) -> HttpResponse:
    """The worker wrote in two pages at once: show both, and let them choose."""
    with reading(request.actor):
        current = queries.draft(request.actor, stale.current.pk)
        mine, theirs = form.words().text, current.text
        sent = {**_sent(form), "seen": current.version, "act": request.POST.get("act", "")}
        context: dict[str, Any] = {
            "who": _("You, in another page"),
            "when": _time(current),
            "fields": [{"label": _("Note"), "mine": mine, "theirs": theirs, "differs": mine != theirs}],
            "version": current.version,
            "hidden": format_html_join("", '<input type="hidden" name="{}" value="{}">', sent.items()),
            **file_frame(request.actor, person, current="contacts"),
        }
        return render(request, "delivery/stale.html", context)


def _together(request: StaffRequest, form: NoteForm, person: Person) -> HttpResponse:
    """Both versions in one box, one below the other, to be put together by hand."""
    with reading(request.actor):
        current = queries.draft(request.actor, form.cleaned_data["draft"])
        data = QueryDict(mutable=True)
        both = f"{form.words().text}\n\n{current.text}"
        data.update({**_sent(form), "seen": str(current.version), "text": both, "format": NoteFormat.FREE.value})
        again = NoteForm(data, cases=cases_of(request.actor, person, needs=Permission.NOTE_WRITE), contact=form.contact)
        return _shown(request, again, person, current)


def _time(draft: CaseNote) -> str:
    """When it was last kept, on the agency's clock."""
    return time_format(timezone.localtime(draft.saved_at))


def _sent(form: NoteForm) -> dict[str, str]:
    """What the form sent, by its own names."""
    return {name: form.data.get(name, "") for name in form.fields}


def _shown(request: StaffRequest, form: NoteForm, person: Person, draft: CaseNote | None) -> HttpResponse:
    frame = file_frame(request.actor, person, current="contacts")
    context = {"form": form, "draft": draft, "layouts": NoteFormat.choices, "layout": form.layout}
    return render(request, "delivery/note.html", {**context, **frame})
