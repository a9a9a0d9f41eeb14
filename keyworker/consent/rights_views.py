"""Pages of a person's rights: what they signed, the calm page handed to them to read, hear and sign, and thanks."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.views.decorators.http import require_safe

from keyworker.access.handing_over import HandOver
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent import queries
from keyworker.consent.acknowledging import acknowledge_rights, acknowledgements
from keyworker.consent.forms import RightsForm
from keyworker.consent.models import RightsAcknowledgement
from keyworker.consent.rights import RIGHTS, THE_RIGHTS, digest, in_language, languages_to_read
from keyworker.consent.signing import in_words
from keyworker.design.forms.drawing import lines_of
from keyworker.design.papers import spoken
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

# The person holds the worker's device while they read, hear, sign, and are thanked.
WITH_THE_PERSON = HandOver("consent:sign_rights", onward=("consent:rights",))


@page(needs=Permission.CONSENT_VIEW)
@require_safe
def rights(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What they signed, under which words; and where to read and sign together."""
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    context = {
        "signed": [_as_shown(each) for each in acknowledgements(request.actor, person)],
        "now": RIGHTS,
        "languages": languages_to_read(spoken(person.language)),
        "programs": queries.programs_serving(request.actor, person),
        "may_record": may(request.actor, Permission.CONSENT_RECORD),
        "may_give_copy": may(request.actor, Permission.DISCLOSE),
        **file_frame(request.actor, person, current="consent"),
    }
    return render(request, "consent/rights.html", context)


def _as_shown(held: RightsAcknowledgement) -> dict[str, Any]:
    return {
        "held": held,
        "method": in_words(held.how, held.witness),
        "drawn": lines_of(held.drawing),
        "language": get_language_info(held.language)["name_local"],
        "dir": "rtl" if get_language_info(held.language)["bidi"] else "ltr",
    }


@page(needs=Permission.CONSENT_RECORD, handed_over=WITH_THE_PERSON)
def sign(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.CONSENT_RECORD)
        program, language = _program(request, person), _language(request, person)
        form = _form(request, person, language)
        with translation.override(language):  # what is wrong is said in their language too
            sound = form.is_valid()
        if not sound:
            return _handed_over(request, person, form)
    try:
        acknowledge_rights(actor=request.actor, person=person, program=program, acknowledged=form.acknowledged())
    except Refused as refused:
        with translation.override(language):
            form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _handed_over(request, person, form)
    return redirect("consent:rights_signed", person_id)


def _program(request: StaffRequest, person: Person) -> Program:
    """The one that was asked for, among those in which the worker serves them; else the first. Raises `Absent`."""
    serving = queries.programs_serving(request.actor, person)
    asked = request.GET.get("program", "")
    found = next((each for each in serving if str(each.pk) == asked or not asked), None)
    if found is None:
        raise Absent
    return found


def _language(request: StaffRequest, person: Person) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else spoken(person.language)


def _form(request: StaffRequest, person: Person, language: str) -> RightsForm:
    shown = digest(in_language(THE_RIGHTS, language))
    makers = queries.in_force(queries.decision_makers(request.actor, person), on=timezone.localdate())
    return RightsForm(request.POST or None, makers=makers, language=language, initial={"digest": shown})


def _handed_over(request: StaffRequest, person: Person, form: RightsForm) -> HttpResponse:
    """The words as they read now; the next signature is under these, not under those of an older page."""
    words = in_language(THE_RIGHTS, form.language)
    if form.is_bound:
        form.data = {**request.POST.dict(), "digest": digest(words)}
    return _plainly(request, "consent/sign_rights.html", person, form.language, words=words, form=form)


def _plainly(request: StaffRequest, template: str, person: Person, language: str, **more: Any) -> HttpResponse:
    here = workplace(request.actor)
    context = {"person": person, "agency": here.agency, "worker": here.name, "home_url": request.path, **more}
    with translation.override(language):
        response = render(request, template, context)
    response["Content-Language"] = language
    return response


@page(needs=Permission.CONSENT_RECORD, handed_over=WITH_THE_PERSON)
@require_safe
def signed(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Thanks, and please hand the device back."""
    person = require(Person, person_id, actor=request.actor, needs=Permission.CONSENT_RECORD)
    held = acknowledgements(request.actor, person)
    if not held:
        return redirect("consent:sign_rights", person_id)
    return _plainly(request, "consent/rights_signed.html", person, held[0].language)
