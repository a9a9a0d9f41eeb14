"""What a client sees at their own door, for their worker: through the client's own narrow login, and recorded."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.base.actor import Actor, client
from keyworker.base.context import reading
from keyworker.cases.models import Case
from keyworker.people.actions import look_as_they_see_it
from keyworker.people.models import THEIR_OWN, Person, PortalAccount
from keyworker.people.pages import file_frame
from keyworker.portal.client import seen_at_home, seen_of_file

NEEDS = Permission.PORTAL_MANAGE


@page(needs=NEEDS)
@require_POST
def as_they_see_it(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A picture to look at: nothing on it can be pressed. Every look is in the trail, under the worker's name.

    Only of what the worker reads anyhow: not where another team works with the person too, and never what they
    complained of, for it may be about this very worker, nor who opened the file, which is the trail's.
    """
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=NEEDS)
        held = rows(PortalAccount, actor=request.actor, needs=NEEDS).filter(THEIR_OWN, person=person)
        account = held.first()
    if account is None:
        return redirect("workspace:own_door", person_id)
    me = client(agency_id=account.agency_id, account_id=account.pk, person_id=person.pk)
    if _programs(me, person) - _programs(request.actor, person):
        messages.error(request, _("Another team works with them, too. Look at their page together with them."))
        return redirect("workspace:own_door", person_id)
    look_as_they_see_it(actor=request.actor, account=account)
    with reading(me):
        home = render_to_string("portal/home.html#body", {**seen_at_home(me), "complaints": []})
        on = timezone.localdate()
        file = render_to_string("portal/file.html#body", {**seen_of_file(me, on=on), "lookers": None})
    with reading(request.actor):
        context = {
            **file_frame(request.actor, person, current="safety"),
            "seen": [mark_safe(home), mark_safe(file)],  # noqa: S308 - our own templates, which escape what people wrote
        }
        return render(request, "portal/as_they_see_it.html", context)


def _programs(actor: Actor, person: Person) -> set[UUID]:
    """The programs of whose work with the person somebody reads."""
    with reading(actor):
        cases = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(person=person)
        return set(cases.values_list("program_id", flat=True))
