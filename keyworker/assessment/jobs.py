"""Looks each night which assessments are due, agency by agency."""

from keyworker.access import doors
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.assessment.actions import plan_due
from keyworker.assessment.models import AssessmentRule
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.jobs import every

JOB = "assessment-due"


@every("10 4 * * *", "assessment.plan_due")
def plan_what_is_due(timestamp: int) -> None:
    """What was finished plans its next time itself; this plans the first times, and what a new rule asks for."""
    for agency_id in doors.every_agency():
        actor = actors.job(JOB, agency_id=agency_id)
        with reading(actor):
            rules = list(rows(AssessmentRule, actor=actor, needs=Permission.ASSESSMENT_RULES).filter(ended_at=None))
        for rule in rules:
            while plan_due(actor=actor, rule=rule):
                pass
