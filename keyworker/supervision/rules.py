"""When an open case needs its supervisor: nobody may fall through."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Concern(StrEnum):
    """Why a case stands on the supervisor's page, the most pressing first."""

    OWNER_LEFT = "owner-left"
    OWNER_DENIED = "owner-denied"
    OWNER_WITHOUT_ROLE = "owner-without-role"
    NO_NEXT_STEP = "no-next-step"
    OVERDUE = "overdue"
    SILENT = "silent"


IN_WORDS: dict[Concern, str | Promise] = {
    Concern.OWNER_LEFT: _("Its case manager no longer works here"),
    Concern.OWNER_DENIED: _("Its case manager may not see this file: choose another"),
    Concern.OWNER_WITHOUT_ROLE: _("Its case manager has no role in the program any more"),
    Concern.NO_NEXT_STEP: _("No next step"),
    Concern.OVERDUE: _("The next step is late"),
    Concern.SILENT: _("Nobody was in touch for too long"),
}
URGENT = frozenset({Concern.OWNER_LEFT, Concern.OWNER_DENIED, Concern.OWNER_WITHOUT_ROLE, Concern.NO_NEXT_STEP})


@dataclass(frozen=True, slots=True)
class Standing:
    """What is asked of an open case. `quiet_since` is the last contact, or the opening when there was none."""

    owner_left: bool
    owner_denied: bool
    owner_has_role: bool
    next_step_on: date | None
    quiet_since: date
    silence_limit_days: int


def concerns(case: Standing, *, today: date) -> list[Concern]:
    """Every reason to look at the case; empty when all is well."""
    found: list[Concern] = []
    if case.owner_left:
        found.append(Concern.OWNER_LEFT)
    elif case.owner_denied:
        found.append(Concern.OWNER_DENIED)
    elif not case.owner_has_role:
        found.append(Concern.OWNER_WITHOUT_ROLE)
    if case.next_step_on is None:
        found.append(Concern.NO_NEXT_STEP)
    elif case.next_step_on < today:
        found.append(Concern.OVERDUE)
    if case.quiet_since < today - timedelta(days=case.silence_limit_days):
        found.append(Concern.SILENT)
    return found
