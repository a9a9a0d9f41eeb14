"""Pages of the machines' door: directory files that are sent, texts that came in, and the text gateway's calls."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page, public_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.directory.queries import lists
from keyworker.interop import actions, queries
from keyworker.interop.forms import DirectoryFileForm, LookedAtForm, ServicesMatchForm
from keyworker.interop.models import DirectoryFile
from keyworker.interop.texts import call_of, is_too_long, take_in
from keyworker.notices.actions import deal_with_text
from keyworker.notices.gateways import NoSuchGateway, chosen
from keyworker.notices.gateways.contract import Unreadable, Unsigned
from keyworker.notices.models import TextReceived
from keyworker.notices.queries import texts_to_look_at

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
        return _directory_file(request, file_id)


def _directory_file(request: StaffRequest, file_id: UUID, match: ServicesMatchForm | None = None) -> HttpResponse:
    checked = queries.checked_file(request.actor, file_id)
    context = {"checked": checked, "match": match or _match_form(request, checked.held)}
    return render(request, "interop/directory_file.html", context)


def _match_form(request: StaffRequest, held: DirectoryFile) -> ServicesMatchForm | None:
    """None for a file of the standard, whose columns are said there, and for one that cannot be read."""
    begins = queries.begins_with(held)
    if begins is None:
        return None
    sample = [row for _number, row in begins.rows]
    return ServicesMatchForm(request.POST or None, headers=begins.headers, sample=sample, said=held.columns)


@page(needs=NEEDS)
@require_POST
def match_directory_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    held = _held(request, file_id)
    form = _match_form(request, held)
    if form is None or not form.is_valid():
        with reading(request.actor):
            return _directory_file(request, file_id, form)
    actions.match_directory_file(actor=request.actor, held=held, columns=form.columns)
    return redirect("interop:directory_file", file_id)


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


@page(needs=Permission.TEXT_TRIAGE)
@require_safe
def texts(request: StaffRequest) -> HttpResponse:
    """What came in and nobody has looked at. It belongs to no file."""
    return _texts_page(request)


@page(needs=Permission.TEXT_TRIAGE)
@require_POST
def look_at_text(request: StaffRequest, text_id: UUID) -> HttpResponse:
    with reading(request.actor):
        text = require(TextReceived, text_id, actor=request.actor, needs=Permission.TEXT_TRIAGE)
        form = LookedAtForm(request.POST, prefix=str(text.pk))
        if not form.is_valid():
            return _texts_page(request, form=form)
    try:
        outcome, seen = form.cleaned_data["outcome"], form.cleaned_data["version"]
        deal_with_text(actor=request.actor, text=text, outcome=outcome, seen=seen)
        messages.success(request, _("Noted. The words and the number of this text are gone."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    except StaleRecord:
        messages.error(request, _("A colleague has looked at this text already."))
    return redirect("interop:texts")


@csrf_exempt
@public_page(because="the gateway's signature is asked for before anything in it is believed")
@require_POST
def gateway_calls(request: HttpRequest) -> HttpResponse:
    """Where the text gateway says what became of a text, and what somebody answered. It learns nothing here."""
    if is_too_long(request):
        return HttpResponse(status=413)
    try:
        take_in(chosen().read(call_of(request)))
    except (Unsigned, NoSuchGateway):
        return HttpResponse(status=403)
    except Unreadable:
        return HttpResponse(status=400)
    return HttpResponse(content_type="text/plain")


def _texts_page(request: StaffRequest, *, form: LookedAtForm | None = None) -> HttpResponse:
    found = texts_to_look_at(request.actor)
    asked = [
        {"text": text, "form": form if form and form.prefix == str(text.pk) else LookedAtForm.about(text)}
        for text in found
    ]
    return render(request, "interop/texts.html", {"asked": asked})
