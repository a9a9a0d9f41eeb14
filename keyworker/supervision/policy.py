"""A declaration is read by whoever made it, and by those who oversee its program; by nobody else."""

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.people.policy import granted
from keyworker.supervision.models import Declaration


@policy(Declaration)
def declarations(actor: Actor, authority: Authority) -> Q:
    """One's own as a colleague; the team's to oversee, never one's own among them."""
    if actor.kind is not ActorKind.STAFF or actor.id is None:
        return NOBODY
    if authority.permission is Permission.STAFF_VIEW:
        return Q(by_id=actor.id)
    if authority.permission is Permission.CASELOAD_OVERSEE and authority.reach is Reach.PROGRAM:
        return Q(program__in=granted(authority)) & ~Q(by_id=actor.id)
    return NOBODY
