"""Whom to call today."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.workspace import cursor
from keyworker.workspace.queries.calls import PAGE, ToCall, to_call
from keyworker.workspace.words import due_badge


@page(needs=Permission.CONTACT_RECORD)
@require_safe
def calls(request: StaffRequest) -> HttpResponse:
    """One list a day, what has waited longest first, with what may be done by each number at this moment."""
    today = workplace(request.actor).today
    found = to_call(request.actor, today, after=cursor.instant(request.GET))
    last = found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "today": today,
        "calls": [{"call": each, "person": each.person, **_line(each, today)} for each in found[:PAGE]],
        "older_href": cursor.link(request.GET, at=last.at.isoformat(), key=last.key) if last else "",
    }
    return render(request, "workspace/calls.html", context)


def _line(each: ToCall, today: Any) -> dict[str, Any]:
    """Where the call is written down, and how pressing a task is; a visit stands with its hour."""
    if each.visit is not None:
        return {"href": address("visits:visit", each.visit.pk), "badge": None}
    assert each.task is not None  # noqa: S101 - a call is a visit or a task
    badge = due_badge(each.task.due_on, today=today)
    if each.asks_afterwards:
        return {"href": address("reviews:follow_up", each.task.source_id), "badge": badge}
    return {"href": f"{address('visits:call', each.person.pk)}?task={each.task.pk}&from=list", "badge": badge}
