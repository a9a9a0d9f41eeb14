"""Consents, disclosures and who may decide are seen with the file they belong to."""

from keyworker.access.sight import policy
from keyworker.consent.models import (
    AdvanceDirective,
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
