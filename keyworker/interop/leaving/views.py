"""The page on which an administrator asks for everything the agency owns, and takes it along."""

from itertools import chain
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.showing import ask_again, shown_lately
from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.keyring import Unreadable
from keyworker.documents import vault
from keyworker.interop.leaving import actions, queries
from keyworker.interop.leaving.forms import AskForm
from keyworker.interop.models import AgencyExport

NEEDS = Permission.EXPORT_ASK


@page(needs=NEEDS)
def exports(request: StaffRequest) -> HttpResponse:
    """What was asked for, and a place to ask. Asked for is it only by whoever has just shown that it is them."""
    form = AskForm(request.POST or None)
    shown = shown_lately(request)
    if form.is_valid() and not shown:
        form.add_error(None, _("Show once more that it is you, then ask again."))
    with reading(request.actor):
        if not form.is_valid():
            found = queries.exports(request.actor)
            stands = {"at_work": any(each.at_work for each in found), "ready": any(each.ready for each in found)}
            context = {"form": form, "exports": found, "shown": shown, "show_url": _show_url(), **stands}
            return render(request, "interop/exports.html", context)
        agency = require(Agency, request.actor.agency_id, actor=request.actor, needs=NEEDS)
    try:
        actions.ask_for_export(actor=request.actor, agency=agency, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("interop:exports")


@page(needs=NEEDS)
@require_POST
def take_export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """The zip, a chunk at a time; its name tells nothing of anybody."""
    held = _held(request, export_id)
    if not shown_lately(request):
        return redirect(_show_url())
    try:
        export = actions.take_export(actor=request.actor, export=held)
        chunks = vault.read(export.pk, export.agency_id, bytes(export.wrapped_key or b""))
        first = next(chunks)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
        return redirect("interop:exports")
    except Unreadable:
        messages.error(request, _("It is not here any more. Ask for another."))
        return redirect("interop:exports")
    answer = StreamingHttpResponse(chain([first], chunks), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="everything-{timezone.localdate().isoformat()}.zip"'
    answer["Content-Length"] = str(export.size)
    answer["Cache-Control"] = "no-store"
    return cast(HttpResponse, answer)  # guards and middleware pass it on as they do any other


@page(needs=NEEDS)
@require_POST
def delete_export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    actions.delete_export(actor=request.actor, export=_held(request, export_id))
    messages.info(request, _("The export is deleted."))
    return redirect("interop:exports")


def _held(request: StaffRequest, export_id: UUID) -> AgencyExport:
    with reading(request.actor):
        return require(AgencyExport, export_id, actor=request.actor, needs=NEEDS)


def _show_url() -> str:
    return ask_again(reverse("interop:exports"))
