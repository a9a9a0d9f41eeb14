"""Pages of messages with a client: the conversations in a file, one of them, a file that came with one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require
from keyworker.access.workplace import workplace
from keyworker.base import clock, live
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.keyring import Unreadable
from keyworker.cases.models import Case
from keyworker.cases.queries import cases_of
from keyworker.delivery import conversations
from keyworker.delivery.actions import begin_thread, let_thread_rest, write_message
from keyworker.delivery.conversations import Words
from keyworker.delivery.forms import MessageForm, NewThreadForm
from keyworker.delivery.models import MessageThread
from keyworker.delivery.views.contacts import cursor
from keyworker.delivery.views.documents import as_file
from keyworker.documents.rules import KINDS, PICTURES
from keyworker.people.models import Person
from keyworker.people.pages import cursor_link, file_frame

VIEW, WRITE = Permission.MESSAGE_VIEW, Permission.MESSAGE_WRITE


@page(needs=VIEW)
def threads(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """All conversations with the person, and a new one."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        cases = {str(case.pk): case for case in _writable(request, person)}
        form = NewThreadForm(request.POST or None, request.FILES or None, where=_named(cases))
        if request.method != "POST" or not form.is_valid():
            return _threads_page(request, person, form if cases else None)
    try:
        begun = begin_thread(actor=request.actor, case=cases[form.place], said=form.said())
    except (KeyError, Refused) as refused:
        reason = refused.decision.reason if isinstance(refused, Refused) else _("There is no open case to write in.")
        form.add_error(None, str(reason))
        with reading(request.actor):
            return _threads_page(request, person, form)
    except IntegrityError:
        return redirect("delivery:messages", person_id)  # sent twice at the same moment: the other one stands there
    messages.success(request, _("They find it on their own page."))
    return redirect("delivery:thread", begun.thread_id)


def _writable(request: StaffRequest, person: Person) -> list[Case]:
    """Open cases in which the worker may write to the person."""
    found = cases_of(request.actor, person, needs=WRITE) if may(request.actor, WRITE) else []
    return [case for case in found if case.is_open and not case.program.sealed]


def _named(cases: dict[str, Case]) -> list[tuple[str, str]]:
    return [(key, f"{case.program.name} · {case.number}") for key, case in cases.items()]


def _threads_page(request: StaffRequest, person: Person, form: NewThreadForm | None) -> HttpResponse:
    before = cursor(request)
    found = conversations.threads(request.actor, person, before=before)
    here, last = reverse("delivery:messages", args=[person.pk]), found.last
    context = {
        "threads": found.shown,
        "form": form,
        "now": clock.now(),
        "newer_href": here if before else "",
        "older_href": cursor_link(here, at=last.last_at.isoformat(), key=last.pk) if last else "",
        **file_frame(request.actor, person, current="messages"),
    }
    return render(request, "delivery/messages.html", context)


@page(needs=VIEW)
def thread(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    """One conversation, and an answer to it."""
    with reading(request.actor):
        if live.is_asked(request):
            return live.news_of(require(MessageThread, thread_id, actor=request.actor, needs=VIEW).pk)
        form = MessageForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return _thread_page(request, thread_id, form)
        held = require(MessageThread, thread_id, actor=request.actor, needs=VIEW)
    try:
        write_message(actor=request.actor, thread=held, said=form.said())
        messages.success(request, _("They find it on their own page."))
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _thread_page(request, thread_id, form)
    return redirect("delivery:thread", thread_id)


def _thread_page(request: StaffRequest, thread_id: UUID, form: MessageForm) -> HttpResponse:
    before = cursor(request)
    found = conversations.open_thread(request.actor, thread_id, before=before)
    held = found.thread
    words = as_shown(found, reverse("delivery:thread", args=[held.pk]))
    if live.asks_for_news(request):
        return render(request, "delivery/words_of_team.html", words)
    today = workplace(request.actor).today
    context = {
        **words,
        "newer_href": reverse("delivery:thread", args=[held.pk]) if before else "",
        "away": conversations.away([held.case], today=today).get(held.case_id),
        "told": conversations.told_of(request.actor, found),
        "late": held.answer_by is not None and held.answer_by < clock.now(),
        "declined": found.declined,
        "form": form if _may_go_on(request, held) and (form.is_bound or not found.declined) else None,
        **file_frame(request.actor, held.person, current="messages"),
    }
    return render(request, "delivery/thread.html", context)


def _may_go_on(request: StaffRequest, held: MessageThread) -> bool:
    return held.case.is_open and not held.program.sealed and may(request.actor, WRITE)


def as_shown(found: Words, here: str) -> dict[str, Any]:
    """The messages as a page shows them, each with what came with it, and where the earlier ones are."""
    files = {message.pk: getattr(message, "file", None) for message in found.shown}
    first = found.first
    return {
        "thread": found.thread,
        "words": [
            {
                "message": message,
                "file": file,
                "is_picture": file is not None and file.document.media_type in PICTURES,
                "kind": KINDS.get(file.document.media_type, "") if file is not None else "",
            }
            for message in found.shown
            for file in [files[message.pk]]
        ],
        "earlier_href": cursor_link(here, at=first.created_at.isoformat(), key=first.pk) if first else "",
    }


@require_POST
@page(needs=WRITE)
def rest(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    """It needs no answer."""
    with reading(request.actor):
        held = require(MessageThread, thread_id, actor=request.actor, needs=WRITE)
    try:
        let_thread_rest(actor=request.actor, thread=held)
        messages.success(request, _("It waits for nobody any more."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("delivery:thread", thread_id)


@page(needs=VIEW)
@require_safe
def file(request: StaffRequest, sent_id: UUID) -> HttpResponse:
    """A file that came with a message, whole or not at all."""
    try:
        held, content = conversations.opened_file(request.actor, sent_id)
    except Unreadable as error:
        raise Absent from error
    return as_file(held.document, content, to_keep="save" in request.GET)
