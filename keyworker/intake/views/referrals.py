"""The queue, one referral, and writing a new one down."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, rows
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.intake import queries, rules
from keyworker.intake.actions import receive_referral
from keyworker.intake.codes import TalkedBy
from keyworker.intake.forms import QueueFilter, ReferralForm
from keyworker.intake.models import IncomingReferral, ReferralStatus, Urgency
from keyworker.intake.views.showing import (
    URGENCY_TONES,
    about_person,
    clock_badge,
    days,
    fit,
    fit_then,
    origin,
    reaching,
    status_badge,
    warmth,
)
from keyworker.people.models import Person

TAB_NAMES = {
    "new": gettext_lazy("New"),
    "accepted": gettext_lazy("Accepted"),
    "waiting": gettext_lazy("Waiting list"),
    "done": gettext_lazy("Done"),
}


@page(needs=Permission.REFERRAL_VIEW)
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    tab = request.GET.get("tab", "new")
    tab = tab if tab in queries.TABS else "new"
    form = QueueFilter(request.GET, programs=queries.programs(request.actor, Permission.REFERRAL_VIEW))
    program = form.chosen()
    found = queries.queue(request.actor, tab, program=program, after=request.GET.get("after", ""))
    counts = queries.tab_counts(request.actor, program=program)
    kept = {"program": str(program)} if program else {}
    context = {
        "form": form,
        "tab": tab,
        "tabs": [
            {"text": text, "href": _here(tab=key, **kept), "current": key == tab, "count": counts.get(key)}
            for key, text in TAB_NAMES.items()
        ],
        "lines": [_line(line) for line in found.lines],
        "older_href": _here(tab=tab, after=found.next_cursor, **kept) if found.next_cursor else "",
        "newer_href": _here(tab=tab, **kept) if request.GET.get("after") else "",
        "follow_ups": queries.due_follow_ups(request.actor),
        "may_receive": may(request.actor, Permission.REFERRAL_RECEIVE),
    }
    return render(request, "intake/queue.html", context)


def _here(**query: str) -> str:
    return f"{reverse('intake:queue')}?{urlencode(query)}"


def _line(line: queries.Line) -> dict[str, Any]:
    referral = line.referral
    is_open = referral.status not in queries.DONE
    return {
        "referral": referral,
        "urgency": {"text": referral.get_urgency_display(), "tone": URGENCY_TONES[Urgency(referral.urgency)]},
        "status": status_badge(referral),
        "waited": days(line.clock.waited),
        "clock": clock_badge(line.clock) if is_open else None,
    }


@page(needs=Permission.REFERRAL_RECEIVE)
def receive(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        programs = queries.programs(request.actor, Permission.REFERRAL_RECEIVE)
        form = ReferralForm(request.POST or None, programs=programs)
        if not form.is_valid():
            return render(request, "intake/receive.html", {"form": form})
    found = receive_referral(actor=request.actor, program=form.chosen_program, asked=form.asked())
    messages.success(request, _("The referral is written down."))
    return redirect("intake:referral", found.pk)


@page(needs=Permission.REFERRAL_VIEW)
@require_safe
def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    found = queries.open_referral(request.actor, referral_id)
    screening = queries.screening(found)
    is_open = found.status not in queries.DONE
    declined = found.status == ReferralStatus.DECLINED
    steps = _steps(request.actor, found)
    contacts, news = queries.contacts(request.actor, found), queries.news(request.actor, found)
    backs = queries.look_backs(request.actor, found) if found.declined_for else []
    context = {
        "referral": found,
        "status": status_badge(found),
        "urgency": {"text": found.get_urgency_display(), "tone": URGENCY_TONES[Urgency(found.urgency)]},
        "clock": clock_badge(queries.waiting(request.actor, found)) if is_open else None,
        "about": about_person(found),
        "origin": origin(found),
        "fit": fit(screening) if is_open else None,
        "fit_then": fit_then(found.screened),
        "contacts": contacts,
        "told_by": TalkedBy.choices,
        "warm": warmth(found, contacts, news, backs) if declined else None,
        "reach": reaching(found) if is_open or declined else None,
        "may_learn": is_open and may(request.actor, Permission.REFERRAL_SCREEN),
        "may_screen": (is_open or declined) and may(request.actor, Permission.REFERRAL_SCREEN),
        "news": news,
        "wait": queries.wait(request.actor, found) if found.status == ReferralStatus.WAITLISTED else None,
        "look_backs": backs,
        "steps": steps,
        "two_ways_out": {step["to"] for step in steps} >= WAYS_OUT,
        "file": _file(request.actor, found),
    }
    return render(request, "intake/referral.html", context)


STEPS = (
    ("intake:accept", gettext_lazy("Accept"), ReferralStatus.ACCEPTED),
    ("intake:waitlist", gettext_lazy("Put on the waiting list"), ReferralStatus.WAITLISTED),
    ("intake:decline", gettext_lazy("Decline"), ReferralStatus.DECLINED),
    ("intake:close", gettext_lazy("Close"), ReferralStatus.CLOSED),
)
WAYS_OUT = {ReferralStatus.DECLINED, ReferralStatus.CLOSED}


def _steps(actor: Actor, found: IncomingReferral) -> list[dict[str, Any]]:
    """What may be done next, the likeliest first."""
    if not may(actor, Permission.REFERRAL_ACCEPT):
        return []
    steps = [
        {"text": text, "href": reverse(name, args=[found.pk]), "to": status}
        for name, text, status in STEPS
        if rules.may_become(found.status, status)
    ]
    if rules.may_become(found.status, ReferralStatus.ADMITTED):
        intake = {"text": _("Start intake"), "href": reverse("intake:admit", args=[found.pk])}
        steps.insert(0, {**intake, "to": ReferralStatus.ADMITTED})
    if steps and found.status != ReferralStatus.DECLINED:
        steps[0]["primary"] = True
    return steps


def _file(actor: Actor, found: IncomingReferral) -> str:
    """The person's file, for those who may open it."""
    if found.person_id is None:
        return ""
    theirs = rows(Person, actor=actor, needs=Permission.PERSON_VIEW).filter(pk=found.person_id)
    return reverse("workspace:file", args=[found.person_id]) if theirs.exists() else ""
