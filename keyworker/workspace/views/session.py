"""The session itself: still here, a fresh token, light or dark, which language; and whether the server is well."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from keyworker.access.context_processors import account_key
from keyworker.access.handing_over import HANDED_OVER
from keyworker.access.middleware import SIGNED_OUT_HEADER
from keyworker.access.pages import public_page, signed_in_page
from keyworker.base.actor import Actor

A_YEAR = 365 * 24 * 60 * 60


@public_page(because="it answers with a token for the asker's own forms, and with nobody's data", stays_open=True)
@require_GET
def token(request: HttpRequest) -> HttpResponse:
    """A fresh token for a page that was open while its reader signed in again, and whether it is the same reader.

    `handed_over` says that this device is in a client's hands now.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return HttpResponse(status=401, headers={SIGNED_OUT_HEADER: "1"})
    handed_over = HANDED_OVER in request.session
    return JsonResponse({"token": get_token(request), "who": account_key(actor), "handed_over": handed_over})


@signed_in_page(because="it keeps the asker's own session", stays_open=True)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """The person is still here; the middleware has noted it."""
    return HttpResponse(status=204)


@public_page(because="it sets how the page looks in the asker's own browser", stays_open=True)
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device is set; the text in its usual size or larger."""
    response = redirect(_back(request))
    if "theme" in request.POST:
        _remember(response, "theme", request.POST["theme"], {"light", "dark"})
    if "text" in request.POST:
        _remember(response, "text", request.POST["text"], {"larger"})
    return response


def _remember(response: HttpResponse, name: str, chosen: str, known: set[str]) -> None:
    if chosen in known:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(name, chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    else:
        response.delete_cookie(name, samesite="Lax")


choose_language = public_page(because="it sets the language of the asker's own browser", stays_open=True)(set_language)


@public_page(because="it says only whether the server is well")
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: 200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("resting", content_type="text/plain", status=503)
    return HttpResponse("well", content_type="text/plain")


def _back(request: HttpRequest) -> str:
    """The page the person was on, unless somebody made the address lead elsewhere."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else "/"
