"""A practice visit: a worker meets themselves, in two tabs of their browser.

There is no room of it, no guest and no record: what the tabs say to find each other stays in the browser (see
`rehearsal.js`), and is gone with them. Nobody else can come in.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.visits.rooms.speaking import private


@page(needs=Permission.VISIT_ATTEND)
@require_safe
def worker(request: StaffRequest) -> HttpResponse:
    """The worker's side: who waits is let in here."""
    return private(render(request, "visits/rooms/rehearsal.html", {"kind": "worker", "rehearses": True}))


@page(needs=Permission.VISIT_ATTEND)
@require_safe
def guest(request: StaffRequest) -> HttpResponse:
    """The other side, as whoever they meet sees it."""
    return private(render(request, "visits/rooms/rehearsal.html", {"kind": "guest", "rehearses": True}))
