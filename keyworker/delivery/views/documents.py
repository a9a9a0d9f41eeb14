"""Pages of the documents in a file: the list, putting one in or taking one out, one with its versions, the file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.keyring import Unreadable
from keyworker.cases.queries import cases_of
from keyworker.delivery import queries
from keyworker.delivery.actions import add_document, withdraw_document
from keyworker.delivery.forms import DocumentForm, WithdrawForm
from keyworker.delivery.models import CaseDocument
from keyworker.delivery.received import to_look_at
from keyworker.delivery.views.contacts import cursor
from keyworker.documents.models import Document
from keyworker.documents.rules import KINDS, PICTURES, TEXT
from keyworker.people.models import Person
from keyworker.people.pages import cursor_link, file_frame

# A browser shows what somebody handed us as a thing apart: it may run nothing, fetch nothing and know nobody.
APART = "sandbox; default-src 'none'"
# Everything else is saved and opened elsewhere: a browser would have to run something to show it.
SHOWN = PICTURES | {TEXT}
MOST_LETTERS = 200_000


@page(needs=Permission.NOTE_VIEW)
@require_safe
def documents(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    before = cursor(request)
    found = queries.documents(request.actor, person, before=before)
    here = reverse("delivery:documents", args=[person.pk])
    last = found.last
    context = {
        "papers": [(held, KINDS.get(held.document.media_type, "")) for held in found.shown],
        "to_look_at": to_look_at(request.actor, person),
        "newer_href": here if before else "",
        "older_href": cursor_link(here, at=last.created_at.isoformat(), key=last.pk) if last else "",
        "may_add": may(request.actor, Permission.NOTE_WRITE),
        **file_frame(request.actor, person, current="documents"),
    }
    return render(request, "delivery/documents.html", context)


@page(needs=Permission.NOTE_WRITE)
def add(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = _form(request, person)
        if not form.is_valid():
            return _add_page(request, form, person)
    try:
        held = add_document(actor=request.actor, case=form.case, paper=form.paper())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _add_page(request, form, person)
    messages.success(request, _said(held, form.replaced))
    return redirect("delivery:document", held.pk)


def _form(request: StaffRequest, person: Person) -> DocumentForm:
    asked = _key(request.POST.get("replaces") or request.GET.get("newer_of"))
    older = queries.replaceable(request.actor, person, asked=asked)
    return DocumentForm(
        request.POST or None,
        request.FILES or None,
        cases=cases_of(request.actor, person, needs=Permission.NOTE_WRITE),
        older=older,
        newer_of=next((one for one in older if one.pk == asked), None),
    )


def _key(given: str | None) -> UUID | None:
    try:
        return UUID(given or "")
    except ValueError:
        return None


def _said(held: CaseDocument, replaced: CaseDocument | None) -> str:
    if replaced is None:
        return _("The document is in the file.")
    if held.number > replaced.number + 1:
        words = _("Somebody else added a version while you chose yours. Both are kept; yours is version {number}.")
        return words.format(number=held.number)
    return _("Version {number} is in the file. The older one can still be read.").format(number=held.number)


@page(needs=Permission.NOTE_VIEW)
@require_safe
def document(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """What the document is, who brought it when, its other versions, and a look at it where that is safe."""
    held = queries.document(request.actor, document_id)
    kind = held.document.media_type
    try:
        text = _text(held) if kind == TEXT and not held.is_withdrawn else ""
    except Unreadable:
        return _damaged(request, held)
    context = {
        "held": held,
        "kind": KINDS.get(kind, ""),
        "text": text,
        "is_picture": kind in PICTURES,
        "versions": queries.versions(request.actor, held),
        "read_as": "" if held.superseded_by_id else queries.read_as(request.actor, held),
        "may_write": may(request.actor, Permission.NOTE_WRITE) and not held.is_withdrawn,
        **file_frame(request.actor, held.person, current="documents"),
    }
    return render(request, "delivery/document.html", context)


def _text(held: CaseDocument) -> str:
    return queries.opened(held).decode(errors="replace")[:MOST_LETTERS]


@page(needs=Permission.NOTE_VIEW)
@require_safe
def file(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """The file itself, whole or not at all: a damaged one is noticed before its first byte is sent."""
    held = queries.document(request.actor, document_id)
    try:
        content = queries.opened(held)
    except Unreadable:
        return _damaged(request, held)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
        return redirect("delivery:document", document_id)
    return as_file(held.document, content, to_keep="save" in request.GET)


def _damaged(request: StaffRequest, held: CaseDocument) -> HttpResponse:
    messages.error(request, _("This document cannot be opened. It was erased, or its file is damaged or missing."))
    return redirect("delivery:documents", held.person_id)


@page(needs=Permission.NOTE_WRITE)
def take_out(request: StaffRequest, document_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = queries.document(request.actor, document_id)
        form = WithdrawForm(request.POST or None)
        if not form.is_valid():
            return _take_out_page(request, form, held)
    try:
        withdraw_document(actor=request.actor, document=held, because=form.cleaned_data["because"])
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _take_out_page(request, form, held)
    messages.success(request, _("It is taken out. Nobody can open it any more."))
    return redirect("delivery:documents", held.person_id)


def _take_out_page(request: StaffRequest, form: WithdrawForm, held: CaseDocument) -> HttpResponse:
    frame = file_frame(request.actor, held.person, current="documents")
    return render(request, "delivery/take_out_document.html", {"form": form, "held": held, **frame})


def as_file(document: Document, content: bytes, *, to_keep: bool) -> HttpResponse:
    """A file that somebody handed us, for a browser: shown where that is safe, else saved."""
    kind = document.media_type
    to_keep = to_keep or kind not in SHOWN
    disposition = content_disposition_header(to_keep, document.name)
    headers: dict[str, Any] = {
        "Content-Disposition": disposition,
        "Content-Security-Policy": APART,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return HttpResponse(content, content_type=f"{kind}{charset}", headers=headers)


def _add_page(request: StaffRequest, form: DocumentForm, person: Person) -> HttpResponse:
    frame = file_frame(request.actor, person, current="documents")
    return render(request, "delivery/add_document.html", {"form": form, **frame})
