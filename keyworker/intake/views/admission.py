"""The intake page."""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.design.forms import SeenField
from keyworker.intake import queries
from keyworker.intake.actions import Intake, admit_person
from keyworker.intake.eligibility import has_room
from keyworker.intake.forms import AdmissionForms
from keyworker.intake.forms.admission import RELATIVES, WAYS
from keyworker.intake.forms.decisions import LOOK_AGAIN
from keyworker.intake.forms.who import described, described_at_home
from keyworker.intake.models import IncomingReferral, ReferralStatus
from keyworker.intake.rules import may_become


@page(needs=Permission.REFERRAL_ACCEPT)
def admit(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    with reading(request.actor):
        referral = queries.open_referral(request.actor, referral_id)
        if not may_become(referral.status, ReferralStatus.ADMITTED):
            return redirect("intake:referral", referral_id)
        forms = _forms(request, referral)
        if not forms.is_valid():
            return _shown(request, referral, forms)
        intake = _intake(request.actor, forms)
    try:
        admission = admit_person(actor=request.actor, referral=referral, intake=intake, seen=_seen(request))
    except (Refused, StaleRecord) as why:
        forms.refuse(str(why.decision.reason) if isinstance(why, Refused) else str(LOOK_AGAIN))
        with reading(request.actor):
            return _shown(request, queries.referral(request.actor, referral_id), forms)
    messages.success(request, _said(admission.person_id, signed=intake.rights is not None))
    return redirect("workspace:file", admission.person_id)


def _said(person_id: UUID, *, signed: bool) -> str:
    """What was done, and the way to what is still to do."""
    if signed:
        return _("The case is open, and their name is under their rights.")
    link = '{} <a class="govuk-link" href="{}">{}</a>'
    text = _("The case is open. Next, read their rights together and let them sign.")
    return format_html(link, text, reverse("consent:rights", args=[person_id]), _("Go to their rights"))


def _forms(request: StaffRequest, referral: IncomingReferral) -> AdmissionForms:
    return AdmissionForms(
        request.POST or None,
        referral=referral,
        agency=workplace(request.actor).agency,
        alike=_alike(request, referral),
        owners=queries.owners(request.actor, referral.program),
    )


def _intake(actor: Actor, forms: AdmissionForms) -> Intake:
    """With the people it names, fetched under what this worker may see."""
    owner = require(Staff, forms.owner_id, actor=actor, needs=Permission.STAFF_VIEW)
    known = forms.who.known_id
    household = tuple(
        replace(relative, person=queries.known_person(actor, key)) if key else relative
        for key, relative in forms.relatives_said()
    )
    person = queries.known_person(actor, known) if known else None
    return Intake(owner=owner, person=person, household=household, **forms.said())


def _alike(request: StaffRequest, referral: IncomingReferral) -> queries.Alike:
    """Nobody is made before we looked who is known: by the referral, and by what is on the page by now."""
    if request.method != "POST":
        return queries.alike(request.actor, referral, None, {})
    who = described(request.POST, ways=WAYS)
    return queries.alike(request.actor, referral, who, described_at_home(request.POST, places=RELATIVES))


def _seen(request: StaffRequest) -> int:
    return SeenField().clean(request.POST.get("seen"))


def _in_their_language(language: str) -> dict[str, str] | None:
    """The words that are read aloud, in the person's language; None where we have none but the worker's."""
    if language not in dict(settings.LANGUAGES) or language == translation.get_language():
        return None
    with translation.override(language):
        text = render_to_string("intake/rights.html")
        return {"lang": language, "dir": "rtl" if translation.get_language_bidi() else "ltr", "text": text}


def _to_sign(forms: AdmissionForms) -> dict[str, str]:
    """The person's own part of the page, asked in their language."""
    language = forms.rights.language
    with translation.override(language):
        text = render_to_string("intake/sign_rights.html", {"form": forms.rights})
        direction = "rtl" if translation.get_language_bidi() else "ltr"
    return {"lang": "" if language == translation.get_language() else language, "dir": direction, "text": text}


def _shown(request: StaffRequest, referral: IncomingReferral, forms: AdmissionForms) -> HttpResponse:
    room = has_room(queries.asked(referral))
    theirs = _in_their_language(referral.language)
    context = {"referral": referral, "forms": forms, "errors": forms.errors, "room": room, "theirs": theirs}
    context["to_sign"] = _to_sign(forms)
    return render(request, "intake/admit.html", context)
