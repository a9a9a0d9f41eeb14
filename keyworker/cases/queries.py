"""Caseloads and lists of cases."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.access.worded import worded
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock, keyset
from keyworker.base.actor import Actor
from keyworker.base.models import Record
from keyworker.cases.models import Absence, Case, CaseStatus, DutyTurn
from keyworker.people.models import CareTeamMember, Denial, HouseholdMember, Person

Cursor = tuple[datetime, UUID]
NAMED: dict[str, type[Record]] = {"person": Person, "program": Program, "owner": Staff}
MOST_ON_A_TEAM = 100
MOST_STOOD_IN = 200


def caseload(actor: Actor) -> "QuerySet[Case]":
    """The worker's own open cases, by next step; one index range."""
    return _carried_by(actor, {actor.staff_id})


def stood_in_for(actor: Actor, day: date) -> list[Case]:
    """Open cases of colleagues who are away on that day and whom the worker stands in for. At most two queries."""
    places = set(_away(actor, day))
    if not places:
        return []
    found = _carried_by(actor, {staff_id for staff_id, _program in places}).select_related("owner")
    return [case for case in found[:MOST_STOOD_IN] if (case.owner_id, case.program_id) in places]


@worded(Person)
def _away(actor: Actor, day: date) -> "QuerySet[Absence, tuple[UUID, UUID]]":
    why = "whose case manager is away is looked after by somebody"
    away = facts(Absence, because=why).filter(cover=actor.id, begun_at__isnull=False, ended_at=None)
    return away.filter(from_on__lte=day, until_on__gte=day).values_list("staff_id", "program_id")


@worded(Case)
def first_of_caseload(actor: Actor, size: int) -> "QuerySet[Case]":
    """The beginning of the worker's caseload."""
    return caseload(actor)[:size]


def _carried_by(actor: Actor, owners: set[UUID]) -> "QuerySet[Case]":
    found = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(owner_id__in=owners, status=CaseStatus.ACTIVE)
    return found.select_related("person", "program").order_by("next_step_on", "id")


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
    # One range of an index, then who by key: joined at once, PostgreSQL gathers everybody of every case and sorts.
    why = "a case in a list is shown with whom it is about and who has it"
    named = [Prefetch(column, queryset=facts(model, because=why)) for column, model in NAMED.items()]
    return list(found.order_by("-opened_at", "-id").prefetch_related(*named)[: size + 1])


def cases_of(actor: Actor, person: Person, *, needs: Permission = Permission.CASE_VIEW) -> list[Case]:
    """The person's cases that the actor may see, or do `needs` in, open ones first."""
    found = rows(Case, actor=actor, needs=needs).filter(person=person)
    return list(found.select_related("program", "owner").order_by("status", "-opened_at"))


def case(actor: Actor, case_id: UUID | str) -> Case:
    """One case with what its pages always show."""
    return require(Case, case_id, actor=actor, needs=Permission.CASE_VIEW, join=("person", "program", "owner"))


def rota(actor: Actor, *, today: date) -> list[DutyTurn]:
    """Turns of today and later in the programs the actor oversees, by program and first day."""
    found = rows(DutyTurn, actor=actor, needs=Permission.CASELOAD_OVERSEE).filter(ended_at=None, until_on__gte=today)
    return list(found.select_related("program", "staff").order_by("program__name", "from_on", "created_at")[:200])


def care_team(actor: Actor, person: Person) -> list[CareTeamMember]:
    """Live places on the person's care team, in the programs whose file the actor may open; oldest first."""
    team = rows(CareTeamMember, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person)
    live = team.filter(Q(until=None) | Q(until__gt=clock.now())).select_related("staff", "program")
    return list(live.order_by("program__name", "since", "id")[:MOST_ON_A_TEAM])


def kept_out(actor: Actor, person: Person) -> list[Denial]:
    """Who must not see the file, as far as the actor may know."""
    found = rows(Denial, actor=actor, needs=Permission.CARE_TEAM_MANAGE).filter(person=person, lifted_at=None)
    return list(found.select_related("staff").order_by("created_at", "id")[:MOST_ON_A_TEAM])


def managed_programs(actor: Actor, person: Person) -> list[Program]:
    """The programs that serve the person and whose care team the actor manages."""
    served = rows(CareTeamMember, actor=actor, needs=Permission.CARE_TEAM_MANAGE).filter(person=person)
    found = rows(Program, actor=actor, needs=Permission.CARE_TEAM_MANAGE)
    return list(found.filter(pk__in=served.values("program_id")).order_by("name"))


def colleagues(actor: Actor) -> dict[str, str]:
    """Everybody who works here, by name: key → name."""
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(ended_at=None)
    return {str(key): name for key, name in found.order_by("name", "id").values_list("pk", "name")}


def places_for_the_cases_sake(case: Case) -> "QuerySet[CareTeamMember]":
    """The case manager's live places with those the person lives with: they see them for this case's sake.

    Not with somebody who has an open case of their own in the program, and so a case manager of their own.
    """
    why = "a case manager sees the family for as long as they have the case"
    now, walls = clock.now(), Q(sealed_in=None) | Q(sealed_in=case.program_id)
    homes = facts(HouseholdMember, because=why).filter(walls, person=case.person_id, until=None)
    family = facts(HouseholdMember, because=why).filter(walls, household__in=homes.values("household"), until=None)
    own_case = facts(Case, because=why).filter(
        person=OuterRef("person"), program=case.program_id, status=CaseStatus.ACTIVE
    )
    return facts(CareTeamMember, because=why).filter(
        Q(until=None) | Q(until__gt=now),
        ~Exists(own_case),
        person__in=family.exclude(person=case.person_id).values("person"),
        program=case.program_id,
        staff=case.owner_id,
        emergency=False,
    )
