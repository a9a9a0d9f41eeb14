"""Pages of what people were given: the list with its totals, recording, striking out; and who pays."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import DistanceUnit
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.delivery import totals
from keyworker.delivery.actions import add_funding, end_funding, record_service, set_units, strike_service
from keyworker.delivery.forms import FundingForm, ServiceForm, StrikeForm, UnitsForm
from keyworker.delivery.means import alive, approvals, still_pays
from keyworker.delivery.models import FundingSource, ServiceProvided
from keyworker.people.models import Person
from keyworker.people.pages import cursor_link, file_frame

MANAGE = Permission.AGENCY_MANAGE


@page(needs=Permission.CONTACT_VIEW)
@require_safe
def services(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    before = _cursor(request)
    given = totals.services_given(request.actor, person, before=before)
    here = reverse("delivery:services", args=[person.pk])
    last = given[totals.PAGE - 1] if len(given) > totals.PAGE else None
    context = {
        "given": given[: totals.PAGE],
        "totals": [] if before else totals.totals(request.actor, person),
        "newer_href": here if before else "",
        "older_href": cursor_link(here, on=last.provided_on.isoformat(), key=last.pk) if last else "",
        "may_record": may(request.actor, Permission.CONTACT_RECORD),
        "more": [{"title": "", "links": _more(person)}],
        **file_frame(request.actor, person, current="contacts"),
    }
    return render(request, "delivery/services.html", context)


def _more(person: Person) -> list[dict[str, str]]:
    """What else a service leads to."""
    named = (
        (_("A provider has stopped"), "referrals:new_stop"),
        (_("Benefits and funding"), "workspace:means"),
        (_("Time spent"), "delivery:work_for"),
    )
    return [{"text": text, "href": href} for text, name in named if (href := address(name, person.pk))]


def _cursor(request: StaffRequest) -> totals.Cursor | None:
    """Where the page before ended; one that nobody gave out starts from the top."""
    try:
        return date.fromisoformat(request.GET.get("on", "")), UUID(request.GET.get("key", ""))
    except ValueError:
        return None


@page(needs=Permission.CONTACT_RECORD)
def service(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        form = ServiceForm(
            request.POST or None,
            cases=cases_of(request.actor, person, needs=Permission.CONTACT_RECORD),
            funding=totals.funding_to_choose(request.actor),
            currency=workplace(request.actor).agency.currency,
        )
        if not form.is_valid():
            return _service_page(request, form, person)
        given = form.given()
        pays = still_pays(approvals(request.actor, form.case, given.funding), given)
    try:
        record_service(actor=request.actor, case=form.case, given=given)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _service_page(request, form, person)
    messages.success(request, _("The service is in the file."))
    if pays.is_warning:
        messages.warning(request, str(pays.reason))
    return redirect("delivery:services", person_id)


def _service_page(request: StaffRequest, form: ServiceForm, person: Person) -> HttpResponse:
    context = {
        "form": form,
        "alive": alive(request.actor, person, today=workplace(request.actor).today),
        **file_frame(request.actor, person, current="contacts"),
    }
    return render(request, "delivery/service.html", context)


@page(needs=Permission.CONTACT_RECORD)
def strike(request: StaffRequest, given_id: UUID) -> HttpResponse:
    with reading(request.actor):
        given = totals.service(request.actor, given_id)
        form = StrikeForm(request.POST or None)
        if not form.is_valid():
            return _strike_page(request, form, given)
    try:
        strike_service(actor=request.actor, service=given, because=form.cleaned_data["because"])
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _strike_page(request, form, given)
    messages.success(request, _("It is struck out, and counts no more."))
    return redirect("delivery:services", given.person_id)


def _strike_page(request: StaffRequest, form: StrikeForm, given: ServiceProvided) -> HttpResponse:
    frame = file_frame(request.actor, given.person, current="contacts")
    return render(request, "delivery/strike.html", {"form": form, "given": given, **frame})


@page(needs=MANAGE)
def funding(request: StaffRequest) -> HttpResponse:
    """Who pays for services, kept by the administrator, and the currency costs are counted in."""
    with reading(request.actor):
        agency = workplace(request.actor).agency
        form = FundingForm(request.POST or None)
        if not form.is_valid():
            return _funding_page(request, form)
    try:
        add_funding(actor=request.actor, agency=agency, name=form.cleaned_data["name"])
    except Refused as refused:
        form.add_error("name", str(refused.decision.reason))
        with reading(request.actor):
            return _funding_page(request, form)
    messages.success(request, _("It can be chosen from now on."))
    return redirect("delivery:funding")


def _funding_page(request: StaffRequest, form: FundingForm) -> HttpResponse:
    context = {
        "form": form,
        "sources": totals.funding_to_keep(request.actor),
        "agency": workplace(request.actor).agency,
    }
    return render(request, "delivery/funding.html", context)


@page(needs=MANAGE)
def units(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        agency = workplace(request.actor).agency
        start = {"currency": agency.currency, "distance": agency.distance_unit}
        form = UnitsForm(request.POST or None, initial=start)
        if not form.is_valid():
            return render(request, "delivery/units.html", {"form": form})
    distance = DistanceUnit(form.cleaned_data["distance"])
    set_units(actor=request.actor, agency=agency, currency=form.cleaned_data["currency"], distance=distance)
    messages.success(request, _("From now on, costs and distances are counted in these."))
    return redirect("delivery:funding")


@require_POST
@page(needs=MANAGE)
def end(request: StaffRequest, funding_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(FundingSource, funding_id, actor=request.actor, needs=MANAGE)
    try:
        end_funding(actor=request.actor, funding=held)
        messages.success(request, _("It is offered no longer. What it paid for keeps its name."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("delivery:funding")
