"""Pages of the documents in a file: the list, putting one in, and the document itself."""

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
from keyworker.delivery.actions import add_document
from keyworker.delivery.forms import DocumentForm
from keyworker.delivery.models import CaseDocument
from keyworker.delivery.views.contacts import cursor
from keyworker.documents.rules import KINDS
from keyworker.people.models import Person
from keyworker.people.pages import cursor_link, file_frame

# A browser shows what somebody handed us as a thing apart: it may run nothing, fetch nothing and know nobody.
APART = "sandbox; default-src 'none'"


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
        cases, older = cases_of(request.actor, person), queries.replaceable(request.actor, person)
        form = DocumentForm(request.POST or None, request.FILES or None, cases=cases, older=older)
        if not form.is_valid():
            return _add_page(request, form, person)
    try:
        add_document(actor=request.actor, case=form.case, paper=form.paper())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _add_page(request, form, person)
    messages.success(request, _("The document is in the file."))
    return redirect("delivery:documents", person_id)


@page(needs=Permission.NOTE_VIEW)
@require_safe
def document(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """The file itself, whole or not at all: a damaged one is noticed before its first byte is sent."""
    held = queries.document(request.actor, document_id)
    try:
        content = queries.opened(held)
    except Unreadable:
        messages.error(request, _("This document cannot be opened. It was erased, or its file is damaged or missing."))
        return redirect("delivery:documents", held.person_id)
    return _file(held, content, to_keep="save" in request.GET)


def _file(held: CaseDocument, content: bytes, *, to_keep: bool) -> HttpResponse:
    kind = held.document.media_type
    to_keep = to_keep or kind not in KINDS
    disposition = content_disposition_header(to_keep, held.document.name)
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
