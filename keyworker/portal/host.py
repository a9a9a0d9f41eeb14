"""The neutral host name: under it stand the clients' own pages and what they need, and nothing says who we are."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

# Their own pages, the way in, what every page asks for by itself, and what anybody may open.
THEIRS = ("/me/", "/beside/", "/o/", "/meet/", "/static/", "/session/", "/health/", "/refer/", "/feedback/")


def keep_to_clients(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: under `CLIENT_HOST` all other addresses are not there; the bare name leads to the way in."""

    def serve(request: HttpRequest) -> HttpResponse:
        if not settings.CLIENT_HOST or request.get_host() != settings.CLIENT_HOST:
            return get_response(request)
        if request.path == "/":
            return redirect("portal:way_in")
        if request.path.startswith(THEIRS):
            return get_response(request)
        said = {"quiet": True, "home_url": reverse("portal:way_in")}
        return render(request, "portal/not_here.html", said, status=404)

    return serve
