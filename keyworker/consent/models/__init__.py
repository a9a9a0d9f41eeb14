"""Consents, the disclosures that rest on them, who decides, and who comes in beside somebody."""

from keyworker.consent.models.companions import Companion
from keyworker.consent.models.consents import (
    AS_IT_WAS_ASKED,
    AdvanceDirective,
    Authority,
    Consent,
    ConsentAsked,
    DecisionMaker,
    DirectiveKind,
    Disclosure,
    How,
    Matter,
    Photo,
    Purpose,
    RightsAcknowledgement,
)

__all__ = [
    "AS_IT_WAS_ASKED",
    "AdvanceDirective",
    "Authority",
    "Companion",
    "Consent",
    "ConsentAsked",
    "DecisionMaker",
    "DirectiveKind",
    "Disclosure",
    "How",
    "Matter",
    "Photo",
    "Purpose",
    "RightsAcknowledgement",
]
