"""Assessments, and what they found, are seen by the care team in their programme and by its supervisor."""

from keyworker.access.policy import whole_agency
from keyworker.access.sight import policy
from keyworker.assessment.models import AgencyCriticalItem, Assessment, CriticalAnswer, Need, Strength
from keyworker.people.policy import in_care

for _model in (Assessment, CriticalAnswer, Need, Strength):
    policy(_model)(in_care())
policy(AgencyCriticalItem)(whole_agency)
