"""Referrals out are seen with the file; a partner sees the one their link is for.

That a partner's link dies with the consent it rests on is held by the database itself (see migration 0002).
"""

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.sight import NOBODY, Authority, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.people.policy import in_care
from keyworker.referrals.models import Advocacy, AdvocacyStep, AnsweredBy, OutgoingReferral, ReferralReply, ServiceStop
from keyworker.tasks.policy import asks_for_tasks

policy(Advocacy)(in_care())
policy(AdvocacyStep)(in_care())
policy(ServiceStop)(in_care())
asks_for_tasks(Advocacy, ServiceStop, read_with=Permission.CONTACT_VIEW)
asks_for_tasks(OutgoingReferral, ReferralReply, read_with=Permission.REFERRAL_OUT_VIEW)


def _shared(column: str, actor: Actor) -> Q:
    return Q(**{column: actor.share_id}) if actor.share_id else NOBODY


@policy(OutgoingReferral)
def referrals(actor: Actor, authority: Authority) -> Q:
    return _shared("pk", actor) if actor.kind is ActorKind.VISITOR else in_care()(actor, authority)


@policy(ReferralReply)
def replies(actor: Actor, authority: Authority) -> Q:
    """What the person says themselves is for the people who work with them: a partner never reads it."""
    if actor.kind is ActorKind.VISITOR:
        return _shared("referral_id", actor) & ~Q(by=AnsweredBy.CLIENT)
    return in_care()(actor, authority)
