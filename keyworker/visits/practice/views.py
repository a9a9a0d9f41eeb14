"""The page of one visit: what to know before, what to settle, what to press, what became of it."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.delivery.actions import save_draft
from keyworker.delivery.queries import draft
from keyworker.visits import queries
from keyworker.visits.models import Visit
from keyworker.visits.practice.actions import AS_USUAL, Ended, begin_visit, end_visit, go_on_by_phone
from keyworker.visits.practice.forms import BeforehandForm, EndForm
from keyworker.visits.practice.settling import settle
from keyworker.visits.practice.shown import Shown

BEGIN, END, SIGN, PHONE = "begin", "end", "sign", "phone"


@page(needs=Permission.VISIT_VIEW)
def visit(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """What is pressed is done and leads back here. What was typed is kept, whatever is refused after it."""
    ends = END in request.POST or SIGN in request.POST
    with reading(request.actor):
        found = queries.visit(request.actor, visit_id)
        sent = request.POST if request.method == "POST" and PHONE not in request.POST else None
        shown = Shown(request.actor, found, ending=sent if ends else None, asking=None if ends else sent)
        if request.method != "POST" or not shown.is_valid():
            return _page(request, shown)
    try:
        _do(request, shown)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    except StaleRecord as stale:
        return _both(request, found, shown, stale)
    return redirect("visits:visit", found.pk)


def _do(request: StaffRequest, shown: Shown) -> None:
    found, signs = shown.visit, SIGN in request.POST
    if PHONE in request.POST:
        go_on_by_phone(actor=request.actor, visit=found)
        messages.success(request, _("Call them now. All that was said and written stays."))
    elif signs or END in request.POST:
        _end(request, found, shown.ending.ended(signs=signs) if shown.ending else AS_USUAL)
    else:
        _settle(request, found, shown.asking)


def _end(request: StaffRequest, found: Visit, ended: Ended) -> None:
    """End it. Where a colleague was first, the words written beside it are a draft about what the colleague wrote."""
    try:
        end_visit(actor=request.actor, visit=found, ended=ended)
    except Refused:
        if ended.note is not None:
            with reading(request.actor):
                contact = queries.visit(request.actor, found.pk).contact
            save_draft(actor=request.actor, case=found.case, draft=replace(ended.note, contact=contact))
            messages.success(request, _("Your words are kept as a draft."))
        raise
    messages.success(request, _("It is in the file."))


def _settle(request: StaffRequest, found: Visit, form: BeforehandForm | None) -> None:
    if form is not None:
        settle(
            actor=request.actor,
            visit=found,
            answers=form.answers(),
            read_to=form.read_to(),
            still_holds=form.cleaned_data.get("still_holds", False),
        )
    if BEGIN not in request.POST:
        messages.success(request, _("What they said is kept."))
        return
    because = form.cleaned_data.get("because", "") if form is not None else ""
    begin_visit(actor=request.actor, visit=found, because=because)
    messages.success(request, _("The visit has begun."))


def _both(request: StaffRequest, found: Visit, shown: Shown, stale: StaleRecord) -> HttpResponse:
    """The note was saved from another page meanwhile: both are in the box, and nothing has ended yet."""
    assert isinstance(shown.ending, EndForm)  # noqa: S101 - only ending saves the note
    with reading(request.actor):
        theirs = draft(request.actor, stale.current.pk)
        again = Shown(request.actor, found, ending=shown.ending.put_together(theirs))
        again.is_valid()
        messages.error(request, _("Another page has saved this note. Its words are below yours: put them together."))
        return _page(request, again)


def _page(request: StaffRequest, shown: Shown) -> HttpResponse:
    return render(request, "visits/visit.html", shown.context())
