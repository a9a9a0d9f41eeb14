"""Plans are seen by the care team in the plan's program, by its supervisor, and by the person themselves."""

from keyworker.access.sight import policy
from keyworker.people.policy import in_care
from keyworker.planning.models import ActionStep, Goal, GoalReading, PlanSignature, ServicePlan

for _model in (ServicePlan, Goal, GoalReading, ActionStep, PlanSignature):
    policy(_model)(in_care())
