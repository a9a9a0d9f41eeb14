"""Where the actor works: the agency's name and clock, and their own name there. Read once a transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Subquery

from keyworker.access.sight import facts
from keyworker.agencies.models import Agency, Staff
from keyworker.base import clock, context
from keyworker.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Workplace:
    """The agency of the open context, and the member of staff who is looking (empty words for anybody else)."""

    agency: Agency
    name: str
    job_title: str

    @property
    def now(self) -> datetime:
        """This moment on the agency's clock."""
        return clock.now().astimezone(ZoneInfo(self.agency.time_zone))

    @property
    def today(self) -> date:
        """The calendar day where the agency works."""
        return clock.today(self.agency.time_zone)


def workplace(actor: Actor) -> Workplace:
    """One query a transaction, however often a page asks."""
    memo = context.current().memo
    if "workplace" not in memo:
        memo["workplace"] = _look_up(actor)
    found: Workplace = memo["workplace"]
    return found


def _look_up(actor: Actor) -> Workplace:
    me = facts(Staff, because="the page names the signed-in worker").filter(pk__in=[actor.id] if actor.id else [])
    agency = facts(Agency, because="the page names the worker's own agency").annotate(
        my_name=Subquery(me.values("name")[:1]), my_title=Subquery(me.values("job_title")[:1])
    )
    found = agency.get()
    return Workplace(found, found.my_name or "", found.my_title or "")
