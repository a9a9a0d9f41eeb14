"""The client's own door: messages with the people who work with them."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import LookedAt, StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.access.workplace import workplace
from keyworker.base import live
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.keyring import Unreadable
from keyworker.cases.models import Case
from keyworker.delivery import conversations
from keyworker.delivery.actions import forget_messages, write_message, write_to_team
from keyworker.delivery.forms import ForgetForm, MessageForm, NewThreadForm
from keyworker.delivery.forms.messages import NEVER, STAYS
from keyworker.delivery.models import MessageThread
from keyworker.delivery.views.contacts import cursor
from keyworker.delivery.views.documents import as_file
from keyworker.delivery.views.messages import as_shown
from keyworker.people.pages import cursor_link
from keyworker.portal.client import around
from keyworker.portal.queries import myself

VIEW, WRITE = Permission.MESSAGE_VIEW, Permission.MESSAGE_WRITE


@client_page(needs=VIEW)
def threads(request: StaffRequest) -> HttpResponse:
    """What was written so far, and a new message to one of my teams."""
    with reading(request.actor):
        teams = {str(case.program_id): case for case in conversations.teams(request.actor)}
        form = NewThreadForm(request.POST or None, request.FILES or None, where=_named(teams))
        if request.method != "POST" or not form.is_valid():
            return _threads_page(request, teams, form)
        chosen = teams.get(form.place)
        if chosen is None:
            return redirect("portal:messages")  # the work together ended while they wrote
    try:
        sent = write_to_team(actor=request.actor, program=chosen.program, said=form.said())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _threads_page(request, teams, form)
    except IntegrityError:
        return redirect("portal:messages")  # sent twice at the same moment: the other one stands there
    messages.success(request, _("Your message is sent."))
    return redirect("portal:thread", sent.thread_id)


def _named(teams: dict[str, Case]) -> list[tuple[str, str]]:
    return [(key, f"{case.program.name}: {case.owner.name}") for key, case in teams.items()]


def _threads_page(request: StaffRequest, teams: dict[str, Case], form: NewThreadForm) -> HttpResponse:
    before, me = cursor(request), myself(request.actor)
    found = conversations.threads(request.actor, me, before=before)
    cases, last = list(teams.values()), found.last
    away = conversations.away(cases, today=workplace(request.actor).today)
    context = {
        "threads": found.shown,
        "form": form if teams else None,
        "only": cases[0] if len(cases) == 1 else None,
        "away": [(case, away[case.pk]) for case in cases if case.pk in away],
        "newer_href": reverse("portal:messages") if before else "",
        "older_href": cursor_link("", at=last.last_at.isoformat(), key=last.pk) if last else "",
        **around(request.actor),
    }
    return render(request, "portal/messages.html", context)


@client_page(needs=VIEW)
def thread(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    """One conversation, and what I write in it."""
    with reading(request.actor):
        if live.is_asked(request):
            return live.news_of(require(MessageThread, thread_id, actor=request.actor, needs=VIEW).pk)
        form = MessageForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return _thread_page(request, thread_id, form)
        held = require(MessageThread, thread_id, actor=request.actor, needs=WRITE)
    try:
        write_message(actor=request.actor, thread=held, said=form.said())
        messages.success(request, _("Your message is sent."))
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _thread_page(request, thread_id, form)
    return redirect("portal:thread", thread_id)


def _thread_page(request: StaffRequest, thread_id: UUID, form: MessageForm) -> HttpResponse:
    before, here = cursor(request), reverse("portal:thread", args=[thread_id])
    found = conversations.open_thread(request.actor, thread_id, before=before, noted=not isinstance(request, LookedAt))
    held = found.thread
    words = as_shown(found, here)
    if live.asks_for_news(request):
        return render(request, "portal/words.html", words)
    kept = next((key for key, after in STAYS.items() if after == held.forget_after), NEVER)
    context = {
        **words,
        "newer_href": here if before else "",
        "away": conversations.away([held.case], today=workplace(request.actor).today).get(held.case_id),
        "form": form if held.case.is_open else None,
        "forget": ForgetForm(initial={"after": kept}),
        **around(request.actor),
    }
    return render(request, "portal/thread.html", context)


@require_POST
@client_page(needs=WRITE)
def clear(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    """What disappears from my page; the agency keeps its copy, and the page says so."""
    form = ForgetForm(request.POST)
    with reading(request.actor):
        held = require(MessageThread, thread_id, actor=request.actor, needs=WRITE)
    if form.is_valid():
        now_too = form.cleaned_data["now_too"]
        forget_messages(actor=request.actor, thread=held, after=form.stays, now_too=now_too)
        messages.success(request, _("Your page is as you asked. What was written stays in your file."))
        if now_too:
            return redirect("portal:messages")
    return redirect("portal:thread", thread_id)


@client_page(needs=VIEW)
@require_safe
def file(request: StaffRequest, sent_id: UUID) -> HttpResponse:
    """A file that came with one of my messages."""
    try:
        held, content = conversations.opened_file(request.actor, sent_id)
    except Unreadable as error:
        raise Absent from error
    return as_file(held.document, content, to_keep="save" in request.GET)
