"""Consents, disclosures and who may decide are seen with the file they belong to."""

from django.db.models import Q

from keyworker.access.sight import Authority, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.consent.models import (
    AdvanceDirective,
    Companion,
    Consent,
    ConsentAsked,
    DecisionMaker,
    Disclosure,
    Photo,
    RightsAcknowledgement,
)
from keyworker.people.policy import in_care

policy(Consent)(in_care())
policy(ConsentAsked)(in_care())
policy(Disclosure)(in_care())
policy(Photo)(in_care())
policy(DecisionMaker)(in_care())
policy(AdvanceDirective)(in_care())
policy(RightsAcknowledgement)(in_care())


@policy(Companion)
def companions(actor: Actor, authority: Authority) -> Q:
    """With the file; who comes in beside somebody sees themselves, and no other who does."""
    found = in_care()(actor, authority)
    return found & Q(account_id=actor.id) if actor.kind is ActorKind.COMPANION else found
