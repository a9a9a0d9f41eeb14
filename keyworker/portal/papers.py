"""Papers I send: a photo or a file, for my team to look at; and what became of each."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.keyring import Unreadable
from keyworker.delivery import conversations, received
from keyworker.delivery.actions import send_paper
from keyworker.delivery.forms import OwnPaperForm
from keyworker.delivery.views.documents import as_file
from keyworker.portal.client import around

ACT = Permission.PORTAL_ACT


@client_page(needs=ACT)
def my_papers(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        cases = {str(case.program_id): case for case in conversations.teams(request.actor)}
        where = [(key, f"{case.program.name}: {case.owner.name}") for key, case in cases.items()]
        form = OwnPaperForm(request.POST or None, request.FILES or None, where=where) if where else None
        if request.method != "POST" or form is None or not form.is_valid():
            return _page(request, form)
    try:
        send_paper(actor=request.actor, case=cases[form.place], paper=form.paper())
    except Refused as refused:
        form.add_error("file", str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, form)
    except IntegrityError:
        return redirect("portal:papers")  # sent twice at the same moment: the other one stands there
    messages.success(request, _("We have it. Your worker looks at it."))
    return redirect("portal:papers")


def _page(request: StaffRequest, form: OwnPaperForm | None) -> HttpResponse:
    context = {"papers": received.my_papers(request.actor), "form": form, **around(request.actor)}
    return render(request, "portal/papers.html", context)


@client_page(needs=ACT)
@require_safe
def file(request: StaffRequest, paper_id: UUID) -> HttpResponse:
    """What I sent, until somebody has looked at it: then it is in my file, and not on this phone."""
    try:
        held, content = received.opened_paper(request.actor, paper_id)
    except (Unreadable, Refused) as error:
        raise Absent from error
    return as_file(held.document, content, to_keep="save" in request.GET)
