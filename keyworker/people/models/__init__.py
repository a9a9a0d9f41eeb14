"""The person, what they are called, their household and kin, how to reach them safely, and who cares for them."""

from keyworker.people.models.named import NameToken
from keyworker.people.models.people import (
    Alert,
    AlertKind,
    CareTeamMember,
    Channel,
    ContactPoint,
    DatePrecision,
    Denial,
    Household,
    HouseholdMember,
    Identifier,
    Kinship,
    Person,
    PortalAccount,
    Relationship,
    SafetyRule,
    TimelineEntry,
    Walled,
)

__all__ = [
    "Alert",
    "AlertKind",
    "CareTeamMember",
    "Channel",
    "ContactPoint",
    "DatePrecision",
    "Denial",
    "Household",
    "HouseholdMember",
    "Identifier",
    "Kinship",
    "NameToken",
    "Person",
    "PortalAccount",
    "Relationship",
    "SafetyRule",
    "TimelineEntry",
    "Walled",
]
