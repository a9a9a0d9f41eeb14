"""Pages for when a provider stops a service."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.delivery.views.answering import add_to_file, form_page
from keyworker.referrals import stops as queries
from keyworker.referrals.actions import note_service_stop, note_told
from keyworker.referrals.forms import StopForm, ToldThemForm


@page(needs=Permission.CONTACT_RECORD)
def new_stop(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """They stopped this: with the referral already chosen where the page was opened from one."""
    actor = request.actor
    return add_to_file(
        request,
        person_id,
        lambda person: StopForm(
            request.POST or None,
            cases=cases_of(actor, person, needs=Permission.CONTACT_RECORD),
            referrals=queries.referrals_to_stop(actor, person),
            chosen=request.GET.get("referral", ""),
        ),
        lambda form: note_service_stop(actor=actor, case=form.case, stop=form.stop()),
        template="referrals/new_stop.html",
        said=_("It is in the file. Telling them, and finding something else, are now tasks."),
        back="referrals:list",
        tab="referrals",
    )


@page(needs=Permission.CONTACT_VIEW)
def stop(request: StaffRequest, stop_id: UUID) -> HttpResponse:
    """What stopped, and whether they were told."""
    actor = request.actor
    with reading(actor):
        held = queries.stop(actor, stop_id, today=workplace(actor).today)
        form = _form(request, held, request.POST or None)
        if form is None or not form.is_valid():
            return _page(request, held, form)
    try:
        note_told(actor=actor, stop=held.stop, told=form.told(), seen=form.cleaned_data["version"])
    except (Refused, StaleRecord) as why:
        return _not_saved(request, stop_id, why)
    messages.success(request, _("It is in the file that they were told."))
    return redirect("referrals:list", held.stop.person_id)


def _form(request: StaffRequest, held: queries.Stopped, data: Any) -> ToldThemForm | None:
    if held.stop.told_on is not None or not may(request.actor, Permission.CONTACT_RECORD):
        return None
    return ToldThemForm(data, seen=held.stop.version)


def _not_saved(request: StaffRequest, stop_id: UUID, why: Refused | StaleRecord) -> HttpResponse:
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    with reading(request.actor):
        held = queries.stop(request.actor, stop_id, today=workplace(request.actor).today)
        form = _form(request, held, {**request.POST.dict(), "version": held.stop.version})
        if form is None:
            messages.warning(request, reason)
        else:
            form.is_valid()
            form.add_error(None, reason)
        return _page(request, held, form, status=409 if isinstance(why, StaleRecord) else 200)


def _page(request: StaffRequest, held: queries.Stopped, form: Any, *, status: int = 200) -> HttpResponse:
    return form_page(request, "referrals/stop.html", held.stop.person, form, status=status, tab="referrals", held=held)
