"""Templates as they are offered: to begin a plan with, and to be set up."""

from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.planning.models import PlanTemplate

MOST = 50
MANAGE = Permission.AGENCY_MANAGE


def templates_for(actor: Actor, case: Case) -> list[PlanTemplate]:
    """What a plan of this case can begin with, by title. One query."""
    found = rows(PlanTemplate, actor=actor, needs=Permission.PLAN_WRITE).filter(program=case.program_id, ended_at=None)
    return list(found.order_by("title", "id")[:MOST])


def programs_with_templates(actor: Actor) -> set[UUID]:
    """Programs whose plans begin with a choice. One query."""
    found = rows(PlanTemplate, actor=actor, needs=Permission.PLAN_WRITE).filter(ended_at=None)
    return set(found.values_list("program_id", flat=True).distinct())


def program_to_set_up(actor: Actor, program_id: UUID) -> Program:
    return require(Program, program_id, actor=actor, needs=MANAGE)


def templates_of(actor: Actor, program: Program) -> list[PlanTemplate]:
    """A program's templates, those in use first. One query."""
    found = rows(PlanTemplate, actor=actor, needs=MANAGE).filter(program=program).select_related("changed_by")
    return list(found.order_by("-ended_at", "title", "id")[:MOST])


def template_to_set_up(actor: Actor, template_id: UUID) -> PlanTemplate:
    return require(PlanTemplate, template_id, actor=actor, needs=MANAGE, join=("program", "changed_by"))
