"""Who may see what came in: the program it came to, for nobody is on a care team yet."""

from django.db.models import Q

from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.intake.models import (
    Admission,
    DeclineFollowUp,
    IncomingReferral,
    ReferralContact,
    ReferrerNews,
    WaitlistPlace,
    WaitReview,
)
from keyworker.people.policy import granted, in_care, name_hidden


def of_program(actor: Actor, authority: Authority) -> Q:
    """The grant's programs. A visitor may add a referral and see none, not even their own."""
    match authority.reach:
        case Reach.PROGRAM:
            return Q(program_id__in=granted(authority))
        case Reach.AGENCY if actor.kind is ActorKind.JOB:
            return Q()
        case _:
            return NOBODY


def unshielded(actor: Actor, authority: Authority) -> Q:
    """The same; once they are known here and their name is shielded, only for who may open the file."""
    found = of_program(actor, authority)
    return found if actor.kind is ActorKind.JOB else found & (Q(person=None) | ~name_hidden(actor, "person_id"))


policy(IncomingReferral)(unshielded)
for _model in (WaitlistPlace, DeclineFollowUp, ReferrerNews, ReferralContact, WaitReview):
    policy(_model)(of_program)
policy(Admission)(in_care())
