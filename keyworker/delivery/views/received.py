"""A paper that came from somebody's own page: the worker looks at it, and keeps it or asks for another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.keyring import Unreadable
from keyworker.delivery.actions import ask_for_another, keep_paper
from keyworker.delivery.forms import LookedAtForm
from keyworker.delivery.models import PaperSent
from keyworker.delivery.received import opened_paper, paper_sent
from keyworker.delivery.views.documents import as_file
from keyworker.documents.rules import KINDS, PICTURES
from keyworker.people.pages import file_frame


@page(needs=Permission.NOTE_VIEW)
def look(request: StaffRequest, paper_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = paper_sent(request.actor, paper_id)
        if held.kept_as_id is not None:
            return redirect("delivery:document", held.kept_as_id)
        form = LookedAtForm(request.POST or None, initial={"step": "keep", "title": held.what})
        if request.method != "POST" or not form.is_valid():
            return _page(request, held, form)
    said = form.cleaned_data
    try:
        if said["step"] == "again":
            ask_for_another(actor=request.actor, sent=held, because=said["because"])
            messages.success(request, _("They read it on their own page."))
            return redirect("delivery:documents", held.person_id)
        kept = keep_paper(actor=request.actor, sent=held, title=said["title"], kind=said["kind"])
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, paper_sent(request.actor, paper_id), form)
    messages.success(request, _("The document is in the file."))
    return redirect("delivery:document", kept.pk)


def _page(request: StaffRequest, held: PaperSent, form: LookedAtForm) -> HttpResponse:
    context = {
        "held": held,
        "kind": KINDS.get(held.document.media_type, ""),
        "is_picture": held.document.media_type in PICTURES,
        "form": form if held.waits and may(request.actor, Permission.NOTE_WRITE) else None,
        **file_frame(request.actor, held.person, current="documents"),
    }
    return render(request, "delivery/paper_sent.html", context)


@page(needs=Permission.NOTE_VIEW)
@require_safe
def file(request: StaffRequest, paper_id: UUID) -> HttpResponse:
    """The file itself, shown apart or saved; never once somebody decided about it."""
    try:
        held, content = opened_paper(request.actor, paper_id)
    except (Unreadable, Refused) as error:
        raise Absent from error
    return as_file(held.document, content, to_keep="save" in request.GET)
