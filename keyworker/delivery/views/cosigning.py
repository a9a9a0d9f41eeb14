"""Pages of co-signing a note: giving the name, and sending it back with what should be added."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.delivery import actions
from keyworker.delivery.forms import SeenForm, SendNoteBackForm
from keyworker.delivery.models import CoSignature
from keyworker.people.pages import file_frame

OVERSEE = Permission.CASELOAD_OVERSEE


@require_POST
@page(needs=OVERSEE)
def co_sign(request: StaffRequest, co_signature_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = _held(request.actor, co_signature_id)
        form = SeenForm(request.POST)
        seen = form.cleaned_data["seen"] if form.is_valid() else 0
    try:
        actions.co_sign(actor=request.actor, co_signature=held, seen=seen)
        messages.success(request, _("Your name is under the note."))
    except StaleRecord:
        messages.warning(request, _changed())
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("delivery:read", held.note_id)


@page(needs=OVERSEE)
def send_back(request: StaffRequest, co_signature_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = _held(request.actor, co_signature_id)
        form = SendNoteBackForm(request.POST or None, initial={"seen": held.version})
        if not form.is_valid():
            return _page(request, form, held)
    try:
        actions.send_note_back(actor=request.actor, co_signature=held, **form.cleaned_data)
    except StaleRecord as stale:
        form.data = {**request.POST.dict(), "seen": stale.current.version}
        form.add_error(None, _changed())
        with reading(request.actor):
            return _page(request, form, held, status=409)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, form, held)
    messages.success(request, _("It is sent back, as a task for whoever wrote it."))
    return redirect("delivery:read", held.note_id)


def _held(actor: Actor, co_signature_id: UUID) -> CoSignature:
    return require(CoSignature, co_signature_id, actor=actor, needs=OVERSEE, join=("person", "note"))


def _page(request: StaffRequest, form: SendNoteBackForm, held: CoSignature, status: int = 200) -> HttpResponse:
    context = {"form": form, "note": held.note, **file_frame(request.actor, held.person, current="contacts")}
    return render(request, "delivery/send_back.html", context, status=status)


def _changed() -> str:
    return _("Something was added to the note while you were reading. Read it again first.")
