"""Pages of the machines' door: an administrator sends a directory file, looks it over, brings it in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.directory.queries import lists
from keyworker.interop import actions, queries
from keyworker.interop.forms import DirectoryFileForm
from keyworker.interop.models import DirectoryFile

NEEDS = Permission.DIRECTORY_MANAGE


@page(needs=NEEDS)
def send_directory_file(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        form = DirectoryFileForm(request.POST or None, request.FILES or None, lists=lists(request.actor))
        if not form.is_valid():
            return render(request, "interop/send_directory_file.html", {"form": form})
        agency = require(Agency, request.actor.agency_id, actor=request.actor, needs=NEEDS)
    sent = form.cleaned_data["file"]
    held = actions.send_directory_file(
        actor=request.actor,
        agency=agency,
        name=sent.name,
        content=sent.read(),
        source=form.cleaned_data["source"],
        whole=form.cleaned_data["whole"],
    )
    return redirect("interop:directory_file", held.pk)


@page(needs=NEEDS)
@require_safe
def look_over_directory_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    with reading(request.actor):
        context = {"checked": queries.checked_file(request.actor, file_id)}
        return render(request, "interop/directory_file.html", context)


@page(needs=NEEDS)
@require_POST
def import_directory_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    held = _held(request, file_id)
    try:
        tally = actions.import_directory_file(
            actor=request.actor, held=held, good_rows_only="good_rows_only" in request.POST
        )
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
        return redirect("interop:directory_file", file_id)
    count = tally.created + tally.updated
    said = ngettext("%(count)d row is new or changed.", "%(count)d rows are new or changed.", count)
    messages.success(request, _("The list is in the directory.") + " " + said % {"count": count})
    return redirect("directory:services")


@page(needs=NEEDS)
@require_POST
def put_directory_file_aside(request: StaffRequest, file_id: UUID) -> HttpResponse:
    actions.put_directory_file_aside(actor=request.actor, held=_held(request, file_id))
    messages.info(request, _("The file is put aside. Nothing was brought in."))
    return redirect("interop:directory_import")


def _held(request: StaffRequest, file_id: UUID) -> DirectoryFile:
    with reading(request.actor):
        return require(DirectoryFile, file_id, actor=request.actor, needs=NEEDS)
