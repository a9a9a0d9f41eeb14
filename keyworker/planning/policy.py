"""Plans are seen by the care team in the plan's program, by its supervisor, and by the person themselves.

Templates are about nobody: whoever plans in a program sees its own, and the administrator all of them.
"""

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.policy import whole_agency
from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, policy
from keyworker.base.actor import Actor
from keyworker.people.policy import granted, in_care
from keyworker.planning.models import ActionStep, Goal, GoalReading, PlanSignature, PlanTemplate, ServicePlan
from keyworker.tasks.policy import asks_for_tasks

for _model in (ServicePlan, Goal, GoalReading, ActionStep, PlanSignature):
    policy(_model)(in_care())
asks_for_tasks(ServicePlan, ActionStep, read_with=Permission.PLAN_VIEW)


@policy(PlanTemplate)
def templates(actor: Actor, authority: Authority) -> Q:
    if authority.reach is Reach.OWN:
        return NOBODY
    if authority.permission is Permission.AGENCY_MANAGE:
        return whole_agency(actor, authority)
    return Q(program_id__in=granted(authority))
