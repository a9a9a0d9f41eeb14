"""Who sees contacts and notes: the care team; a draft, its author alone."""

import pytest

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.ids import new_id
from keyworker.delivery.actions import Draft, Happened, record_contact, save_draft, sign_draft
from keyworker.delivery.models import CaseContact, CaseNote, ContactKind, ContactOutcome


@pytest.mark.parametrize(
    ("who", "contact", "signed", "draft"),
    [
        ("amina", True, True, True),
        ("ben", True, True, False),
        ("sam", False, False, False),
        ("flo", False, False, False),
        ("grace", False, False, False),
        ("priya", False, False, False),
        ("oskar", False, False, False),
        ("carl", False, False, False),
    ],
)
def test_who_reads_what_amina_wrote(town, who, contact, signed, draft):
    case = town.client_case()
    happened = Happened(ContactKind.VISIT, ContactOutcome.REACHED, clock.now())
    keys = (
        record_contact(actor=town.amina, case=case, happened=happened).pk,
        sign_draft(actor=town.amina, case=case, draft=Draft(new_id(), "Signed.")).pk,
        save_draft(actor=town.amina, case=case, draft=Draft(new_id(), "Draft.")).pk,
    )
    reader = getattr(town, who)
    asked = ((CaseContact, Permission.CONTACT_VIEW), (CaseNote, Permission.NOTE_VIEW), (CaseNote, Permission.NOTE_VIEW))
    with reading(reader):
        seen = [
            rows(model, actor=reader, needs=needs).filter(pk=key).exists()
            for (model, needs), key in zip(asked, keys, strict=True)
        ]
    assert seen == [contact, signed, draft]
