"""Everything that is done: recording contacts, notes, services and documents; making the reports the law asks for."""

from keyworker.delivery.actions.recording import (
    Draft,
    Happened,
    Paper,
    add_document,
    amend_note,
    discard_draft,
    record_contact,
    record_service,
    save_draft,
    sign_draft,
    sign_note,
)
from keyworker.delivery.actions.reporting import (
    Noticed,
    Told,
    close_report,
    decide_against_report,
    make_report,
    notice_danger,
    send_written_report,
)

__all__ = [
    "Draft",
    "Happened",
    "Noticed",
    "Paper",
    "Told",
    "add_document",
    "amend_note",
    "close_report",
    "decide_against_report",
    "discard_draft",
    "make_report",
    "notice_danger",
    "record_contact",
    "record_service",
    "save_draft",
    "send_written_report",
    "sign_draft",
    "sign_note",
]
