"""Assessments, and what they found, are seen by the care team in their program and by its supervisor."""

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.policy import whole_agency
from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, policy
from keyworker.assessment.models import (
    AgencyCriticalItem,
    Assessment,
    AssessmentRule,
    CriticalAnswer,
    Need,
    ReadingHours,
    SetLevel,
    Strength,
)
from keyworker.base.actor import Actor
from keyworker.people.policy import granted, in_care
from keyworker.tasks.policy import asks_for_tasks

for _model in (CriticalAnswer, Need, SetLevel, Strength):
    policy(_model)(in_care())
asks_for_tasks(Assessment, AssessmentRule, read_with=Permission.ASSESSMENT_VIEW)
policy(AgencyCriticalItem)(whole_agency)


@policy(Assessment)
def assessments(actor: Actor, authority: Authority) -> Q:
    """As all of the file; the client sees what they were asked to answer alone, and nothing that was noted of them."""
    found = in_care()(actor, authority)
    return found & Q(asked_of_client=True) if authority.reach is Reach.OWN else found


@policy(ReadingHours)
@policy(AssessmentRule)
def practice(actor: Actor, authority: Authority) -> Q:
    """Set for the programs of the grant; whoever assesses may know what is due."""
    if authority.permission is not Permission.ASSESSMENT_RULES:
        return NOBODY if authority.reach is Reach.OWN else Q()
    return Q(program_id__in=granted(authority)) if authority.reach is Reach.PROGRAM else Q()
