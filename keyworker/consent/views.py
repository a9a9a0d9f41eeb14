"""Pages of what a person agreed to, and what was told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.languages import NAMES
from keyworker.consent import queries
from keyworker.consent.actions import record_consent, withdraw_consent
from keyworker.consent.asking import asked_of
from keyworker.consent.authority import (
    end_authority,
    end_directive,
    record_authority,
    record_directive,
    standin_of,
)
from keyworker.consent.forms import (
    CATEGORY_WORDS,
    AuthorityForm,
    ConsentForm,
    DirectiveForm,
    EndAuthorityForm,
    OfProgramForm,
    WithdrawForm,
    asked_key,
)
from keyworker.consent.models import AdvanceDirective, Consent, DecisionMaker, Matter
from keyworker.consent.rights import A_CONSENT, in_language, languages_to_read
from keyworker.consent.rules import may_decide
from keyworker.design.papers import spoken
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

CARRIED, NOT_CARRIED = "carried-", frozenset({"csrfmiddlewaretoken", "carry"})


@page(needs=Permission.CONSENT_VIEW)
@require_safe
def list_consents(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    context = {
        "consents": queries.sorted_consents(request.actor, person, on=timezone.localdate()),
        "asked": [each for each in asked_of(request.actor, person) if each.waits or each.agreed is False],
        "disclosures": queries.disclosures(request.actor, person),
        "words": CATEGORY_WORDS,
        "may_record": may(request.actor, Permission.CONSENT_RECORD),
        **file_frame(request.actor, person, current="consent"),
    }
    return render(request, "consent/list.html", context)


@page(needs=Permission.CONSENT_RECORD)
def record(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form, carried = _consent_form(request, person), _carried(request)
        if not form.is_valid():
            return _shown(request, "consent/record.html", form, person, carried=carried)
        form.listed = form.listed or queries.organization_named(request.actor, form.cleaned_data["recipient"])
    try:
        record_consent(actor=request.actor, person=person, program=form.program, terms=form.terms())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, "consent/record.html", form, person, carried=carried)
    service = asked_key(request.GET.get("service", ""))  # a referral waits for it
    if service and carried:
        own = [(name.removeprefix(CARRIED), value) for name, value in carried]
        with reading(request.actor):
            return _shown(request, "consent/recorded.html", form, person, carried=own, service=service)
    messages.success(request, _("The consent is recorded."))
    if service:
        return redirect("referrals:send_to", person_id, service)
    return redirect("consent:list", person_id)


@page(needs=Permission.CONSENT_RECORD)
def withdraw(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    with reading(request.actor):
        consent = _consent(request.actor, consent_id)
        form = WithdrawForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return _shown(request, "consent/withdraw.html", form, consent.person, consent=consent)
    try:
        withdraw_consent(actor=request.actor, consent=consent, because=form.cleaned_data["because"])
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, "consent/withdraw.html", form, consent.person, consent=consent)
    messages.success(request, _("The consent is taken back. From now on nothing more is told."))
    return redirect("consent:list", consent.person_id)


@page(needs=Permission.CONSENT_VIEW)
@require_safe
def who_decides(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Who may decide for them or with them, and what they laid down."""
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    today = timezone.localdate()
    makers = [
        (maker, [(Matter(code).label, may_decide(standin_of(maker), code, on=today)) for code in maker.matters])
        for maker in queries.decision_makers(request.actor, person)
    ]
    context = {
        "makers": makers,
        "directives": queries.directives(request.actor, person),
        "may_record": may(request.actor, Permission.CONSENT_RECORD),
        **file_frame(request.actor, person, current="consent"),
    }
    return render(request, "consent/who_decides.html", context)


@page(needs=Permission.CONSENT_RECORD)
def new_authority(request: StaffRequest, person_id: UUID) -> HttpResponse:
    title = _("Who may decide?")
    return _add(
        request,
        person_id,
        AuthorityForm,
        title,
        lambda person, form: record_authority(
            actor=request.actor, person=person, program=form.program, mandate=form.mandate()
        ),
    )


