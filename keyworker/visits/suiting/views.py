"""The page of a file that says whether, and how, to meet them at a distance."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.queries import cases_of
from keyworker.delivery.models import Thing
from keyworker.delivery.purses import equipment_of
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.tasks.declining import declined_by
from keyworker.tasks.models import NoTo
from keyworker.visits.models import Suitability
from keyworker.visits.queries import visits_ahead
from keyworker.visits.suiting.actions import decide_suitability
from keyworker.visits.suiting.forms import SuitabilityForm
from keyworker.visits.suiting.queries import against_their_wish, looked_at, newest_of_each

TO_MEET_WITH = {Thing.PHONE.value, Thing.TABLET.value}


@page(needs=Permission.VISIT_VIEW)
def suitability(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What counts now, what was found before, and to look at it anew."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        looks = looked_at(request.actor, person)
        form = _form(request, person, looks)
        if form is None or not form.is_valid():
            return _page(request, person, looks, form)
    try:
        decide_suitability(actor=request.actor, case=form.case, looked=form.looked())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, person, looks, form)
    messages.success(request, _("It is in the file."))
    return redirect("visits:suitability", person_id)


def _form(request: StaffRequest, person: Person, looks: list[Suitability]) -> SuitabilityForm | None:
    """For whoever plans visits in an open case of theirs."""
    if not may(request.actor, Permission.VISIT_SCHEDULE):
        return None
    cases = [case for case in cases_of(request.actor, person, needs=Permission.VISIT_SCHEDULE) if case.is_open]
    return SuitabilityForm(request.POST or None, cases=cases, known=looks) if cases else None


def _page(
    request: StaffRequest, person: Person, looks: list[Suitability], form: SuitabilityForm | None
) -> HttpResponse:
    now, declined = newest_of_each(looks), declined_by(request.actor, person.pk).get(NoTo.VIDEO.value)
    context = {
        "form": form,
        "now": now,
        "before": [each for each in looks if each not in now],
        "lent": [each for each in equipment_of(request.actor, person) if each.is_out and each.kind in TO_MEET_WITH],
        "declined": declined,
        "unwished": against_their_wish(visits_ahead(request.actor, person), now, no_video=declined is not None),
        **file_frame(request.actor, person, current="contacts"),
    }
    return render(request, "visits/suitability.html", context)
