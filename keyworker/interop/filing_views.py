"""Pages on which a text that came in finds its file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.design.forms import SeenField
from keyworker.interop.filing import NEEDS, candidates, put_text_in_file
from keyworker.notices.models import TextReceived


@page(needs=Permission.TEXT_TRIAGE)
@require_POST
def whose_text(request: StaffRequest, text_id: UUID) -> HttpResponse:
    """Whose number it is, of those whose file the worker may write in. Looked for only when it is asked for."""
    with reading(request.actor):
        text = _text(request, text_id)
    if not text.waits:
        messages.info(request, _("A colleague has looked at this text already."))
        return redirect("interop:texts")
    found = candidates(request.actor, text)
    return render(request, "interop/whose_text.html", {"text": text, "found": found})


@page(needs=Permission.TEXT_TRIAGE)
@require_POST
def file_text(request: StaffRequest, text_id: UUID) -> HttpResponse:
    with reading(request.actor):
        text = _text(request, text_id)
        case = require(Case, request.POST.get("case", ""), actor=request.actor, needs=NEEDS, join=("person", "program"))
    seen = SeenField().clean(request.POST.get("seen"))
    try:
        note = put_text_in_file(actor=request.actor, case=case, text=text, seen=seen)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
        return redirect("interop:texts")
    except StaleRecord:
        messages.error(request, _("A colleague has looked at this text already."))
        return redirect("interop:texts")
    messages.success(request, _("It is in their file as a draft. Read it through and sign it."))
    return redirect("delivery:write", note.pk)


def _text(request: StaffRequest, text_id: UUID) -> TextReceived:
    return require(TextReceived, text_id, actor=request.actor, needs=Permission.TEXT_TRIAGE)
