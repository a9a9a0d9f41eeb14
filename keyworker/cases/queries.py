"""Caseloads and lists of cases."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.agencies.models import Program
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus, DutyTurn
from keyworker.people.models import Person

Cursor = tuple[datetime, UUID]


def caseload(actor: Actor) -> "QuerySet[Case]":
    """The worker's own open cases, by next step; one index range."""
    mine = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(owner_id=actor.id, status=CaseStatus.ACTIVE)
    return mine.select_related("person", "program").order_by("next_step_on", "id")


def all_cases(
    actor: Actor,
    *,
    program: Program | None = None,
    status: str = "",
    after: Cursor | None = None,
    size: int = 50,
) -> list[Case]:
    """A page of the cases the actor oversees, newest first, by cursor; one row more than `size` when there is more."""
    found = rows(Case, actor=actor, needs=Permission.CASELOAD_OVERSEE)
    if program is not None:
        found = found.filter(program=program)
    if status:
        found = found.filter(status=status)
    if after is not None:
        at, key = after
        found = found.filter(keyset.before("opened_at", at, key))
    # First which, then who: joined at once, PostgreSQL gathers people and staff for every case before it sorts.
    keys = list(found.order_by("-opened_at", "-id").values_list("pk", flat=True)[: size + 1])
    page = rows(Case, actor=actor, needs=Permission.CASELOAD_OVERSEE).filter(pk__in=keys)
    return list(page.select_related("person", "program", "owner").order_by("-opened_at", "-id"))


def cases_of(actor: Actor, person: Person) -> list[Case]:
    """The person's cases that the actor may see, open ones first."""
    found = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(person=person)
    return list(found.select_related("program", "owner").order_by("status", "-opened_at"))


def case(actor: Actor, case_id: UUID | str) -> Case:
    """One case with what its pages always show."""
    return require(Case, case_id, actor=actor, needs=Permission.CASE_VIEW, join=("person", "program", "owner"))


def rota(actor: Actor, *, today: date) -> list[DutyTurn]:
    """Turns of today and later in the programmes the actor oversees, by programme and first day."""
    found = rows(DutyTurn, actor=actor, needs=Permission.CASELOAD_OVERSEE).filter(ended_at=None, until_on__gte=today)
    return list(found.select_related("program", "staff").order_by("program__name", "from_on", "created_at")[:200])
