"""Pages of the directory: search, and one service."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.directory import queries
from keyworker.directory.forms import SearchForm


@page(needs=Permission.DIRECTORY_VIEW)
@require_safe
def services(request: StaffRequest) -> HttpResponse:
    form = SearchForm(request.GET, categories=queries.categories(request.actor))
    found = queries.services(request.actor, form.sought(), after=request.GET.get("after", ""))
    start, following = request.GET.copy(), request.GET.copy()
    start.pop("after", None)
    following["after"] = found.next_cursor
    context = {
        "form": form,
        "found": found,
        "searched": any(start.values()),
        "first_href": f"?{start.urlencode()}" if "after" in request.GET else "",
        "next_href": f"?{following.urlencode()}" if found.next_cursor else "",
        "may_manage": may(request.actor, Permission.DIRECTORY_MANAGE),
    }
    return render(request, "directory/services.html", context)


@page(needs=Permission.DIRECTORY_VIEW)
@require_safe
def service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    sheet, may_agree = queries.service_sheet(request.actor, service_id), may(request.actor, Permission.STAFF_VIEW)
    return render(request, "directory/service.html", {"sheet": sheet, "may_agree": may_agree})
