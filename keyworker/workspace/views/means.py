"""What a person is entitled to, what stands in the way, and what there is to spend: one page of the file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.access.workplace import workplace
from keyworker.delivery.means import benefits_of
from keyworker.delivery.purses import budgets_of, equipment_of
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.referrals.advocacy import advocacy_of


@page(needs=Permission.CONTACT_VIEW)
@require_safe
def means(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    person = require(Person, person_id, actor=actor, needs=Permission.PERSON_VIEW)
    today = workplace(actor).today
    context = {
        "benefits": benefits_of(actor, person, today=today),
        "fights": advocacy_of(actor, person, today=today),
        "budgets": budgets_of(actor, person, today=today),
        "things": equipment_of(actor, person),
        "today": today,
        "may_record": may(actor, Permission.CONTACT_RECORD),
        "more": [{"title": "", "links": _more(person)}],
        **file_frame(actor, person, current="means"),
    }
    return render(request, "workspace/means.html", context)


def _more(person: Person) -> list[dict[str, str]]:
    """What else is written down here, in the order of the page."""
    named = (
        (_("Something stands in the way"), "referrals:new_advocacy"),
        (_("Set a budget"), "delivery:new_budget"),
        (_("Lend or give something"), "delivery:new_equipment"),
    )
    return [{"text": text, "href": address(name, person.pk)} for text, name in named]
