"""Who may stand twice: the pairs that wait, and two records side by side to decide about."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.agencies.models import Staff
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.people.actions import link_people, set_candidate_aside, unlink_people
from keyworker.people.models import MatchCandidate, MatchState
from keyworker.people.twice import OPEN
from keyworker.workspace import cursor
from keyworker.workspace.actions import ask_colleague
from keyworker.workspace.actions.asking import who_may_be_asked
from keyworker.workspace.deciding import AsideForm, AskColleagueForm
from keyworker.workspace.queries.duplicates import PAGE, likely, link_of, pair, reasons, side_by_side, waiting

LINK = Permission.PERSON_LINK


@page(needs=LINK)
@require_safe
def duplicates(request: StaffRequest) -> HttpResponse:
    found = waiting(request.actor, before=_cursor(request.GET))
    last = found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "pairs": [{"candidate": each, "likely": likely(each.score)} for each in found[:PAGE]],
        "older_href": cursor.link({}, score=last.score, key=last.pk) if last else "",
    }
    return render(request, "workspace/duplicates.html", context)


def _cursor(query: Mapping[str, str]) -> tuple[float, UUID] | None:
    try:
        return float(query["score"]), UUID(query["key"])
    except (KeyError, ValueError):
        return None


@page(needs=LINK)
def duplicate(request: StaffRequest, candidate_id: UUID) -> HttpResponse:
    """Two records side by side; the button that was pressed says what is done."""
    do = _DOING.get(request.POST.get("do", "")) if request.method == "POST" else None
    if do is None:
        with reading(request.actor):
            return _page(request, pair(request.actor, candidate_id))
    try:
        return do(request, candidate_id)
    except (Refused, StaleRecord) as why:
        stale = _("A colleague decided something here meanwhile. Look again.")
        messages.warning(request, str(why.decision.reason) if isinstance(why, Refused) else stale)
        return redirect("workspace:duplicate", candidate_id)


def _link(request: StaffRequest, candidate_id: UUID) -> HttpResponse:
    candidate, me = _held(request, candidate_id)
    link_people(actor=request.actor, candidate=candidate, staff=me, seen=_seen(request))
    messages.success(request, _("Linked. Both records stay as they are, and each is seen by those who saw it before."))
    return redirect("workspace:duplicate", candidate_id)


def _set_aside(request: StaffRequest, candidate_id: UUID) -> HttpResponse:
    candidate, me = _held(request, candidate_id)
    form = AsideForm(request.POST)
    if not form.is_valid():
        with reading(request.actor):
            return _page(request, pair(request.actor, candidate_id), aside=form)
    set_candidate_aside(
        actor=request.actor,
        candidate=candidate,
        staff=me,
        because=form.cleaned_data["because"],
        seen=form.cleaned_data["version"],
    )
    messages.success(request, _("Set aside. Nobody is asked about these two again."))
    return redirect("workspace:duplicates")


def _ask(request: StaffRequest, candidate_id: UUID) -> HttpResponse:
    with reading(request.actor):
        candidate = require(MatchCandidate, candidate_id, actor=request.actor, needs=LINK, join=("person", "other"))
        colleagues = who_may_be_asked(request.actor, candidate)
        form = AskColleagueForm(request.POST, colleagues=colleagues)
        if not form.is_valid():
            return _page(request, pair(request.actor, candidate_id), ask=form)
    ask_colleague(
        actor=request.actor,
        candidate=candidate,
        staff=colleagues[form.cleaned_data["to"]],
        seen=form.cleaned_data["version"],
    )
    messages.success(request, _("They have a task to look at these two."))
    return redirect("workspace:duplicates")


def _unlink(request: StaffRequest, candidate_id: UUID) -> HttpResponse:
    with reading(request.actor):
        candidate = require(MatchCandidate, candidate_id, actor=request.actor, needs=LINK)
        link = link_of(request.actor, candidate)
    if link is not None:
        unlink_people(actor=request.actor, link=link)
        messages.success(request, _("They are two records again, as before."))
    return redirect("workspace:duplicate", candidate_id)


_DOING: dict[str, Callable[[StaffRequest, UUID], HttpResponse]] = {
    "link": _link,
    "set-aside": _set_aside,
    "ask": _ask,
    "unlink": _unlink,
}


def _held(request: StaffRequest, candidate_id: UUID) -> tuple[MatchCandidate, Staff]:
    with reading(request.actor):
        candidate = require(MatchCandidate, candidate_id, actor=request.actor, needs=LINK)
        return candidate, require(Staff, _me(request.actor), actor=request.actor, needs=Permission.STAFF_VIEW)


def _me(actor: Actor) -> UUID:
    if actor.id is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return actor.id


def _seen(request: StaffRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdigit() else 0


def _page(
    request: StaffRequest, candidate: MatchCandidate, *, aside: AsideForm | None = None, ask: Any = None
) -> HttpResponse:
    is_open = candidate.state in OPEN
    colleagues = who_may_be_asked(request.actor, candidate) if is_open else {}
    context = {
        "candidate": candidate,
        "likely": likely(candidate.score),
        "compared": side_by_side(request.actor, candidate),
        "reasons": reasons(candidate),
        "is_open": is_open,
        "is_linked": candidate.state == MatchState.LINKED,
        "aside_form": aside or AsideForm(None, candidate=candidate),
        "ask_form": ask or (AskColleagueForm(None, colleagues=colleagues, candidate=candidate) if colleagues else None),
    }
    return render(request, "workspace/duplicate.html", context)
