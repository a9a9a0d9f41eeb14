"""The page of one person's groups: where they have a place or wait for one, and how it was; nobody else is named."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.cases.queries import cases_of
from keyworker.delivery import grouped
from keyworker.delivery.actions import join_group
from keyworker.delivery.forms import JoinForm
from keyworker.delivery.models import ClientGroup
from keyworker.delivery.views.answering import form_page
from keyworker.people.models import Person


@page(needs=Permission.CONTACT_VIEW)
def of_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Their groups, and a form to put them into one."""
    actor = request.actor
    with reading(actor):
        person = require(Person, person_id, actor=actor, needs=Permission.PERSON_VIEW)
        cases = cases_of(actor, person)
        offered = grouped.groups_to_join(actor, cases) if may(actor, Permission.CONTACT_RECORD) else []
        form = _form(request, offered)
        if not offered or not form.is_valid():
            return _page(request, person, form if offered else None)
    said = form.cleaned_data
    chosen = next(each for each in offered if str(each.pk) == said["chosen"])
    case = _case_in(cases, chosen)
    asked = {"since": said["since"], "name_at_door": said["name_at_door"]}
    try:
        place = join_group(actor=actor, group=chosen, case=case, **asked)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(actor):
            return _page(request, person, form)
    told = _("They are in the group.") if place.since else _("The group is full. They wait for a place.")
    messages.success(request, told)
    return redirect("delivery:groups_of", person_id)


def _form(request: StaffRequest, offered: list[ClientGroup]) -> JoinForm:
    choices = [(str(each.pk), each.name) for each in offered]
    return JoinForm(request.POST or None, label=_("Which group?"), choices=choices)


def _case_in(cases: list[Case], group: ClientGroup) -> Case:
    return next(case for case in cases if case.is_open and case.program_id == group.program_id)


def _page(request: StaffRequest, person: Person, form: JoinForm | None) -> HttpResponse:
    return form_page(
        request,
        "delivery/groups_of.html",
        person,
        form,
        tab="contacts",
        places=grouped.places_of(request.actor, person),
        attended=grouped.attended_by(request.actor, person),
    )
