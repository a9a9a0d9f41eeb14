"""A reminder and a text are seen with the file they belong to; a text that came in by those who look at such.

The jobs that send and take in see those of their agency.
"""

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.sight import NOBODY, Authority, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.notices.models import Notice, TextMessage, TextReceived
from keyworker.people.policy import granted, in_care

policy(Notice)(in_care())
policy(TextMessage)(in_care())


@policy(TextReceived)
def texts_received(actor: Actor, authority: Authority) -> Q:
    """Whoever looks at texts in a program sees the agency's; what came from a shelter's number, who does so there."""
    if authority.permission is not Permission.TEXT_TRIAGE:
        return NOBODY
    if actor.kind is ActorKind.JOB:
        return Q()
    return Q(program=None) | Q(program_id__in=granted(authority))
