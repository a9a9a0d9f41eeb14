"""Deciding on a referral, telling the referrer, and looking back."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.directory.queries import Sought, services
from keyworker.intake import actions, queries
from keyworker.intake.codes import TalkedBy
from keyworker.intake.eligibility import look_for, stands_in_the_way
from keyworker.intake.forms import (
    AcceptForm,
    CloseForm,
    DecisionForm,
    DeclineForm,
    FollowUpForm,
    LearnForm,
    TalkForm,
    VerifyForm,
    WaitlistForm,
)
from keyworker.intake.models import DeclineFollowUp, IncomingReferral, ReferrerNews
from keyworker.intake.views.showing import reaching

Make = Callable[[StaffRequest, IncomingReferral], DecisionForm]
Act = Callable[..., Any]
Words = Mapping[str, Any]
SERVICES_SHOWN = 8


@page(needs=Permission.REFERRAL_SCREEN)
def learn(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    words = {"title": _("What we know of them"), "submit": _("Save"), "done": _("Noted.")}
    return _decide(request, referral_id, _plain(LearnForm), actions.complete_referral, words)


@page(needs=Permission.REFERRAL_SCREEN)
def talk(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    words = {"title": _("Write down a talk, or a try"), "submit": _("Save"), "done": _("Noted."), "reaching": True}
    return _decide(request, referral_id, _plain(TalkForm), actions.note_referral_contact, words)


@page(needs=Permission.REFERRAL_SCREEN)
def verify(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    words = {"title": _("Check who the referrer is"), "submit": _("I have checked"), "done": _("Noted.")}
    return _decide(request, referral_id, _plain(VerifyForm), actions.verify_referrer, words)


@page(needs=Permission.REFERRAL_ACCEPT)
def accept(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    words = {
        "title": _("Accept this referral"),
        "submit": _("Accept"),
        "done": _("The referral is accepted. Start intake when you meet them."),
    }
    return _decide(request, referral_id, _accept_form, actions.accept_referral, words)


@page(needs=Permission.REFERRAL_ACCEPT)
def waitlist(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    words = {
        "title": _("Put them on the waiting list"),
        "submit": _("Put on the waiting list"),
        "done": _("They are on the waiting list."),
    }
    return _decide(request, referral_id, _waitlist_form, actions.waitlist_referral, words)


@page(needs=Permission.REFERRAL_ACCEPT)
def decline(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    words = {"title": _("Decline this referral"), "submit": _("Decline"), "done": _("The referral is declined.")}
    return _decide(request, referral_id, _decline_form, actions.decline_referral, words)


@page(needs=Permission.REFERRAL_ACCEPT)
def close(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    words = {"title": _("Close this referral"), "submit": _("Close"), "done": _("The referral is closed.")}
    return _decide(request, referral_id, _plain(CloseForm), actions.close_referral, words)


def _decide(request: StaffRequest, referral_id: UUID, make: Make, act: Act, words: Words) -> HttpResponse:
    """What all decisions share: the form over the referral, the action, and what is said when it cannot be done."""
    with reading(request.actor):
        referral = queries.referral(request.actor, referral_id)
        form = make(request, referral)
        if "look" in request.POST or not form.is_valid():
            return _decision_page(request, referral, form, words)
    try:
        act(actor=request.actor, referral=referral, **form.said())
    except (Refused, StaleRecord) as why:
        _explain(form, why)
        with reading(request.actor):
            return _decision_page(request, queries.referral(request.actor, referral_id), form, words)
    messages.success(request, words["done"])
    return redirect("intake:referral", referral_id)


def _explain(form: DecisionForm, why: Refused | StaleRecord) -> None:
    if isinstance(why, Refused):
        form.add_error(None, str(why.decision.reason))
    else:
        form.look_again(why.current.version)


def _decision_page(request: StaffRequest, referral: IncomingReferral, form: DecisionForm, words: Words) -> HttpResponse:
    context = {
        "referral": referral,
        "form": form,
        "looks": isinstance(form, DeclineForm),
        "reach": reaching(referral) if "reaching" in words else None,
        **words,
    }
    if "look" in request.POST:
        form.errors.clear()
    return render(request, "intake/decide.html", context)


def _plain(kind: type[DecisionForm]) -> Make:
    return lambda request, referral: kind(request.POST or None, referral=referral)


def _accept_form(request: StaffRequest, referral: IncomingReferral) -> DecisionForm:
    return AcceptForm(request.POST or None, referral=referral, screening=queries.screening(referral))


def _waitlist_form(request: StaffRequest, referral: IncomingReferral) -> DecisionForm:
    return WaitlistForm(request.POST or None, referral=referral, initial={"priority": referral.urgency})


def _decline_form(request: StaffRequest, referral: IncomingReferral) -> DecisionForm:
    """What stands in the way, and what the directory has for it, are filled in; the worker decides."""
    screening = queries.screening(referral)
    words = request.POST.get("look_for", "") if request.POST else look_for(referral.help_kinds)
    known = {"declined_for": stands_in_the_way(screening), "look_for": words}
    return DeclineForm(request.POST or None, referral=referral, services=_services(request.actor, words), initial=known)


def _services(actor: Actor, words: str) -> list[tuple[UUID, str]]:
    """What the directory offers for the words; nothing before somebody asks."""
    if not words.strip():
        return []
    cards = services(actor, Sought(words=words[:200])).cards[:SERVICES_SHOWN]
    return [(card.service.pk, f"{card.service.name} ({card.service.organization.name})") for card in cards]


@page(needs=Permission.REFERRAL_SCREEN)
@require_POST
def told(request: StaffRequest, news_id: UUID) -> HttpResponse:
    with reading(request.actor):
        news = require(ReferrerNews, news_id, actor=request.actor, needs=Permission.REFERRAL_SCREEN)
    try:
        how = request.POST.get("how", "")
        actions.note_referrer_told(actor=request.actor, news=news, how=how if how in TalkedBy.values else "")
    except Refused as refused:
        messages.error(request, refused.decision.reason)
    else:
        messages.success(request, _("Noted: the referrer was told."))
    return redirect("intake:referral", news.referral_id)


@page(needs=Permission.REFERRAL_SCREEN)
def follow_up(request: StaffRequest, follow_up_id: UUID) -> HttpResponse:
    needs = Permission.REFERRAL_SCREEN
    with reading(request.actor):
        found = require(DeclineFollowUp, follow_up_id, actor=request.actor, needs=needs, join=("referral",))
        require(IncomingReferral, found.referral_id, actor=request.actor, needs=needs)
        form = FollowUpForm(request.POST or None)
        if not form.is_valid():
            return render(request, "intake/follow_up.html", {"form": form, "referral": found.referral})
    try:
        actions.finish_decline_follow_up(actor=request.actor, follow_up=found, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, refused.decision.reason)
    else:
        messages.success(request, _("Noted."))
    return redirect("intake:referral", found.referral_id)
