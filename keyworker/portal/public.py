"""The public form: ask an agency for help, for oneself or for another, without signing in."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access import doors
from keyworker.access.models import DoorKind
from keyworker.access.pages import public_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Agency, Program
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.intake.actions import receive_referral
from keyworker.intake.forms import PublicReferralForm
from keyworker.portal.throttle import too_many
from keyworker.reviews.actions import leave_feedback
from keyworker.reviews.forms import FeedbackForm

DOOR = "public-form"
# A reference is only ever printed again, never looked up: it cannot tell anybody anything.
REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass(frozen=True, slots=True)
class Front:
    """What the agency shows at its public door."""

    actor: Actor
    agency: Agency
    programs: list[Program]


@public_page(because="anybody may ask for help; the page tells nothing about anyone")
def refer(request: HttpRequest, slug: str) -> HttpResponse:
    front = _front(slug)
    form = PublicReferralForm(request.POST or None, programs=front.programs, initial=_chosen(request, front))
    if not form.is_valid():
        return _shown(request, "portal/refer.html", front, form=form)
    if too_many(place=request.META.get("REMOTE_ADDR", ""), agency=slug):
        form.add_error(None, _("Too many forms came from here just now. Please wait an hour, or call us."))
        return _shown(request, "portal/refer.html", front, status=429, form=form)
    referral = receive_referral(actor=front.actor, program=form.chosen_program, asked=form.asked())
    return redirect("portal:received", slug, referral.reference)


@public_page(because="it says the same to everybody, whoever they asked for")
@require_safe
def received(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    if not REFERENCE.fullmatch(reference):
        raise Http404
    return _shown(request, "portal/received.html", _front(slug), reference=reference)


@public_page(because="anybody may say how it was; the page tells nothing about anyone, and asks no name")
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    front = _front(slug)
    form = FeedbackForm(request.POST or None, programs=front.programs)
    if not form.is_valid():
        return _shown(request, "portal/feedback.html", front, form=form)
    if too_many(place=request.META.get("REMOTE_ADDR", ""), agency=slug):
        form.add_error(None, _("Too many forms came from here just now. Please wait an hour, or call us."))
        return _shown(request, "portal/feedback.html", front, status=429, form=form)
    try:
        leave_feedback(actor=front.actor, program=form.program_chosen, felt=form.felt())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        return _shown(request, "portal/feedback.html", front, form=form)
    return _shown(request, "portal/feedback.html", front, thanks=True)


def _front(slug: str) -> Front:
    """The agency behind a short name, as a visitor may see it. Raises `Http404`."""
    opened = doors.resolve(DoorKind.PUBLIC_FORM, slug)
    if opened is None:
        raise Http404
    visitor = actors.visitor(DOOR, agency_id=opened.agency_id)
    with reading(visitor):
        agency = rows(Agency, actor=visitor, needs=Permission.AGENCY_VIEW).get()
        programs = rows(Program, actor=visitor, needs=Permission.REFERRAL_RECEIVE).order_by("name")
        return Front(visitor, agency, list(programs))


def _chosen(request: HttpRequest, front: Front) -> dict[str, Any]:
    """`?program=housing` in a link or a poster chooses for them."""
    wanted = [program for program in front.programs if program.slug == request.GET.get("program")]
    return {"program": str(wanted[0].pk)} if wanted else {}


def _shown(request: HttpRequest, template: str, front: Front, *, status: int = 200, **more: Any) -> HttpResponse:
    """Quiet: a neutral title and a quick way out, for the person may be watched."""
    context = {
        "agency": front.agency,
        "agency_name": front.agency.name,
        "programs": front.programs,
        "quiet": True,
        "quiet_title": _("Form"),
        "home_url": "",
        **more,
    }
    return render(request, template, context, status=status)
