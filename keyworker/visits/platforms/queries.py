"""The link of a visit on another company's platform, for whoever may open it now."""

from datetime import date, datetime

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.consent.models import Authority, Consent, Purpose
from keyworker.visits.models import Visit
from keyworker.visits.platforms.rules import still_leads_there
from keyworker.visits.practice.words import THROUGH_ANOTHER
from keyworker.visits.rooms.queries import is_unwished
from keyworker.visits.rooms.rules import EARLIEST, LINK_OUTLIVES


def leads_there(visit: Visit) -> bool:
    """Whether the visit's program meets there yet, where its link leads."""
    program = visit.program
    return still_leads_there(visit.platform, visit.link, platform=program.platform, hosts=program.platform_hosts)


def link_for_worker(visit: Visit) -> str:
    """The link, while the visit is planned; empty once the program meets there no more or they do not want it."""
    if not (visit.is_elsewhere and visit.is_planned and leads_there(visit)):
        return ""
    return "" if is_unwished(visit) else visit.link or ""


def link_for_them(actor: Actor, visit: Visit, *, now: datetime, today: date) -> str:
    """The link as it stands on their own page: near its time, and after their yes to this company. One query then."""
    near = visit.starts_at - EARLIEST <= now <= visit.ends_at + LINK_OUTLIVES
    if not (visit.is_elsewhere and visit.is_planned and near and leads_there(visit)):
        return ""
    agreed = rows(Consent, actor=actor, needs=Permission.CONSENT_VIEW).filter(
        person=visit.person_id, program=visit.program_id, purpose=Purpose.VIRTUAL, recipient=visit.platform,
        text_version=THROUGH_ANOTHER, authority=Authority.SELF, withdrawn_at=None,
        given_on__lte=today, expires_on__gte=today,
    )  # fmt: skip
    return visit.link or "" if agreed.exists() else ""
