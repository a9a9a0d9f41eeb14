"""Somebody tries a meeting by video alone, on their own page: nobody else comes in, and nothing is kept.

It is the practice visit of `visits.rooms.rehearsing` with a door that opens by itself: on a telephone nobody changes
to a second tab to let themselves in.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.portal.client import around
from keyworker.visits.rooms.speaking import private


@client_page(needs=Permission.VISIT_VIEW)
@require_safe
def try_it(request: StaffRequest) -> HttpResponse:
    context = {"kind": "guest", "rehearses": "alone", **around(request.actor)}
    return private(render(request, "portal/try.html", context))
