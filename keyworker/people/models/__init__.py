"""The person, what they are called, their household and kin, how to reach them safely, and who cares for them."""

from keyworker.people.models.brought import BroughtIn
from keyworker.people.models.kin import Home, Household, HouseholdMember, Kinship, Relationship, Shape, Tie
from keyworker.people.models.named import AsideBecause, NameToken, OtherName, OtherNameKind, SetAside
from keyworker.people.models.own_door import THEIR_OWN, Met, PortalAccount
from keyworker.people.models.passkeys import Passkey
from keyworker.people.models.people import (
    Alert,
    AlertKind,
    CareTeamMember,
    Channel,
    Checked,
    ContactPoint,
    DatePrecision,
    Denial,
    Identifier,
    Person,
    SafetyRule,
    TimelineEntry,
    Walled,
)
from keyworker.people.models.said import SaidKind, SaidOfThemselves
from keyworker.people.models.twice import MatchCandidate, MatchState, PersonLink
from keyworker.people.models.withheld import About, Ground, Withheld

__all__ = [
    "THEIR_OWN",
    "About",
    "Alert",
    "AlertKind",
    "AsideBecause",
    "BroughtIn",
    "CareTeamMember",
    "Channel",
    "Checked",
    "ContactPoint",
    "DatePrecision",
    "Denial",
    "Ground",
    "Home",
    "Household",
    "HouseholdMember",
    "Identifier",
    "Kinship",
    "MatchCandidate",
    "MatchState",
    "Met",
    "NameToken",
    "OtherName",
    "OtherNameKind",
    "Passkey",
    "Person",
    "PersonLink",
    "PortalAccount",
    "Relationship",
    "SafetyRule",
    "SaidKind",
    "SaidOfThemselves",
    "SetAside",
    "Shape",
    "Tie",
    "TimelineEntry",
    "Walled",
    "Withheld",
]
