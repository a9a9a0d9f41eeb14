"""Everything that is done: recording contacts, notes, services and documents; making the reports the law asks for."""

from keyworker.delivery.actions.conferring import Decided, Held, Taking, hold_conference, note_decision, take_into_plan
from keyworker.delivery.actions.cosigning import co_sign, send_note_back
from keyworker.delivery.actions.giving import (
    Given,
    add_funding,
    end_funding,
    record_service,
    set_units,
    strike_service,
)
from keyworker.delivery.actions.means import Entitled, Renewal, change_benefit, note_benefit, renew_benefit
from keyworker.delivery.actions.medicines import (
    Medicine,
    list_allergy,
    list_medicine,
    review_medicines,
    stop_medicine,
    take_allergy_back,
)
from keyworker.delivery.actions.papers import Paper, add_document, withdraw_document
from keyworker.delivery.actions.recording import (
    Draft,
    Happened,
    NextStep,
    amend_note,
    discard_draft,
    record_contact,
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
from keyworker.delivery.actions.spending import Handed, Purse, hand_out, keep_longer, set_budget, spend, take_back
from keyworker.delivery.actions.teaching import Taught, give_education
from keyworker.delivery.actions.working import Worked, note_case_work, note_program_work

__all__ = [
    "Decided",
    "Draft",
    "Entitled",
    "Given",
    "Handed",
    "Happened",
    "Held",
    "Medicine",
    "NextStep",
    "Noticed",
    "Paper",
    "Purse",
    "Renewal",
    "Taking",
    "Taught",
    "Told",
    "Worked",
    "add_document",
    "add_funding",
    "amend_note",
    "change_benefit",
    "close_report",
    "co_sign",
    "decide_against_report",
    "discard_draft",
    "end_funding",
    "give_education",
    "hand_out",
    "hold_conference",
    "keep_longer",
    "list_allergy",
    "list_medicine",
    "make_report",
    "note_benefit",
    "note_case_work",
    "note_decision",
    "note_program_work",
    "notice_danger",
    "record_contact",
    "record_service",
    "renew_benefit",
    "review_medicines",
    "save_draft",
    "send_note_back",
    "send_written_report",
    "set_budget",
    "set_units",
    "sign_draft",
    "sign_note",
    "spend",
    "stop_medicine",
    "strike_service",
    "take_allergy_back",
    "take_back",
    "take_into_plan",
    "withdraw_document",
]
