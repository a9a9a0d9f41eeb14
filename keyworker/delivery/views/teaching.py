"""The page of what was explained to a person: what they said back, what is to be gone through again, and the form."""

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
from keyworker.base.languages import NAMES
from keyworker.cases.queries import cases_of
from keyworker.delivery import teaching
from keyworker.delivery.actions import give_education
from keyworker.delivery.forms import EducationForm
from keyworker.delivery.models import EducationGiven
from keyworker.people.models import Person
from keyworker.people.pages import file_frame


@page(needs=Permission.CONTACT_VIEW)
def education(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        given = teaching.education_of(request.actor, person)
        cases, earlier = cases_of(request.actor, person, needs=Permission.CONTACT_RECORD), teaching.to_repeat(given)
        form = EducationForm(request.POST or None, cases=cases, person=person, earlier=earlier)
        if not may(request.actor, Permission.CONTACT_RECORD) or not form.is_valid():
            return _page(request, person, given, form)
    try:
        give_education(actor=request.actor, case=form.case, taught=form.taught())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, person, given, form)
    messages.success(request, _("It is in the file, with what they said."))
    return redirect("delivery:education", person_id)


def _page(request: StaffRequest, person: Person, given: list[EducationGiven], form: EducationForm) -> HttpResponse:
    waiting = {each.pk for each in teaching.to_repeat(given)}
    writes = may(request.actor, Permission.CONTACT_RECORD) and bool(form.cases)
    context = {
        "given": [(each, NAMES.get(each.language, each.language), each.pk in waiting) for each in given],
        "form": form if writes else None,
        **file_frame(request.actor, person, current="contacts"),
    }
    return render(request, "delivery/education.html", context)
