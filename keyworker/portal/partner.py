"""The partner's door: a link to one referral, to read what was shared and to answer it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from keyworker.access import doors
from keyworker.access.models import DoorKind
from keyworker.access.pages import public_page
from keyworker.access.sight import Absent
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor, visitor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.portal.throttle import too_many_links
from keyworker.referrals import queries
from keyworker.referrals.actions import answer_referral, note_opened
from keyworker.referrals.forms import PartnerAnswerForm
from keyworker.referrals.rules import answers_open

DOOR = "partner-link"
COOKIE, HERE = "shared-referral", "/shared/"
STAYS_SECONDS = 60 * 60


@public_page(because="only somebody holding a live link's 128-bit token gets further, and the address forgets it")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, where histories and shoulders would keep it, into a cookie of this door."""
    if doors.resolve(DoorKind.PARTNER_LINK, token) is None:
        # Right ones are not counted: a stranger at the same address must not keep a partner from an answer.
        if too_many_links(place=request.META.get("REMOTE_ADDR", "")):
            return render(request, "portal/wait.html", status=429)
        return _closed(request)
    response = redirect("portal:shared_referral")
    response.set_signed_cookie(
        COOKIE, token, max_age=STAYS_SECONDS, path=HERE, httponly=True, secure=settings.SECURE, samesite="Lax"
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


@public_page(because="it shows one referral to whoever holds its live link, through the narrower database login")
def shared(request: HttpRequest) -> HttpResponse:
    """What was shared, and a way to answer. Ended by the link's expiry, the consent's end or its withdrawal alike."""
    actor = _visitor(request)
    if actor is None:
        return _closed(request)
    try:
        return _answer(request, actor) if request.method == "POST" else _read(request, actor)
    except Absent:
        return _closed(request)


def _visitor(request: HttpRequest) -> Actor | None:
    """Who the cookie says is at the door, as long as its link is live: asked again on every page."""
    token = request.get_signed_cookie(COOKIE, default="", max_age=STAYS_SECONDS)
    opened = doors.resolve(DoorKind.PARTNER_LINK, token) if token else None
    return visitor(DOOR, agency_id=opened.agency_id, share_id=opened.subject_id) if opened else None


def _read(request: HttpRequest, actor: Actor) -> HttpResponse:
    with reading(actor):
        referral = queries.share(actor).referral
    note_opened(actor=actor, referral=referral)
    with reading(actor):
        return _shown(request, actor, queries.share(actor), None)


def _answer(request: HttpRequest, actor: Actor) -> HttpResponse:
    with reading(actor):
        share = queries.share(actor)
        form = PartnerAnswerForm(request.POST, status=share.referral.status)
        if not form.is_valid():
            return _shown(request, actor, share, form)
    try:
        answer_referral(actor=actor, referral=share.referral, **form.given())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(actor):
            return _shown(request, actor, queries.share(actor), form)
    messages.success(request, _("Thank you. Your answer was sent."))
    return redirect("portal:shared_referral")


def _shown(request: HttpRequest, actor: Actor, share: queries.Share, form: PartnerAnswerForm | None) -> HttpResponse:
    status, agency = share.referral.status, workplace(actor).agency
    context: dict[str, Any] = {
        "share": share,
        "agency_name": agency.name,
        "form": form or (PartnerAnswerForm(status=status) if answers_open(status) else None),
    }
    with timezone.override(ZoneInfo(agency.time_zone)):
        return render(request, "portal/shared_referral.html", context)


def _closed(request: HttpRequest) -> HttpResponse:
    """The same calm page whatever the reason: a wrong link learns nothing from it."""
    response = render(request, "portal/closed.html", status=404)
    response.delete_cookie(COOKIE, path=HERE)
    return response
