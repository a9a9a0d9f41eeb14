"""The page on which a worker begins a tour, goes on with it, or stops."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.here import here
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.roles import ROLE_NAMES
from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.training.tours.walking import kept, offered, steps_of, walk


@page(needs=Permission.STAFF_VIEW)
def tour(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        mine = offered([role for role, _program in here(request.actor).roles])
        if request.method != "POST":
            tours = [
                {"name": each, "title": ROLE_NAMES[each], "steps": steps_of(each), "kept": kept(request, each) + 1}
                for each in mine
            ]
            return render(request, "training/tour.html", {"tours": tours})
    chosen = request.POST.get("tour", "")
    if chosen not in mine:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    onward = walk(request, chosen, request.POST.get("do", ""))
    if not onward:
        messages.info(request, _("The tour is in your own menu whenever you want it."))
    return redirect(onward or "training:tour")
