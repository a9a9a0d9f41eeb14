"""A worker sees what is theirs; who oversees a program sees its team's, an administrator the agency's; nobody else."""

from django.db.models import Q

from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.policy import whole_agency
from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, facts, policy
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.people.policy import granted
from keyworker.training.models import (
    Course,
    Credential,
    LessonDone,
    PracticeAgency,
    Procedure,
    ProcedureText,
    RequiredCredential,
    RequiredLesson,
)

policy(RequiredCredential)(whole_agency)
policy(PracticeAgency)(whole_agency)
policy(RequiredLesson)(whole_agency)
policy(Procedure)(whole_agency)
policy(ProcedureText)(whole_agency)


@policy(Credential)
def credentials(actor: Actor, authority: Authority) -> Q:
    return _of_whom(actor, authority)


@policy(Course)
def courses(actor: Actor, authority: Authority) -> Q:
    return _of_whom(actor, authority)


@policy(LessonDone)
def lessons_done(actor: Actor, authority: Authority) -> Q:
    return _of_whom(actor, authority)


def _of_whom(actor: Actor, authority: Authority) -> Q:
    """One's own as a colleague; others' to oversee, one's own never among them: nobody vouches for themselves."""
    if authority.permission is Permission.STAFF_VIEW:
        return Q(staff_id=actor.id) if actor.kind is ActorKind.STAFF else NOBODY
    if authority.permission is not Permission.CREDENTIAL_OVERSEE:
        return NOBODY
    if actor.kind is ActorKind.JOB:
        return Q()
    return team_of(authority) & ~Q(staff_id=actor.id)


def team_of(authority: Authority, staff: str = "staff_id") -> Q:
    """Who works where the authority reaches: in its programs, by a role that lasts; for an agency everybody."""
    if authority.reach is Reach.AGENCY:
        return Q()
    roles = facts(Grant, because="a team is who works in the program").filter(
        program__in=granted(authority), revoked_at=None, since__lte=clock.now()
    )
    return Q(**{f"{staff}__in": roles.values("staff_id")})
