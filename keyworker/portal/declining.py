"""One page where somebody says what they do not want: video, messages, this page. And takes it back as easily."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.portal import queries
from keyworker.portal.client import around
from keyworker.tasks.declining import decline, declined_by, take_no_back
from keyworker.tasks.models import NoTo


@client_page(needs=Permission.PORTAL_ACT)
def what_i_do_not_want(request: StaffRequest) -> HttpResponse:
    """Each of its forms is a step: a no, or a no taken back."""
    with reading(request.actor):
        if request.method != "POST":
            return render(request, "portal/declining.html", seen_of_noes(request.actor))
        case = queries.my_case(request.actor)
    what = request.POST.get("what", "")
    if case is None or what not in NoTo.values:
        return redirect("portal:declining")
    try:
        if request.POST.get("step") == "back":
            take_no_back(actor=request.actor, case=case, what=NoTo(what))
            messages.success(request, _("You took your no back. Your team knows."))
        else:
            decline(actor=request.actor, case=case, what=NoTo(what))
            messages.success(request, _("You said no. Your team knows."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("portal:declining")


def seen_of_noes(actor: Actor) -> dict[str, Any]:
    """What they say no to now, and whether anybody is there to hear it."""
    assert actor.person_id is not None  # noqa: S101 - a client is somebody
    said = declined_by(actor, actor.person_id)
    return {
        "no_video": said.get(NoTo.VIDEO.value),
        "no_messages": said.get(NoTo.MESSAGES.value),
        "heard": queries.my_case(actor) is not None,
        **around(actor),
    }
