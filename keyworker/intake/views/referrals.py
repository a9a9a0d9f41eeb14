"""The queue, one referral, and writing a new one down."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, rows
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Answer, Decision
from keyworker.base.languages import NAMES
from keyworker.intake import queries, rules
from keyworker.intake.actions import receive_referral
from keyworker.intake.forms import QueueFilter, ReferralForm
from keyworker.intake.forms.referrals import as_known
from keyworker.intake.models import IncomingReferral, ReferralStatus, Urgency
from keyworker.people.models import Person

TAB_NAMES = {
    "new": gettext_lazy("New"),
    "accepted": gettext_lazy("Accepted"),
    "waiting": gettext_lazy("Waiting list"),
    "done": gettext_lazy("Done"),
}
URGENCY_TONES = {Urgency.URGENT: "urgent", Urgency.SOON: "warning", Urgency.ROUTINE: "neutral"}
STATUS_TONES = {
    ReferralStatus.RECEIVED: "info",
    ReferralStatus.ACCEPTED: "success",
    ReferralStatus.WAITLISTED: "warning",
    ReferralStatus.DECLINED: "neutral",
    ReferralStatus.ADMITTED: "success",
    ReferralStatus.CLOSED: "neutral",
}
ANSWER_TONES = {Answer.YES: "success", Answer.WARN: "warning", Answer.NO: "urgent"}
ANSWER_WORDS = {Answer.YES: gettext_lazy("Yes"), Answer.WARN: gettext_lazy("Ask"), Answer.NO: gettext_lazy("No")}


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
        "status": _status(referral),
        "waited": _days(line.clock.waited),
        "clock": clock_badge(line.clock) if is_open else None,
    }


def _status(referral: IncomingReferral) -> dict[str, str]:
    return {"text": referral.get_status_display(), "tone": STATUS_TONES[ReferralStatus(referral.status)]}


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count) if count else _("today")


def clock_badge(clock: rules.Clock) -> dict[str, str]:
    """Time left until the first contact is due, counted from the day they asked."""
    if clock.is_late:
        late = ngettext("{count} day late", "{count} days late", -clock.left)
        return {"text": late.format(count=-clock.left), "tone": "urgent"}
    if clock.left == 0:
        return {"text": _("Due today"), "tone": "warning"}
    left = ngettext("{count} day left", "{count} days left", clock.left)
    return {"text": left.format(count=clock.left), "tone": "neutral"}


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
    context = {
        "referral": found,
        "status": _status(found),
        "urgency": {"text": found.get_urgency_display(), "tone": URGENCY_TONES[Urgency(found.urgency)]},
        "clock": clock_badge(queries.waiting(request.actor, found)) if is_open else None,
        "about": _about(found),
        "origin": _origin(found),
        "fit": _fit(screening) if is_open else None,
        "news": queries.news(request.actor, found),
        "wait": queries.wait(request.actor, found),
        "follow_up": queries.follow_up(request.actor, found),
        "steps": _steps(request.actor, found),
        "file": _file(request.actor, found),
    }
    return render(request, "intake/referral.html", context)


def _fit(screening: Decision) -> dict[str, Any]:
    findings = [
        {"reason": one.reason, "text": ANSWER_WORDS[one.answer], "tone": ANSWER_TONES[one.answer]}
        for one in screening.facts["findings"]
    ]
    return {"reason": screening.reason, "findings": findings}


def _about(found: IncomingReferral) -> list[dict[str, Any]]:
    born = as_known(found.born_on, found.born_precision)
    return [
        {"key": _("Full name"), "value": found.full_name},
        {"key": _("Date of birth"), "value": str(born) if born else ""},
        {"key": _("Language"), "value": str(NAMES.get(found.language, found.language))},
        {"key": _("Where they live or stay"), "value": found.area},
        {"key": _("How to reach them"), "value": found.contact, "missing": _("No safe way is known")},
        {"key": _("Before you call or write"), "value": found.safe_to_contact, "missing": _("Nothing was said")},
        {
            "key": _("Do they know and agree?"),
            "value": _("Yes") if found.consent_of_person or found.source_kind == "self" else _("Not that we know"),
        },
    ]


def _origin(found: IncomingReferral) -> list[dict[str, Any]]:
    checked = found.verified_how or (_("A colleague") if found.source_kind == "worker" else _("Yes"))
    return [
        {"key": _("Who asked"), "value": found.get_source_kind_display()},
        {"key": _("Name"), "value": found.referrer_name, "missing": _("Not given")},
        {"key": _("Organization"), "value": found.referrer_organization, "missing": _("Not given")},
        {"key": _("How to reach the referrer"), "value": found.referrer_contact, "missing": _("Not given")},
        {
            "key": _("Do we know it is them?"),
            "value": checked
            if found.referrer_verified
            else _("Not checked: they hear only that we received it, and when it is closed."),
        },
        {"key": _("Reference"), "value": found.reference},
    ]


STEPS = (
    ("intake:accept", gettext_lazy("Accept"), ReferralStatus.ACCEPTED),
    ("intake:waitlist", gettext_lazy("Put on the waiting list"), ReferralStatus.WAITLISTED),
    ("intake:decline", gettext_lazy("Decline"), ReferralStatus.DECLINED),
    ("intake:close", gettext_lazy("Close"), ReferralStatus.CLOSED),
)


def _steps(actor: Actor, found: IncomingReferral) -> list[dict[str, Any]]:
    """What may be done next, the likeliest first."""
    if not may(actor, Permission.REFERRAL_ACCEPT):
        return []
    steps = [
        {"text": text, "href": reverse(name, args=[found.pk])}
        for name, text, status in STEPS
        if rules.may_become(found.status, status)
    ]
    if rules.may_become(found.status, ReferralStatus.ADMITTED):
        steps.insert(0, {"text": _("Start intake"), "href": reverse("intake:admit", args=[found.pk])})
    if steps and found.status != ReferralStatus.DECLINED:
        steps[0]["primary"] = True
    return steps


def _file(actor: Actor, found: IncomingReferral) -> str:
    """The person's file, for those who may open it."""
    if found.person_id is None:
        return ""
    theirs = rows(Person, actor=actor, needs=Permission.PERSON_VIEW).filter(pk=found.person_id)
    return reverse("workspace:file", args=[found.person_id]) if theirs.exists() else ""
