"""Who may see the trust floor's own rows."""

from django.db.models import Q

from keyworker.access.models import DoorKey, Grant, Receipt, RoleProposal
from keyworker.access.permissions import Permission
from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, facts, policy
from keyworker.agencies.models import Agency, Program, Site, Staff, Team
from keyworker.audit.models import AuditEvent
from keyworker.base.actor import Actor, ActorKind

EVERYTHING = Q()


def whole_agency(actor: Actor, authority: Authority) -> Q:
    """All rows of the agency: for things that are about no one in particular."""
    return EVERYTHING if authority.programs is None or authority.reach is Reach.AGENCY else NOBODY


policy(Agency)(lambda actor, authority: EVERYTHING)
policy(Staff)(whole_agency)
policy(Grant)(whole_agency)
policy(DoorKey)(whole_agency)
policy(Receipt)(lambda actor, authority: NOBODY)
policy(Site)(
    lambda actor, authority: Q(confidential=False) if authority.permission is Permission.AGENCY_VIEW else EVERYTHING
)


@policy(Program)
def programs(actor: Actor, authority: Authority) -> Q:
    """The grant's programs; the public form sees those that take referrals from anyone.

    A grant for the whole agency does its programs' work in all but the sealed ones. At their own door clients learn of
    no sealed one.
    """
    if actor.kind is ActorKind.CLIENT:
        return Q(sealed=False)
    if actor.kind is ActorKind.VISITOR:
        return Q(accepts_public_referrals=True, closed_at=None)
    if authority.reach is Reach.AGENCY:
        return EVERYTHING
    if authority.programs is None:
        return Q(sealed=False) if authority.reach is Reach.PROGRAM else EVERYTHING
    return Q(pk__in=authority.programs)


@policy(RoleProposal)
def role_proposals(actor: Actor, authority: Authority) -> Q:
    """Administrators see them all; a supervisor those of the programs they supervise. Nobody else."""
    if authority.permission is not Permission.ROLE_CONFIRM:
        return NOBODY
    if authority.reach is Reach.AGENCY:
        return EVERYTHING
    return Q(program__sealed=False) if authority.programs is None else Q(program__in=authority.programs)


@policy(Team)
def teams(actor: Actor, authority: Authority) -> Q:
    return EVERYTHING if authority.programs is None else Q(program_id__in=authority.programs)


@policy(AuditEvent)
def audit_events(actor: Actor, authority: Authority) -> Q:
    """Auditors see the agency's trail; a client sees what touches their own file, in no sealed program."""
    if authority.reach is Reach.OWN:
        unsealed = facts(Program, because="a client's own door tells nothing of a sealed program").filter(sealed=False)
        in_the_open = Q(program_id=None) | Q(program_id__in=unsealed.values("pk"))
        return Q(person_id=actor.person_id) & in_the_open if actor.person_id else NOBODY
    return whole_agency(actor, authority)
