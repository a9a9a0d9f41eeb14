"""Lets a page that keeps what is typed follow a redirect itself, so that it is fetched once and its message is seen."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

Answer = Callable[[HttpRequest], HttpResponseBase]


def keep_typing(get_response: Answer) -> Answer:
    """
    Asked with `X-Keyworker-Keep: 1`, a redirect is answered as 204 with `X-Keyworker-Location`; one to the sign-in
    page also says `X-Keyworker-Signed-Out: 1`, and then the page shows its words and a way to sign in again.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        return told(request, get_response(request))

    return answer


def told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    location = response.headers.get("Location", "")
    if not location or not is_background(request):
        return response
    answer = HttpResponse(status=204, headers={"X-Keyworker-Location": location, "Cache-Control": "no-store"})
    answer.cookies = response.cookies
    if urlsplit(location).path == resolve_url(settings.LOGIN_URL):
        answer.headers["X-Keyworker-Signed-Out"] = "1"
    return answer


def is_background(request: HttpRequest) -> bool:
    return request.headers.get("X-Keyworker-Keep") == "1"
