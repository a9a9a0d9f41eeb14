"""The client's own door: their plan, what they agreed to, and who opened their file."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import LookedAt, StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.wording import called
from keyworker.assessment.queries import questions_for_me
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent.actions import take_back_consent
from keyworker.consent.asking import asked_of_me
from keyworker.consent.companions.actions import take_companion_back as take_companion
from keyworker.consent.companions.queries import beside_me
from keyworker.consent.models import Companion, Consent
from keyworker.people.withholding.queries import kept_from_me
from keyworker.portal import queries
from keyworker.reviews.actions import leave_complaint, leave_feedback
from keyworker.reviews.forms import FeedbackForm, VoiceForm
from keyworker.reviews.voices import my_complaints, programs_for
from keyworker.tasks.models import WishKind
from keyworker.tasks.own import wish


@client_page(needs=Permission.PERSON_VIEW)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    shown = _seen_at_home(request.actor)
    return render(request, "portal/home.html", {**shown, "complaints": []} if isinstance(request, LookedAt) else shown)


def _seen_at_home(actor: Actor) -> dict[str, Any]:
    """What comes next, and the ways to everything else."""
    plan, offered = queries.plan_at_home(actor)
    return {
        "me": queries.myself(actor),
        "called": called(workplace(actor).agency, *([plan.plan.program] if plan else [])),
        "questions": questions_for_me(actor),
        "asked": asked_of_me(actor),
        "plan": plan,
        "offered": offered,
        "visits": queries.my_visits(actor),
        "team": queries.my_team(actor),
        "complaints": my_complaints(actor),
        **around(actor),
    }


@client_page(needs=Permission.PERSON_VIEW)
def my_file(request: StaffRequest) -> HttpResponse:
    """What they agreed to, who opened their file, their rights; and they ask for a copy of it all."""
    with reading(request.actor):
        if request.method != "POST":
            shown = _seen_of_file(request.actor, on=timezone.localdate())
            return render(
                request, "portal/file.html", {**shown, "lookers": None} if isinstance(request, LookedAt) else shown
            )
        case = queries.my_case(request.actor)
    if case is None:
        return redirect("portal:file")
    try:
        wish(actor=request.actor, case=case, kind=WishKind.DATA)
        messages.success(request, _("We got it. You get a copy of your file within 30 days."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("portal:file")


def _seen_of_file(actor: Actor, *, on: date) -> dict[str, Any]:
    """Consents, given and asked for; who looked; what they asked for."""
    return {
        "consents": queries.my_consents(actor, queries.myself(actor), on=on),
        "lookers": queries.who_opened_my_file(actor),
        "wishes": [each for each in queries.my_wishes(actor) if each.kind == WishKind.DATA],
        "asked": asked_of_me(actor),
        "beside": beside_me(actor),
        "kept_back": kept_from_me(actor),
        "may_ask": queries.my_case(actor) is not None,
        **around(actor),
    }


@client_page(needs=Permission.CONSENT_VIEW)
def take_back(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """One step: what stops is said in plain words, and then it stops at once."""
    with reading(request.actor):
        consent = require(Consent, consent_id, actor=request.actor, needs=Permission.CONSENT_VIEW)
        if request.method != "POST":
            return render(request, "portal/take_back.html", {"consent": consent, **around(request.actor)})
    try:
        take_back_consent(actor=request.actor, consent=consent)
        messages.success(request, _("You took it back. From now on nothing more is told."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("portal:file")


@client_page(needs=Permission.PORTAL_ACT)
@require_POST
def take_companion_back(request: StaffRequest, companion_id: UUID) -> HttpResponse:
    """One step: who supports me sees nothing any more."""
    with reading(request.actor):
        held = require(Companion, companion_id, actor=request.actor, needs=Permission.PORTAL_ACT)
    try:
        take_companion(actor=request.actor, companion=held)
        messages.success(request, _("You took it back. They see nothing of you here any more."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("portal:file")


@client_page(needs=Permission.FEEDBACK_LEAVE)
def feedback(request: StaffRequest) -> HttpResponse:
    """How it was, with their name; the open page takes it without one."""
    with reading(request.actor):
        programs = programs_for(request.actor, Permission.FEEDBACK_LEAVE)
        form = FeedbackForm(request.POST or None, programs=programs)
        if not form.is_valid():
            return _feedback_page(request, form)
    try:
        leave_feedback(actor=request.actor, program=form.program_chosen, felt=form.felt())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _feedback_page(request, form)
    messages.success(request, _("Thank you. It helps us to do better."))
    return redirect("portal:home")


def _feedback_page(request: StaffRequest, form: FeedbackForm) -> HttpResponse:
    slug = workplace(request.actor).agency.slug
    context = {
        "form": form,
        "named": True,
        "open_href": reverse("portal:open_feedback", args=[slug]),
        "home_href": reverse("portal:home"),
        **around(request.actor),
    }
    return render(request, "portal/feedback.html", context)


@client_page(needs=Permission.COMPLAINT_LEAVE)
def complaint(request: StaffRequest) -> HttpResponse:
    """What went wrong, or was good. Whom it is about neither reads nor decides it."""
    with reading(request.actor):
        programs = programs_for(request.actor, Permission.COMPLAINT_LEAVE)
        form = VoiceForm(request.POST or None, programs=programs)
        if not form.is_valid():
            return render(request, "portal/complaint.html", {"form": form, **around(request.actor)})
    leave_complaint(actor=request.actor, program=form.program_chosen, voice=form.voice())
    messages.success(request, _("It is with us. You read our answer here."))
    return redirect("portal:home")


def around(actor: Actor) -> dict[str, Any]:
    """What stands round every page of a client's own door."""
    agency = workplace(actor).agency
    return {"agency_name": agency.name, "crisis_help": agency.help_now, "quiet": True}
