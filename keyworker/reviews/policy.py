"""Reviews, closings and follow-ups are seen with the file they belong to; a program's own rules by who sets them."""

from django.db.models import Exists, OuterRef, Q

from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.policy import EVERYTHING
from keyworker.access.roles import Reach, Role
from keyworker.access.sight import NOBODY, Authority, facts, policy
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.people.denying import kept_from
from keyworker.people.policy import granted, in_care, in_the_open
from keyworker.reviews.models import (
    Closure,
    Complaint,
    ExitPlan,
    Feedback,
    FollowUp,
    GoalReview,
    Idea,
    Indicator,
    IndicatorReading,
    PlanReview,
    ReferralAfter,
    ReviewRules,
    RiskReview,
)
from keyworker.tasks.policy import asks_for_tasks

for _model in (
    PlanReview, GoalReview, RiskReview, ExitPlan, Closure, FollowUp, ReferralAfter, IndicatorReading,
):  # fmt: skip
    policy(_model)(in_care())
asks_for_tasks(PlanReview, Closure, FollowUp, read_with=Permission.REVIEW_VIEW)


@policy(Feedback)
@policy(Idea)
def voices(actor: Actor, authority: Authority) -> Q:
    """What was thought of a program is read by those who supervise it."""
    if authority.permission is not Permission.FEEDBACK_VIEW or authority.reach is not Reach.PROGRAM:
        return NOBODY
    return Q(program_id__in=granted(authority))


@policy(Complaint)
def complaints(actor: Actor, authority: Authority) -> Q:
    """The client reads their own; supervisors handle those of their programs, never one about themselves.

    Who wrote one down reads what came of it, to pass it on. An administrator sees those about a supervisor, whom their
    like should not have to judge, and what no supervisor may read; of a sealed program only that.
    """
    if authority.reach is Reach.OWN and authority.permission is Permission.COMPLAINT_VIEW:
        return in_care()(actor, authority)
    of_others = Q(about=None) | ~Q(about=actor.id)
    if authority.permission is Permission.COMPLAINT_LEAVE and actor.kind is ActorKind.STAFF:
        return Q(taken_by=actor.id) & of_others & in_care()(actor, authority)
    if authority.permission is not Permission.COMPLAINT_HANDLE:
        return NOBODY
    if authority.reach is Reach.PROGRAM:
        return Q(program_id__in=granted(authority)) & of_others
    supervisors = facts(Grant, because="a complaint about a supervisor goes to an administrator").filter(
        role=Role.SUPERVISOR.value, revoked_at=None
    )
    about_one = in_the_open() & Q(about__in=supervisors.values("staff"))
    by_name = Q(program=OuterRef("program"))
    nobody = ~in_the_open() & _nobody_reads(by_name) | in_the_open() & _nobody_reads(by_name | Q(program=None))
    return of_others & (Q(handler=actor.id) | about_one | nobody)


def _nobody_reads(there: Q) -> Q:
    """Complaints no supervisor may read: none leads `there`, it is about the only one, or they are kept out."""
    kept_out = Q(staff_id__in=kept_from(OuterRef(OuterRef("person"))))  # they read no complaint of theirs
    inside = facts(Grant, because="a complaint that no supervisor may read goes to an administrator").filter(
        there, Q(staff__ended_at=None), ~kept_out, role=Role.SUPERVISOR.value, revoked_at=None,
        since__lte=clock.now(),
    )  # fmt: skip
    others = inside.filter(~Q(staff=OuterRef("about")))
    return Q(about=None) & ~Q(Exists(inside)) | Q(about__isnull=False) & ~Q(Exists(others))


@policy(ReviewRules)
@policy(Indicator)
def practice(actor: Actor, authority: Authority) -> Q:
    """Whoever sets how a program looks back. On a case they are read as facts."""
    return EVERYTHING if authority.permission is Permission.REVIEW_RULES else NOBODY
