"""Where the actor works: the agency's name and clock, and their own name there. Read once a transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from keyworker.access.here import here
from keyworker.agencies.models import Agency
from keyworker.base import clock
from keyworker.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Workplace:
    """The agency of the open context, and the member of staff who is looking (empty words for anybody else)."""

    agency: Agency
    name: str
    job_title: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.agency.time_zone)

    @property
    def now(self) -> datetime:
        """This moment on the agency's clock."""
        return clock.now().astimezone(self.zone)

    @property
    def today(self) -> date:
        """The calendar day where the agency works."""
        return clock.today(self.agency.time_zone)


def workplace(actor: Actor) -> Workplace:
    """One query a transaction, however often a page asks."""
    found = here(actor)
    return Workplace(found.agency, found.name, found.job_title)
