"""Pages that ask for a consent at the person's own door, and call it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent import queries
from keyworker.consent.asking import ask_consent, call_back
from keyworker.consent.forms import AskConsentForm
from keyworker.consent.models import ConsentAsked
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

NEEDS = Permission.CONSENT_RECORD


@page(needs=NEEDS)
def ask(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=NEEDS)
        form = AskConsentForm(request.POST or None, programs=queries.programs_serving(request.actor, person))
        if not form.is_valid():
            return _shown(request, form, person)
        listed = queries.organization_named(request.actor, form.cleaned_data["recipient"])
    try:
        ask_consent(actor=request.actor, person=person, program=form.program, question=form.question(listed))
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, form, person)
    messages.success(request, _("It stands on their own page. They say yes or no there."))
    return redirect("consent:list", person_id)


def _shown(request: StaffRequest, form: AskConsentForm, person: Person) -> HttpResponse:
    title = _("Ask them on their own page")
    context = {"form": form, "title": title, **file_frame(request.actor, person, current="consent")}
    return render(request, "consent/add.html", context)


@require_POST
@page(needs=NEEDS)
def no_more(request: StaffRequest, asked_id: UUID) -> HttpResponse:
    with reading(request.actor):
        asked = require(ConsentAsked, asked_id, actor=request.actor, needs=NEEDS)
    try:
        call_back(actor=request.actor, asked=asked)
        messages.success(request, _("It is not asked any more."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("consent:list", asked.person_id)
