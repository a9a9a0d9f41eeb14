"""What every page shows around its content: agency, who is signed in, the ways they may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, may
from keyworker.agencies.models import Agency, Staff
from keyworker.base import context
from keyworker.base.actor import ActorKind

NAVIGATION = (
    (_("My day"), "workspace:my_day", Permission.CASE_VIEW),
    (_("Referrals in"), "intake:queue", Permission.REFERRAL_VIEW),
    (_("Caseload"), "workspace:caseload", Permission.CASE_VIEW),
    (_("All cases"), "workspace:cases", Permission.CASELOAD_OVERSEE),
    (_("Supervision"), "supervision:overview", Permission.CASELOAD_OVERSEE),
    (_("Figures"), "insight:figures", Permission.FIGURES_VIEW),
    (_("Directory"), "directory:services", Permission.DIRECTORY_VIEW),
    (_("Trail"), "workspace:trail", Permission.AUDIT_VIEW),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Context of the page shell. Costs one query (agency and staff together), within the page's own transaction."""
    found: dict[str, Any] = {
        "demo": settings.DEMO,
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "theme": request.COOKIES.get("theme", "") if request.COOKIES.get("theme") in {"light", "dark"} else "",
    }
    actor = getattr(request, "actor", None)
    if actor is None or actor.kind is not ActorKind.STAFF or not context.is_open():
        return found
    agency = facts(Agency, because="the page shell names the worker's own agency").first()
    member = facts(Staff, because="the page shell names the signed-in worker").filter(pk=actor.id).first()
    found["agency"], found["agency_name"], found["me"] = agency, agency.name if agency else "", member
    found["can_search"] = may(actor, Permission.PERSON_INDEX)
    found["nav_items"] = [
        {"text": text, "href": reverse(name), "current": request.path == reverse(name)}
        for text, name, needs in NAVIGATION
        if may(actor, needs)
    ]
    return found
