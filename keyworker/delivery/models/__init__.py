"""What was done: contacts, notes, services, documents; and reports that the law asks for."""

from keyworker.delivery.formats import NoteFormat
from keyworker.delivery.models.budgets import Agreed, Budget, BudgetEntry, CameBack, Condition, Equipment
from keyworker.delivery.models.conferences import (
    CaseConference,
    ClientPart,
    ConferenceDecision,
    ConferenceParticipant,
    PartKind,
)
from keyworker.delivery.models.cosigning import CoSignature, CoSignState
from keyworker.delivery.models.devices import Device, DeviceState, Thing
from keyworker.delivery.models.found import DocumentText, ReadAs, WordIndex
from keyworker.delivery.models.given import FundingSource, ServiceProvided, Unit
from keyworker.delivery.models.groups import (
    ATTENDED,
    Attendance,
    ClientGroup,
    GroupPlace,
    GroupSession,
    How,
    Meets,
    Weekday,
)
from keyworker.delivery.models.means import Benefit, BenefitKind, BenefitStatus
from keyworker.delivery.models.medicines import Allergy, KnownFrom, Medication, MedicationReview
from keyworker.delivery.models.messages import Message, MessageFile, MessageThread, Side
from keyworker.delivery.models.papers import CaseDocument, DocumentKind
from keyworker.delivery.models.recorded import (
    CaseContact,
    CaseNote,
    ContactKind,
    ContactOutcome,
    Direction,
    NoteStatus,
)
from keyworker.delivery.models.reports import Danger, MandatedReport, ReportedHow, ReportStage
from keyworker.delivery.models.sent import PaperSent
from keyworker.delivery.models.teaching import EducationGiven, Format, Understood
from keyworker.delivery.models.working import OtherWork, WorkKind

__all__ = [
    "ATTENDED",
    "Agreed",
    "Allergy",
    "Attendance",
    "Benefit",
    "BenefitKind",
    "BenefitStatus",
    "Budget",
    "BudgetEntry",
    "CameBack",
    "CaseConference",
    "CaseContact",
    "CaseDocument",
    "CaseNote",
    "ClientGroup",
    "ClientPart",
    "CoSignState",
    "CoSignature",
    "Condition",
    "ConferenceDecision",
    "ConferenceParticipant",
    "ContactKind",
    "ContactOutcome",
    "Danger",
    "Device",
    "DeviceState",
    "Direction",
    "DocumentKind",
    "DocumentText",
    "EducationGiven",
    "Equipment",
    "Format",
    "FundingSource",
    "GroupPlace",
    "GroupSession",
    "How",
    "KnownFrom",
    "MandatedReport",
    "Medication",
    "MedicationReview",
    "Meets",
    "Message",
    "MessageFile",
    "MessageThread",
    "NoteFormat",
    "NoteStatus",
    "OtherWork",
    "PaperSent",
    "PartKind",
    "ReadAs",
    "ReportStage",
    "ReportedHow",
    "ServiceProvided",
    "Side",
    "Thing",
    "Understood",
    "Unit",
    "Weekday",
    "WordIndex",
    "WorkKind",
]
