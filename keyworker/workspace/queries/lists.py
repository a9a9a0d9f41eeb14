"""The worker's own caseload, page by page."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Program
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.cases.queries import caseload

PAGE = 50
Cursor = tuple[date | None, UUID]


def my_cases(actor: Actor, *, program: str = "", step: str = "", after: Cursor | None = None) -> list[Case]:
    """A page of the worker's open cases, the nearest next step first, those without one last; one row to spare."""
    found = caseload(actor)
    if program:
        found = found.filter(program_id=program)
    if step:
        found = found.filter(step=step)
    if after is not None:
        found = found.filter(_beyond(*after))
    return list(found[: PAGE + 1])


def _beyond(on: date | None, key: UUID) -> Q:
    if on is None:
        return Q(next_step_on=None, id__gt=key)
    return keyset.after("next_step_on", on, key) | Q(next_step_on=None)


def programs(actor: Actor, needs: Permission) -> list[Program]:
    """The programs whose cases the actor can choose between."""
    return list(rows(Program, actor=actor, needs=needs).filter(closed_at=None).order_by("name"))
