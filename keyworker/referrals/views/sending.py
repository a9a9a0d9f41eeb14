"""Pages to refer a person to a service outside, and to follow what comes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.design.forms import Form, SeenField
from keyworker.directory import queries as directory
from keyworker.directory.forms import SearchForm
from keyworker.directory.models import Service
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.people.rules import age_on
from keyworker.referrals import queries
from keyworker.referrals.actions import Sent, answer_referral, cancel_referral, mark_seen, send_referral
from keyworker.referrals.forms import AnswerForm, SendForm
from keyworker.referrals.rules import answers_open, fits, is_over
from keyworker.referrals.stops import COULD_STOP, stops_of

SHORT_LIST = 10


@page(needs=Permission.REFERRAL_OUT_VIEW)
@require_safe
def list_referrals(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = _person(request.actor, person_id)
    context = {
        "referrals": queries.referrals_of(request.actor, person),
        "stops": stops_of(request.actor, person, today=timezone.localdate()),
        "may_send": may(request.actor, Permission.REFERRAL_OUT_SEND),
        "may_stop": may(request.actor, Permission.CONTACT_RECORD),
        **file_frame(request.actor, person, current="referrals"),
    }
    return render(request, "referrals/list.html", context)


@page(needs=Permission.REFERRAL_OUT_SEND)
@require_safe
def choose(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Find the service in the directory; each says whether the person's age fits."""
    person = _person(request.actor, person_id)
    form = SearchForm(request.GET, categories=directory.categories(request.actor))
    found = directory.services(request.actor, form.sought(), after=request.GET.get("after", ""), size=SHORT_LIST)
    following = request.GET.copy()
    following["after"] = found.next_cursor
    context = {
        "form": form,
        "cards": [(card, _fits(card.service, person)) for card in found.cards],
        "next_href": f"?{following.urlencode()}" if found.next_cursor else "",
        **file_frame(request.actor, person, current="referrals"),
    }
    return render(request, "referrals/choose.html", context)


@page(needs=Permission.REFERRAL_OUT_SEND)
def send(request: StaffRequest, person_id: UUID, service_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person, service = _person(request.actor, person_id), queries.service(request.actor, service_id)
        consents = queries.covering_consents(request.actor, person, service, on=timezone.localdate())
        agreed = frozenset(code for consent in consents for code in consent.categories)
        comes_back = "carried" in request.POST
        form = SendForm(
            None if comes_back else request.POST or None,
            cases=cases_of(request.actor, person, needs=Permission.REFERRAL_OUT_SEND),
            service=service,
            agreed=agreed,
            typed=request.POST.dict() if comes_back else {},
        )
        if not form.is_valid():
            return _send_page(request, form, person, consents)
    try:
        sent = send_referral(actor=request.actor, case=form.case, sending=form.sending())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _send_page(request, form, person, consents)
    return _sent_page(request, person, sent)


@page(needs=Permission.REFERRAL_OUT_VIEW)
@require_safe
def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    found = queries.history(request.actor, referral_id)
    one = found.referral
    context = {
        "history": found,
        "consent": one.disclosure.consent,
        "over": is_over(one.status),
        "unseen": one.answered_at is not None and one.seen_at is None,
        "may_answer": bool(answers_open(one.status)) and may(request.actor, Permission.REFERRAL_OUT_ANSWER),
        "may_send": may(request.actor, Permission.REFERRAL_OUT_SEND),
        "may_stop": one.status in COULD_STOP and may(request.actor, Permission.CONTACT_RECORD),
        **file_frame(request.actor, one.person, current="referrals"),
    }
    return render(request, "referrals/referral.html", context)


@page(needs=Permission.REFERRAL_OUT_ANSWER)
def answer(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    with reading(request.actor):
        found = queries.history(request.actor, referral_id).referral
        form = AnswerForm(request.POST or None, status=found.status)
        if not form.is_valid():
            return _shown(request, "referrals/answer.html", form, found.person, referral=found)
    try:
        answer_referral(actor=request.actor, referral=found, **form.given())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, "referrals/answer.html", form, found.person, referral=found)
    messages.success(request, _("Their answer is in the file."))
    return redirect("referrals:referral", referral_id)


@page(needs=Permission.REFERRAL_OUT_SEND)
def seen(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """I have read the answer: it leaves what is waiting for me."""
    _posted(request)
    with reading(request.actor):
        found = queries.history(request.actor, referral_id).referral
    try:
        mark_seen(actor=request.actor, referral=found, seen=SeenField().clean(request.POST.get("seen")))
        messages.success(request, _("The answer is read. The next step is on the list of tasks."))
    except StaleRecord:
        messages.warning(request, _("Another answer came meanwhile. Read it, too."))
    return redirect("referrals:referral", referral_id)


@page(needs=Permission.REFERRAL_OUT_SEND)
def cancel(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    _posted(request)
    with reading(request.actor):
        found = queries.history(request.actor, referral_id).referral
    try:
        cancel_referral(actor=request.actor, referral=found)
        messages.success(request, _("The referral is called off. Their link shows nothing any more."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("referrals:referral", referral_id)


def _person(actor: Actor, person_id: UUID) -> Person:
    return require(Person, person_id, actor=actor, needs=Permission.PERSON_VIEW)


def _posted(request: StaffRequest) -> None:
    if request.method != "POST":
        raise Absent(_("There is nothing here, or it is not yours to see."))


def _fits(service: Service, person: Person) -> Any:
    return fits(service.minimum_age, service.maximum_age, age_on(person.born_on, timezone.localdate()))


def _send_page(request: StaffRequest, form: SendForm, person: Person, consents: list[Any]) -> HttpResponse:
    service = form.service
    more = {"service": service, "consents": consents, "fits": _fits(service, person)}
    return _shown(request, "referrals/send.html", form, person, **more)


def _sent_page(request: StaffRequest, person: Person, sent: Sent) -> HttpResponse:
    """The link is shown here once: only its hash is kept."""
    path = address("portal:partner_link", sent.token)
    with reading(request.actor):
        context = {
            "referral": sent.referral,
            "link": request.build_absolute_uri(path) if path else "",
            "next": reverse("referrals:referral", args=[sent.referral.pk]),
            **file_frame(request.actor, person, current="referrals"),
        }
        return render(request, "referrals/sent.html", context)


def _shown(request: StaffRequest, template: str, form: Form, person: Person, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, **more, **file_frame(request.actor, person, current="referrals")})
