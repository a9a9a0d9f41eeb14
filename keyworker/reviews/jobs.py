"""Looks each night which reviews are due sooner than planned, agency by agency."""

from keyworker.access import doors
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Program
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.jobs import every
from keyworker.reviews.actions import bring_reviews_forward

JOB = "reviews-due"


@every("25 4 * * *", "reviews.plan_due")
def plan_reviews_that_are_due(timestamp: int) -> None:
    """A risk that was found to be high yesterday brings the next review forward today."""
    for agency_id in doors.every_agency():
        actor = actors.job(JOB, agency_id=agency_id)
        with reading(actor):
            programs = list(
                rows(Program, actor=actor, needs=Permission.REVIEW_RULES).filter(
                    closed_at=None, review_rules__isnull=False
                )
            )
        for program in programs:
            while bring_reviews_forward(actor=actor, program=program):
                pass
