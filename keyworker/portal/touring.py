"""A few words on each part of a client's own page, one after the other."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.training.tours.own import OWN
from keyworker.training.tours.walking import walk


@client_page(needs=Permission.PERSON_VIEW)
@require_POST
def tour(request: StaffRequest) -> HttpResponse:
    """Begin, go on, or stop; nothing is kept of it but in this session."""
    return redirect(walk(request, OWN, request.POST.get("do", "")) or "portal:home")
