"""What every page shows around its content: agency, who is signed in, the ways they may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from keyworker.access.addresses import address
from keyworker.access.handing_over import HANDED_OVER
from keyworker.access.middleware import is_practising
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.base import context
from keyworker.base.actor import AT_A_DOOR_OF_THEIR_OWN, Actor, ActorKind

NAVIGATION = (
    (_("My day"), "workspace:my_day", Permission.CASE_VIEW),
    (_("Calendar"), "workspace:calendar", Permission.VISIT_VIEW),
    (_("Calls"), "workspace:calls", Permission.CONTACT_RECORD),
    (_("Referrals in"), "intake:queue", Permission.REFERRAL_VIEW),
    (_("Texts"), "interop:texts", Permission.TEXT_TRIAGE),
    (_("Caseload"), "workspace:caseload", Permission.CASE_VIEW),
    (_("Groups"), "delivery:groups", Permission.CONTACT_VIEW),
    (_("All cases"), "workspace:cases", Permission.CASELOAD_OVERSEE),
    (_("Supervision"), "supervision:overview", Permission.CASELOAD_OVERSEE),
    (_("Figures"), "insight:figures", Permission.FIGURES_VIEW),
    (_("How we assess"), "assessment:practice", Permission.ASSESSMENT_RULES),
    (_("Directory"), "directory:services", Permission.DIRECTORY_VIEW),
    (_("Staff"), "workspace:staff", Permission.STAFF_MANAGE),
    (_("Forms"), "questionnaires:list", Permission.QUESTIONNAIRE_MANAGE),
    (_("Programs"), "workspace:programs", Permission.AGENCY_MANAGE),
    (_("Trail"), "workspace:trail", Permission.AUDIT_VIEW),
)
ACCOUNT = (
    (_("How I sign in"), "mfa_index", Permission.AGENCY_VIEW),
    (_("Where I am signed in"), "usersessions_list", Permission.AGENCY_VIEW),
    (_("Search notes and documents"), "workspace:words", Permission.NOTE_VIEW),
    (_("Time I spent"), "delivery:my_work", Permission.CONTACT_RECORD),
    (_("Declarations"), "supervision:declarations", Permission.REFERRAL_VIEW),
    (_("Qualifications"), "training:mine", Permission.AGENCY_VIEW),
    (_("A short tour"), "training:tour", Permission.AGENCY_VIEW),
    (_("Learning"), "training:learning", Permission.AGENCY_VIEW),
    (_("Practice agency"), "training:practice", Permission.AGENCY_VIEW),
    (_("Qualifications of the team"), "training:team", Permission.CREDENTIAL_OVERSEE),
    (_("Interpreters"), "visits:interpreters", Permission.INTERPRETER_KEEP),
    (_("Our devices"), "delivery:devices", Permission.DEVICE_KEEP),
    (_("Written down twice?"), "workspace:duplicates", Permission.PERSON_LINK),
    (_("Lists of people"), "interop:sheets", Permission.SHEET_IMPORT),
    (_("Everything we keep, to take along"), "interop:exports", Permission.EXPORT_ASK),
    (_("Papers to print"), "workspace:papers", Permission.AGENCY_VIEW),
    (_("Everything staff can do"), "workspace:everything", Permission.AGENCY_VIEW),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Context of the page shell. Costs one query, within the page's own transaction."""
    found: dict[str, Any] = {"demo": settings.DEMO, "theme": theme(request), "home_url": "/"}
    found["larger"] = request.COOKIES.get("text") == "larger"
    actor = getattr(request, "actor", None)
    if is_practising(request) or (context.is_open() and workplace(context.current().actor).agency.is_practice):
        found["practice"] = True  # whoever looks: staff, a client, a partner, a guest
    if actor is not None:
        found["second_factor_needed"] = settings.SECOND_FACTOR_REQUIRED and actor.kind is ActorKind.STAFF
        found |= {"idle_seconds": settings.SESSION_IDLE_SECONDS, "account_key": account_key(actor)}
        found["handed_over"] = request.session.get(HANDED_OVER)
    if actor is not None and actor.kind in AT_A_DOOR_OF_THEIR_OWN:
        return found | _own_door(actor)
    if actor is None or actor.kind is not ActorKind.STAFF or not _reads(actor):
        return found
    return found | _workplace(request, actor)


def _reads(actor: Actor) -> bool:
    """Whether the page is theirs: a worker may look at a guest's or a partner's page in the same browser."""
    return context.is_open() and context.current().actor == actor


def _own_door(actor: Actor) -> dict[str, Any]:
    """At a client's own door a page that goes away ends the session, and comes back to the way in."""
    return {
        "idle_seconds": settings.CLIENT_IDLE_SECONDS,
        "leave_url": address("portal:leave"),
        "way_in_url": address("portal:way_in"),
        "home_url": address("portal:home" if actor.kind is ActorKind.CLIENT else "portal:beside"),
    }


def theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""


def account_key(actor: Actor) -> str:
    """Tells one signed-in person from another without saying who they are (see keep-typing in `design`)."""
    return salted_hmac("keyworker.who", f"{actor.agency_id}{actor.id}").hexdigest()[:16]


def _workplace(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    place = workplace(actor)
    return {
        "agency": place.agency,
        "agency_name": place.agency.name,
        "account_name": place.name,
        "account_role": place.job_title,
        "step_out_url": address("training:step_out") if place.agency.is_practice else "",
        "account_links": [{"text": text, "href": address(name)} for text, name, needs in ACCOUNT if may(actor, needs)],
        "search_url": address("workspace:search") if may(actor, Permission.PERSON_INDEX) else "",
        "nav_items": [
            {"text": text, "href": href, "current": request.path == href}
            for text, name, needs in NAVIGATION
            if may(actor, needs) and (href := address(name))
        ],
    }
