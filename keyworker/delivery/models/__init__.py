"""What was done: contacts, notes, services, documents; and reports that the law asks for."""

from keyworker.delivery.formats import NoteFormat
from keyworker.delivery.models.recorded import (
    CaseContact,
    CaseDocument,
    CaseNote,
    ContactKind,
    ContactOutcome,
    Direction,
    NoteStatus,
    ServiceProvided,
)
from keyworker.delivery.models.reports import Danger, MandatedReport, ReportedHow, ReportStage

__all__ = [
    "CaseContact",
    "CaseDocument",
    "CaseNote",
    "ContactKind",
    "ContactOutcome",
    "Danger",
    "Direction",
    "MandatedReport",
    "NoteFormat",
    "NoteStatus",
    "ReportStage",
    "ReportedHow",
    "ServiceProvided",
]
