"""Cases are seen by the care team in the case's program, and above it by the program's supervisor."""

from django.db.models import Q

from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.cases.models import Absence, Assignment, Case, CaseNumber, DutyTurn
from keyworker.people.policy import granted, in_care

policy(Case)(in_care())
policy(Assignment)(in_care())
policy(CaseNumber)(lambda actor, authority: NOBODY)


@policy(Absence)
@policy(DutyTurn)
def rotas(actor: Actor, authority: Authority) -> Q:
    """Who oversees a program sees its rota and who is away; the rest learn by whom their task is taken on."""
    if authority.reach is Reach.PROGRAM:
        return Q(program_id__in=granted(authority))
    return Q() if actor.kind is ActorKind.JOB else NOBODY