@page(needs=Permission.CONSENT_RECORD)
def new_directive(request: StaffRequest, person_id: UUID) -> HttpResponse:
    title = _("What they laid down for later")
    return _add(
        request,
        person_id,
        DirectiveForm,
        title,
        lambda person, form: record_directive(
            actor=request.actor, person=person, program=form.program, wishes=form.wishes()
        ),
    )


def _add(
    request: StaffRequest, person_id: UUID, kind: type[OfProgramForm], title: str, act: Callable[[Person, Any], object]
) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = kind(request.POST or None, programs=queries.programs_serving(request.actor, person))
        if not form.is_valid():
            return _shown(request, "consent/add.html", form, person, title=title)
    try:
        act(person, form)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, "consent/add.html", form, person, title=title)
    messages.success(request, _("Noted."))
    return redirect("consent:who_decides", person_id)


@page(needs=Permission.CONSENT_RECORD)
def end_of_authority(request: StaffRequest, maker_id: UUID) -> HttpResponse:
    with reading(request.actor):
        needs = Permission.CONSENT_RECORD
        maker = require(DecisionMaker, maker_id, actor=request.actor, needs=needs, join=("person",))
        form, title = EndAuthorityForm(request.POST or None), _("They may not decide any more")
        if not form.is_valid():
            return _shown(request, "consent/add.html", form, maker.person, title=title, maker=maker)
    try:
        end_authority(actor=request.actor, maker=maker, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, "consent/add.html", form, maker.person, title=title, maker=maker)
    messages.success(request, _("Noted. What they agreed to is taken back."))
    return redirect("consent:who_decides", maker.person_id)


@require_POST
@page(needs=Permission.CONSENT_RECORD)
def end_of_directive(request: StaffRequest, directive_id: UUID) -> HttpResponse:
    with reading(request.actor):
        found = require(AdvanceDirective, directive_id, actor=request.actor, needs=Permission.CONSENT_RECORD)
    try:
        end_directive(actor=request.actor, directive=found)
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("consent:who_decides", found.person_id)


def _consent(actor: Actor, consent_id: UUID) -> Consent:
    return require(Consent, consent_id, actor=actor, needs=Permission.CONSENT_RECORD, join=("person",))


def _carried(request: StaffRequest) -> list[tuple[str, str]]:
    """What is half-written in a referral that waits for this consent, carried through the page; never in an address."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    if "carry" in request.POST:
        return [(f"{CARRIED}{name}", value) for name, value in sent if name not in NOT_CARRIED]
    return [(name, value) for name, value in sent if name.startswith(CARRIED)]


def _consent_form(request: StaffRequest, person: Person) -> ConsentForm:
    arrives = "carry" in request.POST
    asked = asked_key(request.POST.get("organization", "") or request.GET.get("organization", ""))
    return ConsentForm(
        None if arrives else request.POST or None,
        programs=queries.programs_serving(request.actor, person),
        languages=_languages(person),
        organization=queries.organization(request.actor, asked),
        makers=queries.in_force(queries.decision_makers(request.actor, person), on=timezone.localdate()),
        initial={"language": person.language or "en"},
    )


def _languages(person: Person) -> list[tuple[str, Any]]:
    """The languages the product speaks, and the person's own."""
    spoken_here = person.language in {"", *dict(settings.LANGUAGES)}
    own = [] if spoken_here else [(person.language, NAMES.get(person.language, person.language))]
    return [*settings.LANGUAGES, *own]


def _shown(request: StaffRequest, template: str, form: Any, person: Person, **more: Any) -> HttpResponse:
    papers = languages_to_read(spoken(person.language))
    told = {"papers": papers, "meaning": in_language(A_CONSENT, papers[0]["code"])} if "record" in template else {}
    frame = file_frame(request.actor, person, current="consent")
    return render(request, template, {"form": form, **told, **more, **frame})
