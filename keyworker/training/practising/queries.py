"""What the page of practice agencies shows: the one that lives, and what became of the last ones."""

from dataclasses import dataclass
from datetime import datetime

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.training.models import PracticeAgency
from keyworker.training.practising.actions import NEEDS
from keyworker.training.practising.rules import AT_WORK, LIVE, is_over, may_enter, stands_still

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """One practice agency. `ready`: it may be stepped into; `over`: it is being thrown away."""

    practice: PracticeAgency
    now: datetime

    @property
    def at_work(self) -> bool:
        return self.practice.state in AT_WORK and not self.still

    @property
    def still(self) -> bool:
        return stands_still(self.practice.state, self.practice.moved_at, self.now)

    @property
    def ready(self) -> bool:
        return bool(may_enter(self.practice.state, self.practice.ends_at, self.now))

    @property
    def over(self) -> bool:
        return is_over(self.practice.state, self.practice.ends_at, self.practice.moved_at, self.now)

    @property
    def percent(self) -> int:
        return min(99, 100 * self.practice.done // self.practice.whole) if self.practice.whole else 0


def live_practice(actor: Actor) -> Standing | None:
    """The one of the actor's agency, if there is one."""
    mine = rows(PracticeAgency, actor=actor, needs=Permission.AGENCY_VIEW).filter(state__in=LIVE)
    found = mine.select_related("asked_by").first()
    return Standing(found, clock.now()) if found else None


def past_practices(actor: Actor) -> list[PracticeAgency]:
    """The last ones that are no more, the newest first."""
    mine = rows(PracticeAgency, actor=actor, needs=NEEDS).exclude(state__in=LIVE).select_related("asked_by")
    return list(mine.order_by("-created_at", "-id")[:SHOWN])


def practices_to_throw_away(actor: Actor) -> list[PracticeAgency]:
    """Those whose time is up, that failed, or that nobody makes any more."""
    now = clock.now()
    mine = rows(PracticeAgency, actor=actor, needs=NEEDS).filter(gone_at=None)
    return [each for each in mine if is_over(each.state, each.ends_at, each.moved_at, now)]
